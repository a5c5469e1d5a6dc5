// Every shipped problem gives the same fingerprint on every engine, vector width and number of threads;
// device code runs on simulated devices.
#include <gtest/gtest.h>

#include "tests/device/simulated_device.hpp"
#include "tests/support/shipped_problems.hpp"

namespace gainswarm {
namespace {

class SameBits : public ::testing::TestWithParam<tests::ProblemCase> {};

TEST_P(SameBits, OnReferenceEveryWidthAndNumberOfThreadsAndAsDeviceCode) {
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
  const tests::SimulatedDevice device{{"SIMULATED_DEVICES", "2"}};
  EXPECT_EQ(tests::tune(problem, device.options()).fingerprint, reference) << "device code, two devices";
}

INSTANTIATE_TEST_SUITE_P(Problems, SameBits,
                         ::testing::Combine(::testing::ValuesIn(tests::shipped_problems()),
                                            ::testing::Values("double", "float")),
                         tests::problem_case_name);

}  // namespace
}  // namespace gainswarm
