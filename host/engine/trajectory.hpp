// One rollout in detail: what `simulate` shows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/engine/interpreter.hpp"
#include "host/rollout/program.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/support/interrupted.hpp"

namespace gainswarm::engine {

struct Trajectory {
  std::vector<double> time;  ///< s; one row a recorded tick, and the end unless the rollout failed
  std::vector<std::vector<double>> columns;  ///< [signal][row], signals as in Program::signals
  Rollout rollout;
};

/// Runs one rollout on the reference engine and records its signals at every `stride`-th tick. Throws
/// support::Interrupted, at any tick.
Trajectory simulate(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
                    std::int64_t scenario, std::span<const double> gains, std::int64_t stride = 1,
                    const support::AskInterrupted& interrupted = {});

}  // namespace gainswarm::engine
