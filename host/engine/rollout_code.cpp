#include "host/engine/rollout_code.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "host/engine/delay_code.hpp"
#include "host/engine/llvm_handles.hpp"
#include "host/engine/loop_code.hpp"
#include "host/engine/node_writer.hpp"
#include "host/engine/register_code.hpp"
#include "host/engine/vector_code.hpp"

namespace gainswarm::engine {
namespace {

LLVMValueRef add_function(LLVMModuleRef module) {
  const LLVMContextRef context = LLVMGetModuleContext(module);
  constexpr unsigned pointers = 7;
  std::array<LLVMTypeRef, pointers + 2> parameters;
  parameters.fill(LLVMInt64TypeInContext(context));
  std::fill_n(parameters.begin(), pointers, LLVMPointerTypeInContext(context, 0));
  const LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(context), parameters.data(),
                                            static_cast<unsigned>(parameters.size()), 0);
  const LLVMValueRef function = LLVMAddFunction(module, rollout_function_name, type);
  const unsigned no_alias = LLVMGetEnumAttributeKindForName("noalias", 7);
  for (unsigned i = 1; i <= pointers; ++i) {
    LLVMAddAttributeAtIndex(function, i, LLVMCreateEnumAttribute(context, no_alias, 0));
  }
  return function;
}

class RolloutWriter {
 public:
  RolloutWriter(LLVMModuleRef module, const rollout::Program& program, int lanes,
                rollout::ScenarioOf scenario_of);
  void write();

 private:
  using Values = RegisterCode::Values;

  void write_before_loops();
  /// The registers before the first tick: as the rollout begins, or as it was left.
  Values write_resumption();
  void write_tick_block(LLVMValueRef tick);
  /// All substeps of a tick. Takes and returns the lanes alive, one bit each.
  LLVMValueRef write_substeps(LLVMValueRef tick, LLVMValueRef alive);
  LLVMValueRef write_substep_block(LLVMValueRef completed, LLVMValueRef alive);
  LLVMValueRef write_failure_test(LLVMValueRef completed, LLVMValueRef alive);
  void record_failure(LLVMValueRef failing, LLVMValueRef completed);
  void write_finish();
  void write_least_cost(LLVMValueRef failed);

  LLVMValueRef integer(std::int64_t value) const {
    return LLVMConstInt(int64_, static_cast<std::uint64_t>(value), 1);
  }
  LLVMBasicBlockRef block(const char* name) {
    return LLVMAppendBasicBlockInContext(context_, function_, name);
  }
  void mark_unlikely(LLVMValueRef branch);

