// How large a problem is, and how long this machine needs for it.
#pragma once

#include <cstdint>
#include <string>

#include "host/bench/tuning_time.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::cli {

struct ProblemSize {
  rollout::Program training;  ///< what the problem is tuned with
  std::size_t states = 0, gains = 0, registers = 0;
  std::int64_t operations = 0;  ///< of a substep
  std::int64_t validation = 0;  ///< scenarios
  bool gives_up_losers = false;
  std::string falling_term;  ///< why losers are not given up: it can become anything
  bench::TuningWork run{};   ///< at most
  bench::TuningPace pace{};
  [[nodiscard]] std::int64_t candidates() const { return run.swarm_candidates + run.polish_candidates; }
  [[nodiscard]] std::int64_t rollouts() const {
    return candidates() * run.training + run.validation_rollouts + run.front_rollouts;
  }
  /// Substeps of all rollouts if none fails, and operations in them.
  [[nodiscard]] double all_steps() const {
    return static_cast<double>(rollouts()) * static_cast<double>(run.steps);
  }
  [[nodiscard]] double all_operations() const { return all_steps() * static_cast<double>(operations); }
  [[nodiscard]] double seconds() const { return bench::seconds(run, pace); }
};

/// Builds all that a run would build, so that every mistake comes to light, and runs some of it. `threads` as
/// in engine::Options.
ProblemSize measure_size(const spec::Problem& problem, int threads);

}  // namespace gainswarm::cli
