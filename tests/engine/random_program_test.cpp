// The promise that all engines, widths and thread counts give the same bits, on programs made up at random.
#include "tests/engine/random_program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/engine/engine_bits.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

struct Variety {
  int failed = 0;
  int survived = 0;
  int finite = 0;
};

void count(const Outcome& outcome, Variety& variety) {
  for (const std::int32_t cause : outcome.cause) ++(cause < 0 ? variety.survived : variety.failed);
  variety.finite += static_cast<int>(std::count_if(outcome.outputs.begin(), outcome.outputs.end(),
                                                   [](double value) { return std::isfinite(value); }));
}

class RandomProgram : public testing::TestWithParam<graph::Precision> {};

TEST_P(RandomProgram, RolloutOnCpuIsBitIdenticalToReferenceAtEveryWidth) {
  Random random(tests::fresh_seed());
  Variety variety;
  for (int i = 0; i < 40 && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    const rollout::Program program = random_program(random, GetParam());
    const rollout::ScenarioTable scenarios = random_scenarios(random, program);
    const std::vector<double> gains = random_gains(random, program, any_integer(random, 1, 40));
    const Outcome expected = outcome_of({.name = "reference", .threads = 1}, program, scenarios, gains);
    count(expected, variety);
    for (const int simd : {0, 1, 2, 4, 8, 16}) {
      SCOPED_TRACE(simd);
      expect_same_bits(expected, outcome_of({"cpu", simd, 1}, program, scenarios, gains));
    }
  }
  EXPECT_GT(variety.failed, 0);
  EXPECT_GT(variety.survived, 0);
  EXPECT_GT(variety.finite, 0);
}

/// Few particles in many scenarios, so that a block's lanes are of several.
TEST_P(RandomProgram, LanesOfSeveralScenariosDoNotChangeABit) {
  Random random(tests::fresh_seed());
  for (int i = 0; i < 40 && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    const rollout::Program program = random_program(random, GetParam());
    const rollout::ScenarioTable scenarios = random_scenarios(random, program, 20);
    const int particles = any_integer(random, 1, 3);
    const std::vector<double> gains = random_gains(random, program, particles);
    const Outcome expected = outcome_of({.name = "reference", .threads = 1}, program, scenarios, gains);
    for (const int simd : {0, 1, 2, 4, 8, 16}) {
      SCOPED_TRACE(simd);
      const Options few{.name = "cpu", .simd = simd, .threads = 2, .particles = particles};
      expect_same_bits(expected, outcome_of(few, program, scenarios, gains));
    }
  }
}

TEST_P(RandomProgram, ThreadsDoNotChangeABit) {
  Random random(tests::fresh_seed());
  for (int i = 0; i < 5; ++i) {
    const rollout::Program program = random_program(random, GetParam());
    const rollout::ScenarioTable scenarios = random_scenarios(random, program);
    const std::vector<double> gains = random_gains(random, program, 100);
    for (const char* name : {"reference", "cpu"}) {
      const Outcome expected = outcome_of({name, 4, 1}, program, scenarios, gains);
      for (const int threads : {2, 3})
        expect_same_bits(expected, outcome_of({name, 4, threads}, program, scenarios, gains));
    }
  }
}

std::string precision_label(const testing::TestParamInfo<graph::Precision>& precision) {
  return precision.param == graph::Precision::float64 ? "Double" : "Float";
}

INSTANTIATE_TEST_SUITE_P(Precisions, RandomProgram,
                         testing::Values(graph::Precision::float64, graph::Precision::float32),
                         precision_label);

}  // namespace
}  // namespace gainswarm::engine
