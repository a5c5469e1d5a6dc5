// Requirements with a weight: what exceeds a limit enters the cost of the rollout.
#include <gtest/gtest.h>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

/// y = k t over 2 s; the cost is final(y) plus what the requirement adds.
Simulated ramp(const std::string& requirements, double k, const std::string& more = "") {
  return {
      integrator_problem(std::string(ramp_controller) + "simulation: {duration: 2 s, step: 100 ms" + more +
                         "}\nobjective: {terms: {last: final(y)}, require: {" + requirements + "}}\n"),
      {k}};
}

TEST(SoftRequirements, AddWeightTimesTheRelativeExcess) {
  const std::string peak = "peak: {value: max(y), below: 4, weight: 10}";
  EXPECT_NEAR(ramp(peak, 3).output("cost"), 6 + 10 * 0.5, 1e-12);
  EXPECT_NEAR(ramp(peak, 3).output("peak excess"), 0.5, 1e-12);
  EXPECT_NEAR(ramp(peak, 1.9).output("cost"), 3.8, 1e-12);
  EXPECT_EQ(ramp(peak, 1.9).output("peak excess"), 0);
  EXPECT_NEAR(ramp(peak, 3, ", precision: float").output("cost"), 11, 1e-5);
}

TEST(SoftRequirements, OfALimitOfZeroAddTheExcessItself) {
  EXPECT_NEAR(ramp("end: {value: max(y - 1), below: 0, weight: 2}", 3).output("cost"), 6 + 2 * 5, 1e-12);
}

TEST(SoftRequirements, BetweenTwoLimitsCountTheOneThatIsExceeded) {
  const std::string end = "end: {value: final(y), above: 2, below: 4, weight: 1}";
  EXPECT_NEAR(ramp(end, 0.5).output("end excess"), 0.5, 1e-12);
  EXPECT_EQ(ramp(end, 1.5).output("end excess"), 0);
  EXPECT_NEAR(ramp(end, 3).output("end excess"), 0.5, 1e-12);
}

TEST(SoftRequirements, StandBesideHardOnes) {
  const Simulated run =
      ramp("peak: {value: max(y), below: 4, weight: 10}, end: {value: final(y), below: 5}", 3);
  EXPECT_EQ(run.program.terms, 2);
  EXPECT_EQ(run.program.requirements, 1);
  EXPECT_NEAR(run.output("end"), 6, 1e-12);
}

TEST(SoftRequirements, WhoseValueIsNoNumberCostThePenalty) {
  EXPECT_EQ(ramp("odd: {value: sqrt(0 - 1 - final(y)), below: 4, weight: 1}", 1).output("cost"), 1e6);
}

}  // namespace
}  // namespace gainswarm::rollout
