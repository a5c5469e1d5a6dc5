#include "host/swarm/start.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "tests/support/seed.hpp"
#include "tests/swarm/swarm_helpers.hpp"

namespace gainswarm::swarm {
namespace {

using tests::options;

/// How many of `strata` equal strata of each dimension of each swarm hold exactly one particle.
std::vector<std::size_t> occupied_strata(const State& state) {
  std::vector<std::size_t> occupied;
  for (std::int64_t swarm = 0; swarm < state.swarms; ++swarm) {
    for (std::int64_t dimension = 0; dimension < state.dimensions; ++dimension) {
      std::set<int> strata;
      for (std::int64_t particle = 0; particle < state.particles; ++particle) {
        const auto at = (swarm * state.particles + particle) * state.dimensions + dimension;
        strata.insert(static_cast<int>(state.positions[static_cast<std::size_t>(at)] *
                                       static_cast<double>(state.particles)));
      }
      occupied.push_back(strata.size());
    }
  }
  return occupied;
}

class StartDesign : public testing::TestWithParam<spec::StartDesign> {
 protected:
  static spec::Swarm designed(std::int64_t swarms, std::int64_t particles) {
    spec::Swarm made = options(spec::Algorithm::global_best, swarms, particles);
    made.start = GetParam();
    return made;
  }
};

TEST_P(StartDesign, PutsOneParticleInEachStratumOfEveryDimension) {
  spec::Swarm design = designed(5, 64);
  design.seed = gainswarm::tests::fresh_seed();
  for (const std::size_t strata : occupied_strata(start(design, 7))) EXPECT_EQ(strata, 64U);
}

TEST_P(StartDesign, DiffersFromSwarmToSwarmAndFromSeedToSeed) {
  spec::Swarm design = designed(2, 16);
  const State first = start(design, 3);
  EXPECT_FALSE(
      std::equal(first.positions.begin(), first.positions.begin() + 48, first.positions.begin() + 48));
  design.seed += 1;
  EXPECT_NE(start(design, 3).positions, first.positions);
}

TEST_P(StartDesign, VelocitiesFillTheLimitsAndNothingBeyond) {
  spec::Swarm design = designed(4, 64);
  design.velocity_limit = 0.125;
  const auto [low, high] = std::ranges::minmax(start(design, 5).velocities);
  EXPECT_GT(low, -0.125);
  EXPECT_LT(low, -0.12);
  EXPECT_LT(high, 0.125);
  EXPECT_GT(high, 0.12);
}

INSTANTIATE_TEST_SUITE_P(All, StartDesign,
                         testing::Values(spec::StartDesign::sobol, spec::StartDesign::latin_hypercube));

TEST(Start, SobolPairsOfDimensionsAreSpreadToo) {
  const State state = start(options(spec::Algorithm::global_best, 1, 64), 2);
  std::set<int> cells;
  for (std::size_t i = 0; i < state.positions.size(); i += 2) {
    cells.insert(static_cast<int>(state.positions[i] * 8) * 8 + static_cast<int>(state.positions[i + 1] * 8));
  }
  EXPECT_EQ(cells.size(), 64U) << "64 points of a Sobol sequence fill an 8 by 8 grid";
}

}  // namespace
}  // namespace gainswarm::swarm
