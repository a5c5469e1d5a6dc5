#include "host/tuner/generation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gainswarm::tuner {
namespace {

TEST(Generation, MedianIsTheMiddleOrTheMeanOfTheTwoMiddleOnes) {
  EXPECT_EQ(median(std::vector<double>{7}), 7);
  EXPECT_EQ(median(std::vector<double>{9, 1, 4}), 4);
  EXPECT_EQ(median(std::vector<double>{9, 1, 4, 6}), 5);
}

TEST(Generation, SpreadIsMeasuredWithinEachSwarm) {
  SwarmState state;
  state.swarms = state.particles = state.dimensions = 2;
  state.best_costs.resize(4);
  state.positions = {0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.9};
  EXPECT_EQ(spread(state), 0) << "two collapsed swarms far apart";
  state.positions = {0, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0.5};
  EXPECT_DOUBLE_EQ(spread(state), 0.25 / std::sqrt(2));
}

}  // namespace
}  // namespace gainswarm::tuner
