#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <span>
#include <vector>

#include "cuda/swarm.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::swarm {
namespace {

struct Motion {
  double position, velocity;
  bool operator==(const Motion&) const = default;
};

Motion advanced(Motion motion, double limit) {
  advance(motion.position, motion.velocity, limit);
  return motion;
}

TEST(Advance, MovesFreelyInsideTheBox) {
  EXPECT_EQ(advanced({0.5, 0.25}, 1), (Motion{0.75, 0.25}));
}

TEST(Advance, ReflectionMirrorsThePositionAndReversesTheVelocity) {
  EXPECT_EQ(advanced({0.25, -0.5}, 1), (Motion{0.25, 0.5}));
  EXPECT_EQ(advanced({0.75, 0.5}, 1), (Motion{0.75, -0.5}));
}

TEST(Advance, ClampActsOnTheVelocityAndNotOnThePosition) {
  EXPECT_EQ(advanced({0.5, 0.4}, 0.125), (Motion{0.625, 0.125}));
  EXPECT_EQ(advanced({0.5, -0.4}, 0.125), (Motion{0.375, -0.125}));
  EXPECT_EQ(advanced({0.9375, 0.4}, 0.125), (Motion{0.9375, -0.125}))
      << "the limit of 0.125 is no position bound";
}

TEST(Advance, PositionsStayInsideExactly) {
  std::mt19937_64 random(tests::fresh_seed());
  std::uniform_real_distribution<double> velocities(-2, 2), positions(0, 1);
  for (int i = 0; i < 100'000; ++i) {
    const Motion motion = advanced({i % 3 == 0 ? i % 2 : positions(random), velocities(random)}, 1);
    ASSERT_TRUE(motion.position >= 0 && motion.position <= 1) << motion.position;
    ASSERT_LE(std::abs(motion.velocity), 1);
  }
}

/// One swarm of three particles in two dimensions, with costs 4, 2, 3.
struct SmallSwarm {
  std::vector<double> positions{0.1, 0.2, 0.3, 0.4, 0.5, 0.6},
      velocities = std::vector<double>(6), best_positions = positions, best_costs{4, 2, 3};
  std::vector<std::int64_t> stalled = std::vector<std::int64_t>(3), exemplars = std::vector<std::int64_t>(6);
  std::vector<std::int32_t> leaders{0};
  std::vector<double> learning_probabilities{1, 1, 1};

