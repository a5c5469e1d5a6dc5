// Choosing engines, and what all of them owe their caller.
#include "host/engine/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cfenv>
#include <stdexcept>

#include "host/engine/lanes.hpp"
#include "tests/engine/builder.hpp"
#include "tests/engine/engine_bits.hpp"
#include "tests/engine/pendulum_program.hpp"

namespace gainswarm::engine {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// Starts from a scenario value and multiplies it by the gain in every substep.
rollout::Program powers(graph::Precision precision, std::int64_t ticks) {
  Builder build(precision);
  build.declare_gains(1);
  build.add_register(build.scenario(0), build.reg(0), build.reg(0) * build.gain(0));
  build.add_output(build.reg(0));
  build.program.ticks = ticks;
  return build.program;
}

std::unique_ptr<Engine> make(const Options& options) {
  return make_engine(options, powers(graph::Precision::float64, 3), one_scenario({1}));
}

TEST(MakeEngine, UnknownNameIsRefusedWithTheKnownOnes) {
  EXPECT_THAT(
      [] {
        make({"gpu", 0, 1});
      },
      ThrowsMessage<std::runtime_error>(HasSubstr("no engine 'gpu' (known are auto, cpu, cuda, reference)")));
}

TEST(MakeEngine, LanesThatNoVectorHasAreRefused) {
  for (const int simd : {-1, 3, 128}) {
    EXPECT_THAT(
        [&] {
          make({"cpu", simd, 1});
        },
        ThrowsMessage<std::runtime_error>(HasSubstr("use 1, 2, 4, 8, 16, 32, 64")));
  }
}

TEST(MakeEngine, NegativeThreadsAreRefused) {
  EXPECT_THAT([] { make({"cpu", 0, -1}); }, ThrowsMessage<std::runtime_error>(HasSubstr("-1 threads")));
}

TEST(Engine, GivesABatchUpBetweenTwoRolloutsAndRunsTheNext) {
  const rollout::Program program = powers(graph::Precision::float64, 3);
  const std::vector<double> gains(50, 2.0);
  for (const std::string name : {"reference", "cpu"}) {
    int asked = 0, most = 3;
    const auto engine =
        make_engine({.name = name, .simd = 1, .threads = 1, .interrupted = [&] { return ++asked > most; }},
                    program, one_scenario({1}));
    Outcome outcome;
    EXPECT_THROW(engine->evaluate(gains, outcome), Interrupted);
    EXPECT_EQ(asked, 4);
    most = 1000;
    engine->evaluate(gains, outcome);
    expect_same_bits(outcome_of({.name = "reference"}, program, one_scenario({1}), gains), outcome);
  }
}

TEST(Engine, RunsSideBySideWhatFillsLanesAndIdleThreads) {
  const auto side_by_side = [](int simd, int threads, std::int64_t scenarios) {
    return make_engine({.name = "cpu", .simd = simd, .threads = threads},
                       powers(graph::Precision::float64, 3),
                       rollout::ScenarioTable{scenarios, 1,
                                              std::vector<double>(static_cast<std::size_t>(scenarios), 1)})
        ->side_by_side();
  };
  EXPECT_EQ(side_by_side(8, 1, 5), 8);
  EXPECT_EQ(side_by_side(1, 1, 5), 1);
  EXPECT_EQ(side_by_side(8, 4, 1), 32);
  EXPECT_EQ(side_by_side(8, 4, 2), 16) << "two threads would be idle";
  EXPECT_EQ(side_by_side(8, 4, 3), 8) << "the fourth thread cannot run three";
  EXPECT_EQ(make({"reference", 0, 2})->side_by_side(), 1);
}

TEST(MakeEngine, ProgramWithoutStepsIsRefused) {
  EXPECT_THAT([] { make_engine({}, powers(graph::Precision::float64, 0), one_scenario({1})); },
              ThrowsMessage<std::runtime_error>(HasSubstr("without steps")));
}

TEST(MakeEngine, DescriptionTellsWhatRuns) {
  EXPECT_EQ(make({"reference", 0, 2})->description(), "reference (interpreter, double, 2 threads)");
  EXPECT_THAT(make({"cpu", 4, 1})->description(),
              testing::MatchesRegex("cpu \\(LLVM .*, 4 lanes of double, 1 thread\\)"));
  EXPECT_THAT(make({"auto", 0, 1})->description(), testing::MatchesRegex("cpu \\(.*; auto: .*\\)"));
}

TEST(BestLanes, FollowProcessorPrecisionAndSize) {
  const rollout::Program small = pendulum_program(graph::Precision::float64, 10);
  HostProcessor host;
  host.has_fma = true;
  host.vector_bits = 512;
  EXPECT_EQ(best_lanes(small, host), 16);
  EXPECT_EQ(best_lanes(pendulum_program(graph::Precision::float32, 10), host), 32);
  host.vector_bits = 256;
  EXPECT_EQ(best_lanes(small, host), 4) << "its values fill the 16 registers";
  host.has_fma = false;
  EXPECT_EQ(best_lanes(small, host), 1);
}

TEST(BestLanes, ShortLoopsGetFourVectors) {
  HostProcessor host;
  host.has_fma = true;
  host.vector_bits = 256;
  EXPECT_EQ(best_lanes(powers(graph::Precision::float64, 3), host), 16);
}

TEST(BestLanes, LoopsLongerThanTheInstructionCacheGetOneVector) {
  rollout::Program large = pendulum_program(graph::Precision::float64, 10);
  graph::Value sum = {&large.graph, large.substep[0]};
  for (int i = 1; i < 2000; ++i) sum = sum * (sum + 1.0 / i);
  large.substep[0] = sum.id;
  HostProcessor host;
  host.has_fma = true;
  host.vector_bits = 512;
  EXPECT_EQ(best_lanes(large, host), 8);
}

class EveryEngine : public testing::TestWithParam<Options> {};

TEST_P(EveryEngine, OutcomeIsIndexedByOutputScenarioParticle) {
  const rollout::ScenarioTable scenarios = {.scenarios = 2, .columns = 1, .values = {1, 10}};
  const auto engine = make_engine(GetParam(), powers(graph::Precision::float64, 3), scenarios);
  Outcome outcome;
  engine->evaluate(std::vector<double>{1, 2, 3}, outcome);
  EXPECT_EQ(outcome.outputs, (std::vector<double>{1, 8, 27, 10, 80, 270}));
  engine->evaluate(std::vector<double>{2}, outcome);
  EXPECT_EQ(outcome.outputs, (std::vector<double>{8, 80}));
}

TEST_P(EveryEngine, SubnormalNumbersAreKept) {
  for (const auto precision : {graph::Precision::float64, graph::Precision::float32}) {
    const double smallest = precision == graph::Precision::float64 ? 0x1p-1074 : 0x1p-149;
    const auto engine = make_engine(GetParam(), powers(precision, 50), one_scenario({smallest * 0x1p50}));
    Outcome outcome;
    engine->evaluate(std::vector<double>(40, 0.5), outcome);
    EXPECT_EQ(outcome.outputs, std::vector<double>(40, smallest));
  }
}

TEST_P(EveryEngine, RoundingModeOfTheCallerChangesNothing) {
  const auto engine = make_engine(GetParam(), powers(graph::Precision::float64, 20), one_scenario({1}));
  const std::vector<double> gains(40, 1.1);
  Outcome expected;
  Outcome outcome;
  engine->evaluate(gains, expected);
  std::fesetround(FE_UPWARD);
  engine->evaluate(gains, outcome);
  EXPECT_EQ(std::fegetround(), FE_UPWARD);
  std::fesetround(FE_TONEAREST);
  expect_same_bits(expected, outcome);
}

TEST_P(EveryEngine, GainsAndScenariosOfAFloatProgramAreRoundedToFloat) {
  const auto engine = make_engine(GetParam(), powers(graph::Precision::float32, 1), one_scenario({0.1}));
  Outcome outcome;
  engine->evaluate(std::vector<double>{0.3}, outcome);
  EXPECT_EQ(outcome.outputs, std::vector<double>{0.1F * 0.3F});
}

TEST_P(EveryEngine, NoParticlesGiveNoResults) {
  const auto engine = make_engine(GetParam(), powers(graph::Precision::float64, 1), one_scenario({1}));
  Outcome outcome;
  engine->evaluate({}, outcome);
  EXPECT_TRUE(outcome.outputs.empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, EveryEngine,
                         testing::Values(Options{"reference", 0, 2}, Options{"cpu", 1, 1},
                                         Options{"cpu", 0, 2}),
                         [](const auto& parameter) {
                           return parameter.param.name + std::to_string(parameter.param.simd);
                         });

}  // namespace
}  // namespace gainswarm::engine
