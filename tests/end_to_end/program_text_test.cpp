// Every shipped problem as device code: NVRTC compiles it for real devices without spilling a register.
#include <gtest/gtest.h>

#include <memory>

#include "host/device/nvrtc.hpp"
#include "host/device/program_text.hpp"
#include "tests/support/shipped_problems.hpp"

namespace gainswarm {
namespace {

void expect_no_spills(const device::Binary& binary, const char* kernel, const rollout::Program& program) {
  SCOPED_TRACE(kernel);
  const device::Resources resources = device::resources(binary, kernel);
  const double number = program.graph.precision() == graph::Precision::float64 ? 8 : 4;
  const double delayed = number * static_cast<double>(rollout::places(program));
  EXPECT_NEAR(resources.stack, delayed, number);  // what dead times delay, nothing else
  EXPECT_EQ(resources.spilled, 0);
  EXPECT_GT(resources.registers, 0);
}

class ProgramTextOfProblem : public ::testing::TestWithParam<tests::ProblemCase> {};

TEST_P(ProgramTextOfProblem, CompilesForDevicesWithoutSpills) {
  std::unique_ptr<device::Nvrtc> compiler;
  try {
    compiler = std::make_unique<device::Nvrtc>();
  } catch (const std::runtime_error& reason) {
    GTEST_SKIP() << reason.what();
  }
  const auto [name, precision] = GetParam();
  const spec::Problem problem = tests::load_config(name, {"simulation.precision=" + precision});
  const rollout::Program program = rollout::build_program(problem, rollout::Purpose::training);
  const std::string text = device::program_text(program);
  for (const int capability : {80, 89, 90, 120}) {
    SCOPED_TRACE(capability);
    const device::Binary binary = compiler->compile(text, capability);
    expect_no_spills(binary, device::kernel_name, program);
    if (device::has_stages(program)) expect_no_spills(binary, device::stage_kernel_name, program);
    EXPECT_GT(device::instructions(binary), 0);
    EXPECT_EQ(device::double_instructions(binary) > 0, precision == "double");
  }
}

INSTANTIATE_TEST_SUITE_P(Problems, ProgramTextOfProblem,
                         ::testing::Combine(::testing::ValuesIn(tests::shipped_problems()),
                                            ::testing::Values("double", "float")),
                         tests::problem_case_name);

}  // namespace
}  // namespace gainswarm
