// Every shipped problem gives the same fingerprint on every engine, vector width and number of threads;
// device code runs on simulated devices.
#include <gtest/gtest.h>

#include "tests/device/simulated_device.hpp"
#include "tests/support/shipped_problems.hpp"

namespace gainswarm {
namespace {

class SameBits : public ::testing::TestWithParam<tests::ProblemCase> {};

TEST_P(SameBits, OnReferenceAndOnEveryWidthAndNumberOfThreads) {
  const auto [name, precision] = GetParam();
  const spec::Problem problem = tests::shortened(name, precision);
  const std::string reference = tests::tune(problem, {"reference", 0, 1}).fingerprint;
  ASSERT_EQ(reference.size(), 64U);
  for (const int simd : {1, 2, 4, 8, 16}) {
    EXPECT_EQ(tests::tune(problem, {"cpu", simd, 1}).fingerprint, reference) << simd << " lanes, one thread";
  }
  for (const int threads : {2, 3}) {
    EXPECT_EQ(tests::tune(problem, {"cpu", 0, threads}).fingerprint, reference) << threads << " threads";
  }
}

class SameBitsAsDeviceCode : public tests::OnSimulatedDevice<::testing::TestWithParam<tests::ProblemCase>> {};

TEST_P(SameBitsAsDeviceCode, OnTwoDevices) {
  const auto [name, precision] = GetParam();
  const spec::Problem problem = tests::shortened(name, precision);
  const tests::SimulatedDevice device{{"SIMULATED_DEVICES", "2"}};
  EXPECT_EQ(tests::tune(problem, tests::SimulatedDevice::options()).fingerprint,
            tests::tune(problem, {"cpu"}).fingerprint);
}

/// A problem whose loop has every effect, in a precision.
spec::Problem with_every_effect(const std::string& precision) {
  const std::string actuator =
      "delay: 20 ms, dead_zone: 0.1, backlash: 0.2, quantum: 0.05, saturation: 100, rate_limit: 4000, lag: 3 "
      "ms";
  const std::string theta1 = "noise: 0.005, filter: 4 ms, quantum: 0.002, delay: 10 ms";
  return tests::load_config(
      "double_inverted_pendulum/state_feedback",
      {"simulation.precision=" + precision, "simulation.duration=0.5 s", "scenarios.training.count=3",
       "swarm.swarms=2", "swarm.particles=9", "swarm.iterations=3", "polish.evaluations=60",
       "loop.actuators.force={" + actuator + "}",
       "loop.sensors={x: {quantum: 0.001}, theta1: {" + theta1 + "}, omega2: {noise: 0.01, filter: 20 ms}}"});
}

class SameBitsWithEveryEffect : public tests::OnSimulatedDevice<::testing::TestWithParam<const char*>> {};

TEST_P(SameBitsWithEveryEffect, OnEveryEngine) {
  const spec::Problem problem = with_every_effect(GetParam());
  const std::string reference = tests::tune(problem, {"reference", 0, 1}).fingerprint;
  for (const int simd : {1, 4, 8}) {
    EXPECT_EQ(tests::tune(problem, {"cpu", simd, 1}).fingerprint, reference) << simd << " lanes";
  }
  const tests::SimulatedDevice device{{"SIMULATED_DEVICES", "1"}};
  EXPECT_EQ(tests::tune(problem, tests::SimulatedDevice::options()).fingerprint, reference);
}

INSTANTIATE_TEST_SUITE_P(Precisions, SameBitsWithEveryEffect, ::testing::Values("double", "float"),
                         [](const auto& test) { return std::string(test.param); });

INSTANTIATE_TEST_SUITE_P(Problems, SameBits,
                         ::testing::Combine(::testing::ValuesIn(tests::shipped_problems()),
                                            ::testing::Values("double", "float")),
                         tests::problem_case_name);

INSTANTIATE_TEST_SUITE_P(Problems, SameBitsAsDeviceCode,
                         ::testing::Combine(::testing::ValuesIn(tests::shipped_problems()),
                                            ::testing::Values("double", "float")),
                         tests::problem_case_name);

}  // namespace
}  // namespace gainswarm
