// How long a tuning run takes on the processor, from a measurement of a fraction of a second.
#pragma once

#include <cstdint>
#include <limits>

#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::bench {

/// What a run does if no rollout fails and nothing ends it early.
struct TuningWork {
  std::int64_t steps = 0;     ///< of a rollout
  std::int64_t training = 0;  ///< scenarios of a candidate
  std::int64_t swarm_candidates = 0, polish_candidates = 0;
  std::int64_t validation_sets = 0;
  std::int64_t validated = 1;  ///< gains that run side by side in each set: the best, and those of rules
  std::int64_t validation_rollouts = 0;                         ///< of all these, in all sets
  std::int64_t front_rollouts = 0;                              ///< of a front's compromises
  double time_limit = std::numeric_limits<double>::infinity();  ///< of the search, s
};

/// Seconds that its parts take.
struct TuningPace {
  double build = 0;            ///< to compile a program
  double candidate = 0;        ///< beside the rollouts: deriving gains, judging loops, ranking
  double swarm_step = 0;       ///< a step of a rollout in a batch of whole swarms,
  double polish_step = 0;      ///< in one of some simplices,
  double validation_step = 0;  ///< and in one of the gains that are validated
  int threads = 1;
};

double seconds(const TuningWork& work, const TuningPace& pace);

/// Compiles the program, built for training, and runs batches of the sizes that tuning has, in at most 64 of
/// its scenarios. Every candidate is the best of those that the swarms start with, so that no vector lane is
/// idle and its loop, if margins are required, takes as long to judge as those of good gains. `validated` as
/// in TuningWork, `threads` as in engine::Options. Throws InputError like tuner::tune().
TuningPace measure_pace(const spec::Problem& problem, const rollout::Program& program, std::int64_t validated,
                        int threads);

}  // namespace gainswarm::bench
