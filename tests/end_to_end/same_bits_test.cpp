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
