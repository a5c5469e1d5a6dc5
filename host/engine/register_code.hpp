// A program's registers in the generated function: their shapes, and their ways through loops and memory.
#pragma once

#include <vector>

#include "host/engine/loop_code.hpp"
#include "host/engine/node_writer.hpp"
#include "host/rollout/dependence.hpp"

namespace gainswarm::engine {

/// Writes at the builder's position. Values are one a register, scalar where the same for all lanes.
class RegisterCode {
 public:
  using Values = std::vector<LLVMValueRef>;

  RegisterCode(VectorCode& code, NodeWriter& nodes, const rollout::Dependence& dependence)
      : code_(code), nodes_(nodes), dependence_(dependence) {}

  /// The roots' values in the shapes of the registers.
  Values values(const std::vector<graph::NodeId>& roots, Place place);
  /// The registers as the loop's body sees them: those that change at least as often as `slowest` are
  /// carried.
  Values carry(Loop& loop, rollout::Rate slowest, Values registers) const;
  void feed(Loop& loop, rollout::Rate slowest, const Values& carried, const Values& next) const;
  /// To and from memory, [register][lane]. Registers that never change are left out, and are as they were at
  /// the `start`.
  void store(const Values& registers, LLVMValueRef memory);
  [[nodiscard]] Values load(const Values& start, LLVMValueRef memory);
  /// In a block that is reached from two others: what they come with.
  Values join(const Values& one, LLVMBasicBlockRef from_one, const Values& other,
              LLVMBasicBlockRef from_other) const;

 private:
  VectorCode& code_;
  NodeWriter& nodes_;
  const rollout::Dependence& dependence_;
};

}  // namespace gainswarm::engine
