// Failures: when a rollout ends, why, and what its finish block sees; the same on every engine.
#include <gtest/gtest.h>

#include <string>

#include "tests/engine/builder.hpp"
#include "tests/engine/engine_bits.hpp"

namespace gainswarm::engine {
namespace {

using graph::InputKind;

/// Counts substeps from 1 in register 0; fails when the new count exceeds gain 0 (cause 0) or gain 1 (cause
/// 1). Outputs: the count, substeps survived, the number of the tick of the last count.
rollout::Program counter() {
  Builder build;
  build.declare_gains(2);
  const graph::Value next = build.reg(0) + 1.0;
  build.add_register(build.number(1), build.reg(0), next);
  build.add_register(build.number(-1), build.input(InputKind::tick), build.reg(1));
  build.add_failure("first", build.gain(0) < next);
  build.add_failure("second", build.gain(1) < next);
  build.add_output(build.reg(0));
  build.add_output(build.input(InputKind::survived));
  build.add_output(build.reg(1));
  build.program.ticks = 5;
  build.program.substeps = 3;
  return build.program;
}

class Failures : public testing::TestWithParam<Options> {
 protected:
  static Outcome run(const std::vector<double>& gains) {
    return outcome_of(GetParam(), counter(), one_scenario(), gains);
  }
};

TEST_P(Failures, RolloutKeepsItsLastGoodRegistersAndItsCause) {
  const Outcome outcome = run({5, 100});
  EXPECT_EQ(outcome.survived, std::vector<std::int64_t>{4});
  EXPECT_EQ(outcome.cause, std::vector<std::int32_t>{0});
  EXPECT_EQ(outcome.outputs, (std::vector<double>{5, 4, 1}));
}

TEST_P(Failures, EachRolloutEndsOnItsOwn) {
  const Outcome outcome = run({3, 100, 100, 1, 100, 100, 10, 10, 7, 6, 100, 3.5});
  EXPECT_EQ(outcome.survived, (std::vector<std::int64_t>{2, 0, 15, 9, 5, 2}));
  EXPECT_EQ(outcome.cause, (std::vector<std::int32_t>{0, 1, -1, 0, 1, 1}));
  const std::vector<double> counts(outcome.outputs.begin(), outcome.outputs.begin() + 6);
  EXPECT_EQ(counts, (std::vector<double>{3, 1, 16, 10, 6, 3}));
}

TEST_P(Failures, TheFirstOfSeveralCausesCounts) {
  EXPECT_EQ(run({4, 4}).cause, std::vector<std::int32_t>{0});
}

TEST_P(Failures, FailureInTheVeryFirstSubstepLeavesTheTickBlocksRegisters) {
  const Outcome outcome = run({0, 0});
  EXPECT_EQ(outcome.survived, std::vector<std::int64_t>{0});
  EXPECT_EQ(outcome.outputs, (std::vector<double>{1, 0, 0}));
}

TEST_P(Failures, RolloutWithoutFailureRunsToTheEnd) {
  const Outcome outcome = run({100, 100});
  EXPECT_EQ(outcome.survived, std::vector<std::int64_t>{15});
  EXPECT_EQ(outcome.cause, std::vector<std::int32_t>{-1});
  EXPECT_EQ(outcome.outputs, (std::vector<double>{16, 15, 4}));
}

INSTANTIATE_TEST_SUITE_P(Engines, Failures,
                         testing::Values(Options{"reference", 0, 1}, Options{"cpu", 1, 1},
                                         Options{"cpu", 4, 1}, Options{"cpu", 16, 2}),
                         [](const auto& parameter) {
                           return parameter.param.name + std::to_string(parameter.param.simd);
                         });

}  // namespace
}  // namespace gainswarm::engine
