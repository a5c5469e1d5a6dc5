// When code for lanes of any scenario is compiled, and for which batches.
#include "host/engine/lane_codes.hpp"

#include <gtest/gtest.h>

#include "tests/engine/pendulum_program.hpp"

namespace gainswarm::engine {
namespace {

using rollout::ScenarioOf;

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