  const rollout::Program& program_;
  const rollout::Dependence dependence_;
  LLVMContextRef context_;
  llvm::Builder owned_builder_;
  LLVMBuilderRef builder_;
  VectorCode code_;
  NodeWriter nodes_;
  RegisterCode registers_;
  LLVMTypeRef int64_, int32_, bits_type_, mask_type_;
  LLVMValueRef function_, outputs_, survived_, cause_, left_, first_, end_;
  DelayCode delays_;
  LLVMBasicBlockRef finish_ = nullptr;
  Values new_registers_;           ///< after the substep
  LLVMValueRef frozen_ = nullptr;  ///< [register][lane]: what the finish block reads of a failed rollout
};

RolloutWriter::RolloutWriter(LLVMModuleRef module, const rollout::Program& program, int lanes,
                             rollout::ScenarioOf scenario_of)
    : program_(program),
      dependence_(rollout::analyse(program, scenario_of)),
      context_(LLVMGetModuleContext(module)),
      owned_builder_(LLVMCreateBuilderInContext(context_)),
      builder_(owned_builder_.get()),
      code_(module, builder_, program.graph.precision(), lanes),
      nodes_(code_, program, dependence_),
      registers_(code_, nodes_, dependence_),
      int64_(LLVMInt64TypeInContext(context_)),
      int32_(LLVMInt32TypeInContext(context_)),
      bits_type_(LLVMIntTypeInContext(context_, static_cast<unsigned>(lanes))),
      mask_type_(code_.vector_of(LLVMInt1TypeInContext(context_))),
      function_(add_function(module)),
      outputs_(LLVMGetParam(function_, 2)),
      survived_(LLVMGetParam(function_, 3)),
      cause_(LLVMGetParam(function_, 4)),
      left_(LLVMGetParam(function_, 6)),
      first_(LLVMGetParam(function_, 7)),
      end_(LLVMGetParam(function_, 8)),
      delays_(code_, nodes_, program, LLVMGetParam(function_, 5)) {
  nodes_.inputs().gains = LLVMGetParam(function_, 0);
  nodes_.inputs().scenario = LLVMGetParam(function_, 1);
}

void RolloutWriter::write() {
  write_before_loops();
  const Values before = write_resumption();
  finish_ = block("finish");
  Loop ticks(builder_, "tick", first_);
  const LLVMValueRef alive = ticks.carry(LLVMConstAllOnes(bits_type_));
  const Values registers = registers_.carry(ticks, rollout::Rate::tick, before);
  nodes_.registers(Place::tick) = registers;
  write_tick_block(ticks.counter());
  ticks.feed(alive, write_substeps(ticks.counter(), alive));
  registers_.feed(ticks, rollout::Rate::tick, registers, new_registers_);
  ticks.close(end_, finish_);
  write_finish();
}

void RolloutWriter::write_before_loops() {
  LLVMPositionBuilderAtEnd(builder_, block("entry"));
  const LLVMTypeRef vector = code_.vector_of(code_.number());
  frozen_ = LLVMBuildArrayAlloca(builder_, vector, integer(std::ssize(program_.registers)), "frozen");
  const LLVMValueRef substeps = LLVMBuildMul(builder_, end_, integer(program_.substeps), "");
  code_.store(code_.splat(substeps), survived_, 0);
  code_.store(LLVMConstAllOnes(code_.vector_of(int32_)), cause_, 0);

  nodes_.write(program_.start, Place::before_loops);
  nodes_.registers(Place::before_loops) = registers_.values(program_.start, Place::before_loops);
  for (const auto& roots : {program_.tick, rollout::substep_roots(program_)}) {
    nodes_.write(roots, Place::before_loops, rollout::Rate::rollout);
  }
}

RolloutWriter::Values RolloutWriter::write_resumption() {
  const LLVMBasicBlockRef begin = block("begin"), resume = block("resume"), join = block("join");
  const LLVMValueRef is_begun = LLVMBuildICmp(builder_, LLVMIntSGT, first_, integer(0), "");
  LLVMBuildCondBr(builder_, is_begun, resume, begin);

  LLVMPositionBuilderAtEnd(builder_, begin);
  delays_.fill();
  const LLVMBasicBlockRef begun = LLVMGetInsertBlock(builder_);
  LLVMBuildBr(builder_, join);

  LLVMPositionBuilderAtEnd(builder_, resume);
  const Values& start = nodes_.registers(Place::before_loops);
  const Values left = registers_.load(start, left_);
  LLVMBuildBr(builder_, join);

  LLVMPositionBuilderAtEnd(builder_, join);
  return registers_.join(start, begun, left, resume);
}

void RolloutWriter::write_tick_block(LLVMValueRef tick) {
  nodes_.inputs().tick = code_.to_number(tick);
  nodes_.write(program_.tick, Place::tick);
  nodes_.registers(Place::substep) = registers_.values(program_.tick, Place::tick);
}

/// With one substep a tick there is no inner loop.
LLVMValueRef RolloutWriter::write_substeps(LLVMValueRef tick, LLVMValueRef alive) {
  if (program_.substeps == 1) {
    nodes_.inputs().substep = code_.constant(0);
    return write_substep_block(tick, alive);
  }
  const LLVMValueRef completed = LLVMBuildMul(builder_, tick, integer(program_.substeps), "");
  nodes_.write(rollout::substep_roots(program_), Place::substep, rollout::Rate::tick);
  Loop substeps(builder_, "substep");
  const LLVMValueRef alive_before = substeps.carry(alive);
  const Values registers =
      registers_.carry(substeps, rollout::Rate::substep, nodes_.registers(Place::substep));
  nodes_.registers(Place::substep) = registers;
  nodes_.inputs().substep = code_.to_number(substeps.counter());
  const LLVMValueRef alive_after =
      write_substep_block(LLVMBuildAdd(builder_, completed, substeps.counter(), ""), alive_before);
  substeps.feed(alive_before, alive_after);
  registers_.feed(substeps, rollout::Rate::substep, registers, new_registers_);
  const LLVMBasicBlockRef tick_end = block("tick_end");
  substeps.close(program_.substeps, tick_end);
  LLVMPositionBuilderAtEnd(builder_, tick_end);
  return alive_after;
}

LLVMValueRef RolloutWriter::write_substep_block(LLVMValueRef completed, LLVMValueRef alive) {
  nodes_.write(rollout::substep_roots(program_), Place::substep);
  new_registers_ = registers_.values(program_.substep, Place::substep);
  delays_.advance(completed, new_registers_);
  return write_failure_test(completed, alive);
}

/// Goes on in a new block where failures are recorded, and returns the lanes still alive there. The likely
/// way costs one branch.
LLVMValueRef RolloutWriter::write_failure_test(LLVMValueRef completed, LLVMValueRef alive) {
  if (program_.failures.empty()) return alive;
  LLVMValueRef any = LLVMConstNull(mask_type_);
  for (const rollout::Failure& failure : program_.failures) {
    any = LLVMBuildOr(builder_, any, nodes_.vector_value(failure.condition, Place::substep), "");
  }
  const LLVMValueRef failing =
      LLVMBuildAnd(builder_, LLVMBuildBitCast(builder_, any, bits_type_, ""), alive, "failing");
  const LLVMValueRef none = LLVMConstNull(bits_type_);
  const LLVMBasicBlockRef before = LLVMGetInsertBlock(builder_);
  const LLVMBasicBlockRef failure = block("failure");
  const LLVMBasicBlockRef next = block("next");
  mark_unlikely(
      LLVMBuildCondBr(builder_, LLVMBuildICmp(builder_, LLVMIntNE, failing, none, ""), failure, next));

  LLVMPositionBuilderAtEnd(builder_, failure);
  record_failure(LLVMBuildBitCast(builder_, failing, mask_type_, ""), completed);
  LLVMValueRef left = LLVMBuildXor(builder_, alive, failing, "left");
  LLVMBuildCondBr(builder_, LLVMBuildICmp(builder_, LLVMIntEQ, left, none, ""), finish_, next);

  LLVMPositionBuilderAtEnd(builder_, next);
  const LLVMValueRef result = LLVMBuildPhi(builder_, bits_type_, "alive");
  std::array values = {alive, left};
  std::array blocks = {before, failure};
  LLVMAddIncoming(result, values.data(), blocks.data(), 2);
  return result;
}

void RolloutWriter::record_failure(LLVMValueRef failing, LLVMValueRef completed) {
  LLVMValueRef cause = LLVMConstAllOnes(code_.vector_of(int32_));
  for (std::size_t i = program_.failures.size(); i-- > 0;) {
    const LLVMValueRef index = code_.splat(LLVMConstInt(int32_, i, 0));
    cause = LLVMBuildSelect(builder_, nodes_.vector_value(program_.failures[i].condition, Place::substep),
                            index, cause, "");
  }
  code_.store_where(failing, cause, cause_, 0);
  code_.store_where(failing, code_.splat(completed), survived_, 0);
  const Values& entry = nodes_.registers(Place::substep);
  for (std::size_t i = 0; i < entry.size(); ++i)
    code_.store_where(failing, code_.splat(entry[i]), frozen_, i);
}

/// A rollout that failed shows the finish block its registers as they were when the failing substep began.
/// The others are left where the next call takes them up.
void RolloutWriter::write_finish() {
  LLVMPositionBuilderAtEnd(builder_, finish_);
  const LLVMTypeRef vector = code_.vector_of(code_.number());
  const LLVMValueRef cause = code_.load(code_.vector_of(int32_), cause_, 0);
  const LLVMValueRef failed =
      LLVMBuildICmp(builder_, LLVMIntSGE, cause, LLVMConstNull(code_.vector_of(int32_)), "failed");
  Values& last = nodes_.registers(Place::finish);
  for (std::size_t i = 0; i < new_registers_.size(); ++i) {
    last[i] =
        LLVMBuildSelect(builder_, failed, code_.load(vector, frozen_, i), code_.splat(new_registers_[i]), "");
  }
  registers_.store(new_registers_, left_);
  nodes_.inputs().survived = code_.to_number(code_.load(code_.vector_of(int64_), survived_, 0));
  nodes_.write(program_.finish, Place::finish);
  for (std::size_t i = 0; i < program_.finish.size(); ++i) {
    code_.store(nodes_.vector_value(program_.finish[i], Place::finish), outputs_, i);
  }
  write_least_cost(failed);
  LLVMBuildRetVoid(builder_);
}

/// In place of the cost of rollouts that go on.
void RolloutWriter::write_least_cost(LLVMValueRef failed) {
  if (!program_.least_cost) return;
  nodes_.write(std::array{*program_.least_cost}, Place::finish);
  const LLVMValueRef has_ended = LLVMBuildICmp(builder_, LLVMIntSGE, end_, integer(program_.ticks), "");
  const LLVMValueRef known = LLVMBuildOr(builder_, failed, code_.splat(has_ended), "");
  const LLVMValueRef cost = nodes_.vector_value(program_.finish.front(), Place::finish);
  const LLVMValueRef least = nodes_.vector_value(*program_.least_cost, Place::finish);
  code_.store(LLVMBuildSelect(builder_, known, cost, least, ""), outputs_, 0);
}

/// Keeps the failure's code out of the way of the loop.
void RolloutWriter::mark_unlikely(LLVMValueRef branch) {
  const auto weight = [&](unsigned value) { return LLVMValueAsMetadata(LLVMConstInt(int32_, value, 0)); };
  constexpr std::string_view name = "branch_weights";
  std::array operands = {LLVMMDStringInContext2(context_, name.data(), name.size()), weight(1),
                         weight(1U << 20U)};
  const LLVMMetadataRef node = LLVMMDNodeInContext2(context_, operands.data(), operands.size());
  LLVMSetMetadata(branch, LLVMGetMDKindIDInContext(context_, "prof", 4), LLVMMetadataAsValue(context_, node));
}

}  // namespace

void write_rollout(LLVMModuleRef module, const rollout::Program& program, int lanes,
                   rollout::ScenarioOf scenario_of) {
  RolloutWriter(module, program, lanes, scenario_of).write();
}

}  // namespace gainswarm::engine
