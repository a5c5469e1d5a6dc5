// What a node of a program depends on, hence where its code belongs: before the loops, in the tick, in the
// substep.
#pragma once

#include <cstdint>
#include <vector>

#include "host/rollout/program.hpp"

namespace gainswarm::rollout {

/// How often a value can change while a rollout runs.
enum class Rate : std::uint8_t { rollout, tick, substep };

/// Whether rollouts that run side by side, in the lanes of vectors, share a scenario or each has its own.
enum class ScenarioOf : std::uint8_t { block, lane };

struct Dependence {
  ScenarioOf scenario_of = ScenarioOf::block;
  std::vector<Rate> rate;  ///< of each node
  /// Of each node: it reads a register that the tick block assigns, so it has one value in the tick block and
  /// another in the substep block.
  std::vector<bool> differs_after_tick;
  std::vector<Rate> register_rate;
  std::vector<bool> register_is_uniform;  ///< the same in all lanes
};

Dependence analyse(const rollout::Program& program, ScenarioOf scenario_of = ScenarioOf::block);

}  // namespace gainswarm::rollout
