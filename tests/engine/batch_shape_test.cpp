// How a batch of rollouts is divided among lanes and threads.
#include "host/engine/batch_shape.hpp"

#include <gtest/gtest.h>

#include "tests/engine/random_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

using rollout::ScenarioOf;

TEST(BatchShape, HasEachRolloutInOneBlockAndBlocksOfOneScenarioWhereLanesShareIt) {
  Random random(tests::fresh_seed());
  for (int i = 0; i < 200; ++i) {
    const BatchShape batch{.particles = any_integer(random, 1, 50),
                           .scenarios = any_integer(random, 1, 20),
                           .lanes = 1 << any_integer(random, 0, 5),
                           .threads = any_integer(random, 1, 8)};
    for (const ScenarioOf scenario_of : {ScenarioOf::block, ScenarioOf::lane}) {
      std::int64_t next = 0;
      for (std::int64_t block = 0; block < batch.blocks(scenario_of); ++block) {
        const Rollouts own = batch.in_block(block, scenario_of);
        EXPECT_EQ(own.first, next);
        EXPECT_GT(own.end, own.first);
        EXPECT_LE(own.end - own.first, batch.lanes);
        const bool is_one_scenario = own.first / batch.particles == (own.end - 1) / batch.particles;
        EXPECT_TRUE(is_one_scenario || scenario_of == ScenarioOf::lane);
        next = own.end;
      }
      EXPECT_EQ(next, batch.particles * batch.scenarios);
    }
  }
}

TEST(BatchShape, TellsHowManyParticlesTakeTheTimeOfOne) {
  const BatchShape one{.particles = 1, .scenarios = 3, .lanes = 8, .threads = 2};
  EXPECT_EQ(one.rounds(ScenarioOf::block), 2);
  EXPECT_EQ(one.side_by_side(ScenarioOf::block), 8);  // 4 blocks, 3 of them used
  EXPECT_EQ(one.side_by_side(ScenarioOf::lane), 5);   // 2 blocks: 16 rollouts
}

}  // namespace
}  // namespace gainswarm::engine
