// How a batch of rollouts is divided among lanes and threads.
#pragma once

#include <cstdint>

#include "host/rollout/dependence.hpp"

namespace gainswarm::engine {

/// Those from `first` to before `end` of a batch [scenario][particle].
struct Rollouts {
  std::int64_t first = 0, end = 0;
};

/// A batch of rollouts, and what runs it.
struct BatchShape {
  std::int64_t particles = 0, scenarios = 0, lanes = 0, threads = 0;

  /// Blocks of lanes, some of which may lack rollouts.
  [[nodiscard]] std::int64_t blocks(rollout::ScenarioOf scenario_of) const;
  /// What is in the lanes of one of them.
  [[nodiscard]] Rollouts in_block(std::int64_t block, rollout::ScenarioOf scenario_of) const;
  /// Blocks that the busiest thread runs, one after the other.
  [[nodiscard]] std::int64_t rounds(rollout::ScenarioOf scenario_of) const;
  /// Particles that could run in as many rounds. At least 1.
  [[nodiscard]] std::int64_t side_by_side(rollout::ScenarioOf scenario_of) const;
};

}  // namespace gainswarm::engine
