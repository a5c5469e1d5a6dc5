// Competitions: a particle moves by its personal best, so a candidate that can no longer cost less than that
// is of no more interest, and its rollouts need not go on.
//
// Ticks are run in stages, those of all scenarios of a candidate side by side. After a stage each rollout has
// a cost: what it cost if it has ended, else what its cost cannot fall below any more (Program::least_cost).
// Costs are aggregated over the scenarios by rules that grow with each of them, so where the aggregate
// exceeds the personal best already, the candidate's cost would have, too. Requirements only add to it.
// Stages end at the same ticks everywhere, so that every engine gives up the same rollouts.
#pragma once

#include "cuda/aggregate.hpp"
#include "cuda/arithmetic.hpp"
#include "cuda/portability.hpp"

namespace gainswarm::competition {

/// In place of the index of a rollout's failure: it was given up. Its cost is what it could not fall below,
/// and its other outputs mean nothing.
constexpr std::int32_t given_up = -2;

/// Gives up what is still running of one particle, if that has lost.
template <class Number>
struct GiveUpLosers {
  aggregate::Rule over_scenarios;
  std::int64_t scenarios = 0, particles = 0;
  const Number* costs = nullptr;   ///< [scenario][particle], so far
  std::int32_t* cause = nullptr;   ///< [scenario][particle], -1 while it runs or if it ended without failure
  const double* limits = nullptr;  ///< [particle]
  double* scratch = nullptr;       ///< [particle][scenario]

  GAINSWARM_HOST_DEVICE void operator()(std::int64_t particle) const {
    double* own = scratch + particle * scenarios;
    double size = 0;
    for (std::int64_t scenario = 0; scenario < scenarios; ++scenario) {
      own[scenario] = costs[scenario * particles + particle];
      if (size < arithmetic::absolute(own[scenario])) size = arithmetic::absolute(own[scenario]);
    }
    // A percentile rounds between its neighbours, and need not grow by an ulp where they do.
    const double least = aggregate::over_scenarios(over_scenarios, own, scenarios) - size * 0x1p-45;
    if (!(least > limits[particle])) return;
    for (std::int64_t scenario = 0; scenario < scenarios; ++scenario) {
      std::int32_t& cause_of_end = cause[scenario * particles + particle];
      if (cause_of_end == -1) cause_of_end = given_up;
    }
  }
};

/// Lists a rollout if it still runs. On a device the list has no certain order, and none is needed: what a
/// rollout reads and writes lies where its index says.
struct ListRunning {
  const std::int32_t* cause = nullptr;  ///< [rollout]
  std::int64_t* running = nullptr;      ///< [place in the list]
  std::int64_t* count = nullptr;        ///< of those in the list

  GAINSWARM_HOST_DEVICE void operator()(std::int64_t rollout) const {
    if (cause[rollout] == -1) running[count_up(*count)] = rollout;
  }
};

}  // namespace gainswarm::competition
