#include "host/engine/register_code.hpp"

#include <array>

namespace gainswarm::engine {

RegisterCode::Values RegisterCode::values(const std::vector<graph::NodeId>& roots, Place place) {
  Values values;
  for (std::size_t i = 0; i < roots.size(); ++i) {
    values.push_back(dependence_.register_is_uniform[i] ? nodes_.value(roots[i], place)
                                                        : nodes_.vector_value(roots[i], place));
  }
  return values;
}

RegisterCode::Values RegisterCode::carry(Loop& loop, rollout::Rate slowest, Values registers) const {
  for (std::size_t i = 0; i < registers.size(); ++i) {
    if (dependence_.register_rate[i] >= slowest) registers[i] = loop.carry(registers[i]);
  }
  return registers;
}

void RegisterCode::feed(Loop& loop, rollout::Rate slowest, const Values& carried, const Values& next) const {
  for (std::size_t i = 0; i < carried.size(); ++i) {
    if (dependence_.register_rate[i] >= slowest) loop.feed(carried[i], next[i]);
  }
}

void RegisterCode::store(const Values& registers, LLVMValueRef memory) {
  for (std::size_t i = 0; i < registers.size(); ++i) {
    if (dependence_.register_rate[i] == rollout::Rate::rollout) continue;
    code_.store(code_.splat(registers[i]), memory, i);
  }
}

/// One that is the same for all lanes is that of the first.
RegisterCode::Values RegisterCode::load(const Values& start, LLVMValueRef memory) {
  const LLVMTypeRef vector = code_.vector_of(code_.number());
  Values registers = start;
  for (std::size_t i = 0; i < registers.size(); ++i) {
    if (dependence_.register_rate[i] == rollout::Rate::rollout) continue;
    const LLVMValueRef index = LLVMConstInt(LLVMInt64TypeInContext(LLVMGetTypeContext(vector)), i, 0);
    registers[i] = code_.load(LLVMTypeOf(start[i]), code_.element(vector, memory, index), 0);
  }
  return registers;
}

RegisterCode::Values RegisterCode::join(const Values& one, LLVMBasicBlockRef from_one, const Values& other,
                                        LLVMBasicBlockRef from_other) const {
  Values registers = one;
  for (std::size_t i = 0; i < registers.size(); ++i) {
    if (dependence_.register_rate[i] == rollout::Rate::rollout) continue;
    registers[i] = LLVMBuildPhi(code_.builder(), LLVMTypeOf(one[i]), "");
    std::array values{one[i], other[i]};
    std::array blocks{from_one, from_other};
    LLVMAddIncoming(registers[i], values.data(), blocks.data(), 2);
  }
  return registers;
}

}  // namespace gainswarm::engine
