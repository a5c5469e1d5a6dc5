// Every shipped problem as device code: the host compiler's build of it gives the reference's bits, and NVRTC
// compiles it for real devices without spilling a register.
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "host/engine/device_code.hpp"
#include "host/engine/nvrtc.hpp"
#include "tests/engine/engine_bits.hpp"
#include "tests/engine/host_compiled.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/shipped_problems.hpp"

namespace gainswarm {
namespace {

class DeviceCodeOfProblem : public ::testing::TestWithParam<tests::ProblemCase> {};

/// Gains of a few particles, anywhere within the bounds.
std::vector<double> some_gains(const spec::Problem& problem, int particles) {
  std::mt19937_64 random(tests::fresh_seed());
  std::vector<double> gains;
  for (int particle = 0; particle < particles; ++particle) {
    for (const auto& [name, gain] : problem.gains) {
      if (!gain.fixed) gains.push_back(std::uniform_real_distribution(gain.low, gain.high)(random));
    }
  }
  return gains;
}

TEST_P(DeviceCodeOfProblem, IsBitIdenticalToReference) {
  if (!engine::HostCompiled::possible()) GTEST_SKIP() << "no C++ compiler";
  const auto [name, precision] = GetParam();
  const spec::Problem problem = tests::shortened(name, precision);
  const auto program = rollout::build_program(problem, rollout::Purpose::training);
  const auto scenarios = rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
  const std::vector<double> gains = some_gains(problem, 5);
  const engine::Outcome expected = engine::outcome_of({.name = "reference"}, program, scenarios, gains);
  engine::expect_same_bits(expected, engine::HostCompiled(program).evaluate(scenarios, gains, 1'000'000));
}

TEST_P(DeviceCodeOfProblem, CompilesForDevicesWithoutStackAndSpills) {
  std::unique_ptr<engine::Nvrtc> compiler;
  try {
    compiler = std::make_unique<engine::Nvrtc>();
  } catch (const std::runtime_error& reason) {
    GTEST_SKIP() << reason.what();
  }
  const auto [name, precision] = GetParam();
  const spec::Problem problem = tests::load_config(name, {"simulation.precision=" + precision});
  const std::string text = engine::device_code(rollout::build_program(problem, rollout::Purpose::training));
  for (const int capability : {80, 89, 90, 120}) {
    SCOPED_TRACE(capability);
    const engine::DeviceBinary binary = compiler->compile(text, capability);
    const engine::Resources resources = engine::resources(binary);
    EXPECT_EQ(resources.stack, 0);
    EXPECT_EQ(resources.spilled, 0);
    EXPECT_GT(resources.registers, 0);
    EXPECT_GT(engine::instructions(binary), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Problems, DeviceCodeOfProblem,
                         ::testing::Combine(::testing::ValuesIn(tests::shipped_problems()),
                                            ::testing::Values("double", "float")),
                         tests::problem_case_name);

}  // namespace
}  // namespace gainswarm
