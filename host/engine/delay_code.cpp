#include "host/engine/delay_code.hpp"

#include "host/engine/loop_code.hpp"

namespace gainswarm::engine {

LLVMValueRef DelayCode::integer(std::int64_t value) const {
  const LLVMTypeRef type = LLVMInt64TypeInContext(LLVMGetTypeContext(code_.number()));
  return LLVMConstInt(type, static_cast<std::uint64_t>(value), 1);
}

void DelayCode::fill() {
  std::int64_t first = 0;
  for (const rollout::Delay& delay : program_.delays) {
    const LLVMValueRef value = code_.splat(nodes_.registers(Place::before_loops)[delay.reg]);
    const LLVMValueRef begin = code_.element(LLVMTypeOf(value), memory_, integer(first));
    Loop places(code_.builder(), "delay");
    code_.store(value, code_.element(LLVMTypeOf(value), begin, places.counter()), 0);
    const LLVMValueRef function = LLVMGetBasicBlockParent(LLVMGetInsertBlock(code_.builder()));
    const LLVMBasicBlockRef next =
        LLVMAppendBasicBlockInContext(LLVMGetTypeContext(code_.number()), function, "filled");
    places.close(delay.places(), next);
    LLVMPositionBuilderAtEnd(code_.builder(), next);
    first += delay.places();
  }
}

void DelayCode::advance(LLVMValueRef completed, std::vector<LLVMValueRef>& registers) {
  const LLVMTypeRef vector = code_.vector_of(code_.number());
  std::int64_t first = 0;
  for (const rollout::Delay& delay : program_.delays) {
    const LLVMValueRef place = LLVMBuildURem(code_.builder(), completed, integer(delay.places()), "");
    const LLVMValueRef oldest = code_.element(vector, code_.element(vector, memory_, integer(first)), place);
    registers[delay.reg] = code_.load(vector, oldest, 0);
    code_.store(nodes_.vector_value(delay.entering, Place::substep), oldest, 0);
    first += delay.places();
  }
}

}  // namespace gainswarm::engine
