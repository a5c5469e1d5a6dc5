// One rollout in detail: what `simulate` shows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/engine/interpreter.hpp"
#include "host/rollout/program.hpp"
#include "host/rollout/scenarios.hpp"

namespace gainswarm::engine {

struct Trajectory {
  std::vector<double> time;  ///< s; one row a tick begun, and the end unless the rollout failed
  std::vector<std::vector<double>> columns;  ///< [signal][row], signals as in Program::signals
  Rollout rollout;
};

/// Runs one rollout on the reference engine and records its signals.
Trajectory simulate(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
                    std::int64_t scenario, std::span<const double> gains);

}  // namespace gainswarm::engine
