// How long tuning takes, computed from a pace that is given.
#include "host/bench/tuning_time.hpp"

#include <gtest/gtest.h>

namespace gainswarm::bench {
namespace {

const TuningWork work{.steps = 1000,
                      .training = 10,
                      .swarm_candidates = 5000,
                      .polish_candidates = 100,
                      .validation_sets = 2,
                      .validation_rollouts = 400,
                      .front_rollouts = 800};
const TuningPace pace{
    .build = 0.1, .candidate = 1e-4, .swarm_step = 1e-8, .polish_step = 2e-8, .validation_step = 8e-8};

TEST(TuningTime, IsTheSumOfItsParts) {
  const double swarms = 5000 * (1e-4 + 1e4 * 1e-8), polish = 100 * (1e-4 + 1e4 * 2e-8);
  EXPECT_NEAR(seconds(work, pace), 3 * 0.1 + swarms + polish + 400 * 1e3 * 8e-8 + 800 * 1e3 * 1e-8, 1e-12);
}

TEST(TuningTime, GrowsWithTheSwarmsIterationsByWhatTheyTake) {
  TuningWork twice = work;
  twice.swarm_candidates *= 2;
  EXPECT_NEAR(seconds(twice, pace) - seconds(work, pace), 5000 * (1e-4 + 1e4 * 1e-8), 1e-12);
}

TEST(TuningTime, OfTheSearchIsAtMostItsLimit) {
  TuningWork limited = work;
  limited.time_limit = 0.25;
  EXPECT_NEAR(seconds(limited, pace), 3 * 0.1 + 0.25 + 400 * 1e3 * 8e-8 + 800 * 1e3 * 1e-8, 1e-12);
}

}  // namespace
}  // namespace gainswarm::bench
