// The code of a rollout's delays: rings of values in memory, [place][lane], one delay after the other.
#pragma once

#include <vector>

#include "host/engine/node_writer.hpp"
#include "host/engine/vector_code.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

class DelayCode {
 public:
  /// `memory` holds the rings. What it refers to must outlive this.
  DelayCode(VectorCode& code, NodeWriter& nodes, const rollout::Program& program, LLVMValueRef memory)
      : code_(code), nodes_(nodes), program_(program), memory_(memory) {}

  /// Fills each delay with its register's value before the loops.
  void fill();
  /// Takes each delay's oldest value into its register and puts the entering one in its place, of which
  /// `completed` substeps tell.
  void advance(LLVMValueRef completed, std::vector<LLVMValueRef>& registers);

 private:
  LLVMValueRef integer(std::int64_t value) const;

  VectorCode& code_;
  NodeWriter& nodes_;
  const rollout::Program& program_;
  LLVMValueRef memory_;
};

}  // namespace gainswarm::engine
