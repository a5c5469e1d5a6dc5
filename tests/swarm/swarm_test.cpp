#include "host/swarm/swarm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "tests/support/seed.hpp"
#include "tests/swarm/swarm_helpers.hpp"

namespace gainswarm::swarm {
namespace {

using tests::algorithms;
using tests::costs_of;
using tests::expect_same_bits;
using tests::iterate;
using tests::options;

/// The part of an array that belongs to one swarm.
template <class T>
std::vector<T> of_swarm(const std::vector<T>& values, std::int64_t swarm, std::int64_t swarms) {
  const auto size = static_cast<std::ptrdiff_t>(values.size()) / swarms;
  return {values.begin() + swarm * size, values.begin() + (swarm + 1) * size};
}

TEST(Swarm, SameSeedGivesTheSameBitsAndAnotherSeedOthers) {
  for (const spec::Algorithm algorithm : algorithms) {
    spec::Swarm design = options(algorithm);
    design.seed = gainswarm::tests::fresh_seed();
    Swarm first(design, 4), second(design, 4);
    iterate(first, 50);
    iterate(second, 50);
    expect_same_bits(first.state(), second.state());
    design.seed += 1;
    Swarm third(design, 4);
    iterate(third, 50);
    EXPECT_NE(first.state().positions, third.state().positions);
  }
}

TEST(Swarm, ContinuingFromASavedStateIsBitIdenticalToNeverStopping) {
  for (const spec::Algorithm algorithm : algorithms) {
    spec::Swarm design = options(algorithm);
    design.seed = gainswarm::tests::fresh_seed();
    Swarm uninterrupted(design, 5);
    iterate(uninterrupted, 200);

    Swarm first_half(design, 5);
    iterate(first_half, 100);
    Swarm second_half(design, first_half.state());
    iterate(second_half, 100);
    expect_same_bits(second_half.state(), uninterrupted.state());

    State state = Swarm(design, 5).state();
    for (int i = 0; i < 200; ++i) {
      Swarm one(design, state);
      iterate(one, 1);
      state = one.state();
    }
    expect_same_bits(state, uninterrupted.state());
  }
}

TEST(Swarm, IsolatedSwarmsDoNotInfluenceEachOther) {
  for (const spec::Algorithm algorithm : algorithms) {
    Swarm eight(options(algorithm, 8), 3);
    iterate(eight, 60);
    for (std::int64_t swarms = 1; swarms < 8; swarms += 3) {
      Swarm fewer(options(algorithm, swarms), 3);
      iterate(fewer, 60);
      for (std::int64_t swarm = 0; swarm < swarms; ++swarm) {
        EXPECT_EQ(of_swarm(eight.state().positions, swarm, 8),
                  of_swarm(fewer.state().positions, swarm, swarms));
        EXPECT_EQ(of_swarm(eight.state().best_costs, swarm, 8),
                  of_swarm(fewer.state().best_costs, swarm, swarms));
      }
    }
  }
}

TEST(Swarm, SwarmsSideBySideTakeDifferentWays) {
  Swarm swarm(options(spec::Algorithm::comprehensive_learning, 2), 3);
  iterate(swarm, 10);
  EXPECT_NE(of_swarm(swarm.state().positions, 0, 2), of_swarm(swarm.state().positions, 1, 2));
}

TEST(Swarm, PositionsStayInTheBoxAndVelocitiesWithinTheirLimit) {
  for (const spec::Algorithm algorithm : algorithms) {
    spec::Swarm design = options(algorithm, 4, 20);
    design.seed = gainswarm::tests::fresh_seed();
    design.velocity_limit = 0.3;
    Swarm swarm(design, 6);
    bool reached_limit = false;
    for (int i = 0; i < 40; ++i) {
      for (const double position : swarm.propose()) ASSERT_TRUE(position >= 0 && position <= 1);
      for (const double velocity : swarm.state().velocities) {
        ASSERT_LE(std::abs(velocity), 0.3);
        reached_limit |= std::abs(velocity) == 0.3;
      }
      // Far out of the box, so that the particles press against its walls.
      std::vector<double> costs(80);
      for (std::size_t at = 0; at < 480; ++at) costs[at / 6] -= swarm.state().positions[at];
      swarm.absorb(costs);
    }
    EXPECT_TRUE(reached_limit) << "a limit that nothing reaches is not tested";
  }
}

TEST(Swarm, BestIsTheSmallestOfAllCostsEverSeen) {
  for (const spec::Algorithm algorithm : algorithms) {
    Swarm swarm(options(algorithm), 4);
    double smallest = spec::infinity;
    for (int i = 0; i < 50; ++i) {
      const std::vector<double> costs = costs_of(swarm.propose(), 4);
      smallest = std::min(smallest, std::ranges::min(costs));
      swarm.absorb(costs);
      ASSERT_EQ(swarm.best().cost, smallest);
      ASSERT_EQ(costs_of(swarm.best().position, 4).front(), smallest);
    }
  }
}

TEST(Swarm, AnIterationThatIsWithdrawnLeavesNoTrace) {
  for (const spec::Algorithm algorithm : algorithms) {
    Swarm plain(options(algorithm), 4), hesitant(options(algorithm), 4);
    for (int i = 0; i < 20; ++i) {
      hesitant.propose();
      hesitant.withdraw();
      iterate(plain, 1);
      iterate(hesitant, 1);
      hesitant.withdraw();  // nothing is proposed
      ASSERT_EQ(hesitant.state().positions, plain.state().positions);
      ASSERT_EQ(hesitant.state().best_costs, plain.state().best_costs);
    }
  }
}

TEST(Swarm, EqualCostsAreDecidedByTheIndex) {
  Swarm swarm(options(spec::Algorithm::global_best, 2, 3), 1);
  swarm.propose();
  swarm.absorb(std::vector<double>{5, 4, 4, 9, 4, 4});
  EXPECT_EQ(swarm.best().swarm, 0);
  EXPECT_EQ(swarm.best().position.data(), swarm.state().best_positions.data() + 1);
}

TEST(Swarm, ASingleParticleWorks) {
  for (const spec::Algorithm algorithm : algorithms) {
    Swarm swarm(options(algorithm, 1, 1), 1);
    iterate(swarm, 20);
    EXPECT_EQ(swarm.state().iteration, 20);
    EXPECT_TRUE(std::isfinite(swarm.best().cost));
  }
}

TEST(Swarm, RefusesAStateOfAnotherShapeOrAlgorithm) {
  const State state = Swarm(options(spec::Algorithm::global_best), 4).state();
  EXPECT_THROW(Swarm(options(spec::Algorithm::global_best, 4), state), std::invalid_argument);
  EXPECT_THROW(Swarm(options(spec::Algorithm::comprehensive_learning), state), std::invalid_argument);
}

TEST(Swarm, RefusesNumbersThatNoSwarmComesTo) {
  const auto algorithm = spec::Algorithm::comprehensive_learning;
  Swarm swarm(options(algorithm), 4);
  iterate(swarm, 3);
  const State sound = swarm.state();
  EXPECT_NO_THROW(Swarm(options(algorithm), sound));
  const auto expect_refused = [&](const auto& damage) {
    State state = sound;
    damage(state);
    EXPECT_THROW(Swarm(options(algorithm), state), std::invalid_argument);
  };
  expect_refused([](State& state) { state.exemplars[3] = state.particles; });
  expect_refused([](State& state) { state.exemplars[3] = -1; });
  expect_refused([](State& state) { state.positions[5] = 1.5; });
  expect_refused([](State& state) { state.best_positions[5] = std::nan(""); });
  expect_refused([](State& state) { state.velocities[5] = spec::infinity; });
  expect_refused([](State& state) { state.best_costs[0] = std::nan(""); });
  expect_refused([](State& state) { state.stalled[0] = 4; });
  expect_refused([](State& state) { state.iteration = -1; });
}

}  // namespace
}  // namespace gainswarm::swarm
