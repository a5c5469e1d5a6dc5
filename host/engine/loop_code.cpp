#include "host/engine/loop_code.hpp"

namespace gainswarm::engine {
namespace {

LLVMBasicBlockRef begin_block_after(LLVMBuilderRef builder, LLVMBasicBlockRef before, const char* name) {
  const LLVMValueRef function = LLVMGetBasicBlockParent(before);
  const LLVMContextRef context = LLVMGetModuleContext(LLVMGetGlobalParent(function));
  const LLVMBasicBlockRef block = LLVMAppendBasicBlockInContext(context, function, name);
  LLVMBuildBr(builder, block);
  LLVMPositionBuilderAtEnd(builder, block);
  return block;
}

LLVMTypeRef int64_of(LLVMBuilderRef builder) {
  const LLVMValueRef here = LLVMBasicBlockAsValue(LLVMGetInsertBlock(builder));
  return LLVMInt64TypeInContext(LLVMGetTypeContext(LLVMTypeOf(here)));
}

}  // namespace

Loop::Loop(LLVMBuilderRef builder, const char* name)
    : Loop(builder, name, LLVMConstInt(int64_of(builder), 0, 0)) {}

Loop::Loop(LLVMBuilderRef builder, const char* name, LLVMValueRef first)
    : builder_(builder),
      before_(LLVMGetInsertBlock(builder)),
      body_(begin_block_after(builder, before_, name)),
      int64_(LLVMTypeOf(first)),
      counter_(carry(first)) {}

LLVMValueRef Loop::carry(LLVMValueRef first) {
  const LLVMValueRef phi = LLVMBuildPhi(builder_, LLVMTypeOf(first), "");
  LLVMAddIncoming(phi, &first, &before_, 1);
  return phi;
}

void Loop::close(std::int64_t count, LLVMBasicBlockRef after) {
  close(LLVMConstInt(int64_, static_cast<std::uint64_t>(count), 1), after);
}

void Loop::close(LLVMValueRef count, LLVMBasicBlockRef after) {
  LLVMBasicBlockRef end = LLVMGetInsertBlock(builder_);
  const LLVMValueRef turns = LLVMBuildAdd(builder_, counter_, LLVMConstInt(int64_, 1, 0), "");
  feed(counter_, turns);
  for (Fed& fed : fed_) LLVMAddIncoming(fed.carried, &fed.next, &end, 1);
  LLVMBuildCondBr(builder_, LLVMBuildICmp(builder_, LLVMIntSLT, turns, count, ""), body_, after);
}

}  // namespace gainswarm::engine
