// The text that devices compile means what the interpreter does: the host compiler builds it, and every bit
// is compared.
#include "host/engine/device_code.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/engine/engine_bits.hpp"
#include "tests/engine/host_compiled.hpp"
#include "tests/engine/random_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

class DeviceCode : public testing::TestWithParam<graph::Precision> {};

TEST_P(DeviceCode, OfRandomProgramsIsBitIdenticalToReference) {
  if (!HostCompiled::possible()) GTEST_SKIP() << "no C++ compiler";
  Random random(tests::fresh_seed());
  for (int i = 0; i < 12 && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    const rollout::Program program = random_program(random, GetParam());
    const rollout::ScenarioTable scenarios = random_scenarios(random, program);
    const std::vector<double> gains = random_gains(random, program, any_integer(random, 1, 40));
    const Outcome expected = outcome_of({.name = "reference", .threads = 1}, program, scenarios, gains);
    const HostCompiled device(program);
    expect_same_bits(expected, device.evaluate(scenarios, gains, 1'000'000));
    expect_same_bits(expected, device.evaluate(scenarios, gains, 7));
  }
}

TEST_P(DeviceCode, HasNoDoubleAmongFloats) {
  Random random(tests::fresh_seed());
  const std::string text = device_code(random_program(random, GetParam()));
  const bool is_float = GetParam() == graph::Precision::float32;
  EXPECT_EQ(text.find("double") == std::string::npos, is_float) << text;
}

INSTANTIATE_TEST_SUITE_P(Precisions, DeviceCode,
                         testing::Values(graph::Precision::float64, graph::Precision::float32),
                         [](const auto& test) {
                           return test.param == graph::Precision::float64 ? "Double" : "Float";
                         });

}  // namespace
}  // namespace gainswarm::engine
