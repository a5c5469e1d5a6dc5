// The bound of the reference work on an H100 is that of its instruction mix, counted by hand from machine
// code.
#include "host/bench/arithmetic_bound.hpp"

#include <gtest/gtest.h>

#include "tests/support/tune_config.hpp"

namespace gainswarm::bench {
namespace {

double bound(const std::string& precision, int capability) {
  const spec::Problem problem =
      tests::load_config("bench/reference_work", {"simulation.precision=" + precision});
  const rollout::Program program = rollout::build_program(problem, rollout::Purpose::training);
  device::DeviceInfo info;
  info.capability = capability;
  info.multiprocessors = 132;
  info.clock = 1.98e9;
  return arithmetic_bound(program, info);
}

// Of the 633 and 455 instructions of a substep at 9.0 the pipe for doubles takes 429; of floats some 20 move
// registers, count and branch.
TEST(ArithmeticBound, IsThatOfTheMachineCode) {
  const double doubles = 132 * 1.98e9 * 64 / bound("double", 90);
  const double floats = 132 * 1.98e9 * 128 / bound("float", 90);
  EXPECT_NEAR(doubles, 429, 5);
  EXPECT_NEAR(floats, 435, 8);
}

TEST(ArithmeticBound, FollowsTheDevicesRate) {
  EXPECT_DOUBLE_EQ(bound("double", 90), 32 * bound("double", 89));
  EXPECT_DOUBLE_EQ(bound("double", 90), 2 * bound("double", 80));
  EXPECT_DOUBLE_EQ(bound("float", 90), 2 * bound("float", 80));
}

}  // namespace
}  // namespace gainswarm::bench