  View view() {
    return {1,
            3,
            2,
            positions.data(),
            velocities.data(),
            best_positions.data(),
            best_costs.data(),
            stalled.data(),
            exemplars.data(),
            leaders.data(),
            learning_probabilities.data()};
  }
};

TEST(UpdatePersonalBest, TakesOnlyStrictlySmallerCosts) {
  SmallSwarm swarm;
  swarm.positions.assign(6, 0.9);
  const std::vector<double> costs{3, 2, 5};
  for (int particle = 0; particle < 3; ++particle)
    UpdatePersonalBest{swarm.view(), costs.data()}(0, particle);
  EXPECT_EQ(swarm.best_costs, (std::vector<double>{3, 2, 3}));
  EXPECT_EQ(swarm.best_positions, (std::vector<double>{0.9, 0.9, 0.3, 0.4, 0.5, 0.6}));
  EXPECT_EQ(swarm.stalled, (std::vector<std::int64_t>{0, 1, 1})) << "a tie is no progress";
}

TEST(UpdateLeader, IsTheSmallestCostThenTheSmallestIndex) {
  SmallSwarm swarm;
  UpdateLeader{swarm.view()}(0, 0);
  EXPECT_EQ(swarm.leaders[0], 1);
  swarm.best_costs = {2, 2, 2};
  UpdateLeader{swarm.view()}(0, 0);
  EXPECT_EQ(swarm.leaders[0], 0);
}

TEST(MoveTowardsGlobalBest, FollowsTheFormulaWithItsOwnPhiloxNumbers) {
  SmallSwarm swarm;
  swarm.leaders[0] = 1;
  swarm.velocities[5] = 0.01;
  swarm.best_positions[5] = 0.7;
  const Rules rules{.seed = 9, .iteration = 4, .inertia = 0.5, .cognitive = 1.5, .social = 1.25};
  const philox::Block random = philox::draw(9, 4, 2, 1, stream(Purpose::move, 0));
  const double velocity = 0.5 * 0.01 + 1.5 * philox::uniform(random.a, random.b) * (0.7 - 0.6) +
                          1.25 * philox::uniform(random.c, random.d) * (0.4 - 0.6);
  MoveTowardsGlobalBest{swarm.view(), rules}(0, 5);
  EXPECT_DOUBLE_EQ(swarm.velocities[5], velocity);
  EXPECT_DOUBLE_EQ(swarm.positions[5], 0.6 + velocity);
}

TEST(MoveTowardsExemplars, FollowsTheExemplarOfEachDimension) {
  SmallSwarm swarm;
  swarm.exemplars = {0, 0, 0, 0, 1, 0};
  const Rules rules{.seed = 9, .iteration = 4, .inertia = 0, .cognitive = 1.5};
  for (int element = 4; element < 6; ++element) MoveTowardsExemplars{swarm.view(), rules}(0, element);
  const philox::Block first = philox::draw(9, 4, 2, 0, stream(Purpose::move, 0));
  EXPECT_DOUBLE_EQ(swarm.velocities[4], 1.5 * philox::uniform(first.a, first.b) * (0.3 - 0.5));
  const philox::Block second = philox::draw(9, 4, 2, 1, stream(Purpose::move, 0));
  EXPECT_DOUBLE_EQ(swarm.velocities[5], 1.5 * philox::uniform(second.a, second.b) * (0.2 - 0.6));
}

TEST(RefreshExemplars, ChoosesTheBetterOfTwoOthersOnlyAfterTheGap) {
  SmallSwarm swarm;
  swarm.stalled = {7, 6, 7};
  RefreshExemplars refresh{swarm.view(), {.seed = 1, .iteration = 9, .refresh = 7}};
  for (int particle = 0; particle < 3; ++particle) refresh(0, particle);
  EXPECT_EQ(swarm.stalled, (std::vector<std::int64_t>{0, 6, 0}));
  EXPECT_EQ(swarm.exemplars[2], 0) << "particle 1 keeps its exemplars";
  for (const std::size_t element : {0U, 1U})
    EXPECT_TRUE(swarm.exemplars[element] == 1 || swarm.exemplars[element] == 2);
  for (const std::size_t element : {4U, 5U})
    EXPECT_TRUE(swarm.exemplars[element] == 0 || swarm.exemplars[element] == 1);
}

TEST(RefreshExemplars, AParticleThatLearnsFromNobodyGetsOneOtherExemplar) {
  SmallSwarm swarm;
  swarm.learning_probabilities = {0, 0, 0};
  for (std::int32_t particle = 0; particle < 3; ++particle) {
    RefreshExemplars{swarm.view(), {.seed = 1, .iteration = 1, .refresh = 7}}(0, particle);
    const auto own = std::span(swarm.exemplars).subspan(static_cast<std::size_t>(particle) * 2, 2);
    EXPECT_EQ((own[0] != particle) + (own[1] != particle), 1);
  }
}

TEST(View, DividesElementsByDimensionsExactly) {
  std::mt19937_64 random(tests::fresh_seed());
  for (int i = 0; i < 100'000; ++i) {
    View view;
    view.dimensions = static_cast<std::int32_t>(1 + random() % (i % 2 == 0 ? 20 : 100'000));
    const auto any = static_cast<std::int32_t>(random() % 0x7FFFFFFF);
    for (const std::int32_t element :
         {any, any - any % view.dimensions, any / view.dimensions * view.dimensions - 1}) {
      if (element < 0) continue;
      ASSERT_EQ(view.particle_of(element), element / view.dimensions) << element;
    }
  }
}

}  // namespace
}  // namespace gainswarm::swarm
