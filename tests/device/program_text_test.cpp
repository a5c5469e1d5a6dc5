// The text that devices compile means what the interpreter does: the host compiler builds it, and every bit
// is compared.
#include "host/device/program_text.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/device/simulated_device.hpp"
#include "tests/engine/engine_bits.hpp"
#include "tests/engine/random_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::device {
namespace {

class ProgramText : public tests::OnSimulatedDevice<testing::TestWithParam<graph::Precision>> {};

TEST_P(ProgramText, OfRandomProgramsIsBitIdenticalToReference) {
  const tests::SimulatedDevice device;
  engine::Random random(tests::fresh_seed());
  for (int i = 0; i < 12 && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    const rollout::Program program = engine::random_program(random, GetParam());
    const rollout::ScenarioTable scenarios = engine::random_scenarios(random, program);
    const std::vector<double> gains =
        engine::random_gains(random, program, engine::any_integer(random, 1, 40));
    const engine::Outcome expected =
        engine::outcome_of({.name = "reference", .threads = 1}, program, scenarios, gains);
    engine::expect_same_bits(
        expected, engine::outcome_of(tests::SimulatedDevice::options(), program, scenarios, gains));
  }
}

TEST_P(ProgramText, HasNoDoubleAmongFloats) {
  engine::Random random(tests::fresh_seed());
  const std::string text = program_text(engine::random_program(random, GetParam()));
  const bool is_float = GetParam() == graph::Precision::float32;
  EXPECT_EQ(text.find("double") == std::string::npos, is_float) << text;
}

INSTANTIATE_TEST_SUITE_P(Precisions, ProgramText,
                         testing::Values(graph::Precision::float64, graph::Precision::float32),
                         [](const auto& test) {
                           return test.param == graph::Precision::float64 ? "Double" : "Float";
                         });

}  // namespace
}  // namespace gainswarm::device
