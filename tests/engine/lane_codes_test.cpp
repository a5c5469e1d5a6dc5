// Which lanes a batch of rollouts gets, and when code for lanes of any scenario is compiled.
#include "host/engine/lane_codes.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/engine/pendulum_program.hpp"
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

constexpr BatchShape few{.particles = 4, .scenarios = 48, .lanes = 16, .threads = 2},
    many{.particles = 512, .scenarios = 48, .lanes = 16, .threads = 2};

TEST(LaneCodes, AreCompiledForLanesOfAnyScenarioOnceThatHasPaid) {
  const rollout::Program program = pendulum_program(graph::Precision::float64, 100);
  LaneCodes codes(program, many);
  EXPECT_EQ(codes.choose(few), ScenarioOf::block);
  codes.note(many, ScenarioOf::block, 1e6);  // nothing would have been spared
  EXPECT_EQ(codes.choose(few), ScenarioOf::block);
  codes.note(few, ScenarioOf::block, 1e-9);  // less than compiling takes
  EXPECT_EQ(codes.choose(few), ScenarioOf::block);
  codes.note(few, ScenarioOf::block, 1e6);
  EXPECT_EQ(codes.choose(few), ScenarioOf::lane);
  EXPECT_EQ(codes.choose(many), ScenarioOf::block);
}

TEST(LaneCodes, AreThoseOfTheUsualBatchesAtFirst) {
  const rollout::Program program = pendulum_program(graph::Precision::float64, 100);
  LaneCodes codes(program, few);
  EXPECT_EQ(codes.choose(few), ScenarioOf::lane);
  EXPECT_EQ(codes.choose(many), ScenarioOf::lane) << "a second code was compiled for one batch";
}

TEST(LaneCodes, KeepThreadsBusyRatherThanLanes) {
  BatchShape on_many_threads = few;
  on_many_threads.threads = 64;
  const rollout::Program program = pendulum_program(graph::Precision::float64, 100);
  LaneCodes codes(program, many);
  codes.note(on_many_threads, ScenarioOf::block, 1e6);
  EXPECT_EQ(codes.choose(on_many_threads), ScenarioOf::block);
}

}  // namespace
}  // namespace gainswarm::engine
