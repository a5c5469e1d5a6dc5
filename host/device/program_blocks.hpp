// What each function of a program's device code computes, and what it is handed by those that run less often.
#pragma once

#include <set>
#include <vector>

#include "host/graph/graph.hpp"
#include "host/rollout/dependence.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::device {

/// A function's values, and how often it runs: values that change less often are handed to it.
struct Block {
  std::vector<graph::NodeId> roots;
  rollout::Rate own = rollout::Rate::rollout;
};

class ProgramBlocks {
 public:
  /// The program must outlive this.
  explicit ProgramBlocks(const rollout::Program& program);

  Block start, tick, substep, finish;             ///< the program's own
  Block constants{{}, rollout::Rate::rollout};    ///< what runs before the loops hands on
  Block tick_constants{{}, rollout::Rate::tick};  ///< what runs before the substeps hands on

  [[nodiscard]] rollout::Rate rate(graph::NodeId id) const { return dependence_.rate[id]; }
  /// Registers, ticks and literals are at hand everywhere and need not be handed to a block that runs `own`.
  [[nodiscard]] bool is_handed(graph::NodeId id, rollout::Rate own) const;
  /// What the block computes or is handed, operands first, without literals.
  [[nodiscard]] std::vector<graph::NodeId> needed(const Block& block) const;

 private:
  void hand_to(const Block& block);

  const graph::Graph& graph_;
  const rollout::Dependence dependence_;
  std::set<graph::NodeId> handed_;
};

}  // namespace gainswarm::device
