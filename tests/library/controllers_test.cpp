// The library's laws against sequences worked out by hand, and against each other where they must agree.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

using ::testing::ElementsAre;
using tests::SingleRollout;

/// An integrator y' = u with |u| <= 1, sampled at 1 s, on its way to r = 4.
spec::Problem on_an_integrator(const std::string& controller, const std::string& parameters,
                               const std::string& gains) {
  return tests::problem_of(
      "name: hand\nplant: {name: integrator, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u}}\n"
      "parameters: {" +
      parameters + "}\ncontroller: {controllers}/" + controller + ".yaml\ngains: {" + gains +
      "}\nreferences: {r: 4}\nsimulation: {duration: 5 s, step: 0.5 s, control_period: 1 s}\n"
      "loop: {actuators: {u: {saturation: 1}}}\n"
      "scenarios: {training: {list: [{initial_state: {y: 0}}]}}\n"
      "objective: {terms: {last: final(y)}}\n");
}

const std::string three_gains = "k_p: {bounds: [0, 9]}, k_i: {bounds: [0, 9]}, k_d: {bounds: [0, 9]}";

// e = 4, 3, 2, 1, 0; the command 5, 3.25, 2.25, 1.4375, 0.625 saturates four times, and the integral grows by
// 0.5 e + (applied - command)/2. Every number is a short binary fraction.
TEST(Pid, FollowsTheSequenceByHandWithBackCalculation) {
  const auto problem = on_an_integrator("pid", "filter_time: 2, tracking_time: 2", three_gains);
  const std::vector<double> gains{1, 0.5, 0.5};
  EXPECT_THAT(tests::signal(problem, gains, "y"), ElementsAre(0, 1, 2, 3, 4, 4.625));
  EXPECT_THAT(tests::signal(problem, gains, "integral"), ElementsAre(0, 0, 0.375, 0.75, 1.03125, 1.03125));
  EXPECT_THAT(tests::signal(problem, gains, "filtered"), ElementsAre(0, 2, 2.5, 2.25, 1.625, 0.8125));
}

// The command 4, 3, 2 exceeds the limit, so the integral waits; 1 is on it, and it grows by 0.5 e.
TEST(PidConditional, FollowsTheSequenceByHandAndIntegratesOnlyWithinTheLimits) {
  const auto problem = on_an_integrator("pid_conditional", "filter_time: 2", three_gains);
  const std::vector<double> gains{1, 0.5, 0};
  EXPECT_THAT(tests::signal(problem, gains, "integral"), ElementsAre(0, 0, 0, 0, 0.5, 0.5));
  EXPECT_THAT(tests::signal(problem, gains, "y"), ElementsAre(0, 1, 2, 3, 4, 4.5));
}

TEST(PidConditional, WaitsAtTheLowerLimitToo) {
  auto problem = on_an_integrator("pid_conditional", "filter_time: 2", three_gains);
  problem.references[0].value = spec::Text("-4");
  EXPECT_THAT(tests::signal(problem, {1, 0.5, 0}, "integral"), ElementsAre(0, 0, 0, 0, -0.5, -0.5));
}

/// y of a law on four equal lags with a limited actuator.
std::vector<double> response(const std::string& controller, const std::string& names,
                             const std::vector<double>& gains) {
  return tests::signal(
      tests::problem_of("name: pair\nplant: {plants}/process_equal_lags.yaml\ncontroller: {controllers}/" +
                        controller + ".yaml\ngains: {" + names +
                        "}\nreferences: {r: 1}\n"
                        "simulation: {duration: 10 s, step: 20 ms, control_period: 40 ms}\n"
                        "loop: {actuators: {u: {saturation: 1.5}}}\n"
                        "scenarios: {training: {list: [{initial_state: {x1: 0.1}}]}}\n"
                        "objective: {terms: {last: final(y)}}\n"),
      gains, "y");
}

const std::string five_gains = three_gains + ", b: {bounds: [0, 1]}, c: {bounds: [0, 1]}";

void expect_same(const std::vector<double>& one, const std::vector<double>& other) {
  ASSERT_EQ(one.size(), 251U);
  ASSERT_EQ(other.size(), one.size());
  EXPECT_GT(one.back(), 0.5);  // it moved
  for (std::size_t k = 0; k < one.size(); ++k) ASSERT_NEAR(one[k], other[k], 1e-12) << "tick " << k;
}

TEST(PidTwoDegreesOfFreedom, WithoutADerivativeOfTheReferenceItIsPidWithTheDerivativeOnTheMeasurement) {
  expect_same(response("pid_two_degrees_of_freedom", five_gains, {2, 0.6, 1.5, 1, 0}),
              response("pid_derivative_on_measurement", three_gains, {2, 0.6, 1.5}));
}

TEST(PidTwoDegreesOfFreedom, WithoutADerivativeItIsPi) {
  expect_same(response("pid_two_degrees_of_freedom", five_gains, {1.2, 0.3, 0, 1, 1}),
              response("pi", "k_p: {bounds: [0, 9]}, k_i: {bounds: [0, 9]}", {1.2, 0.3}));
}

TEST(PidTwoDegreesOfFreedom, TheSetPointWeightMovesTheZeroOnly) {
  // b = 0 and c = 0: the response to a load is that of any other b and c.
  const auto at_rest = [](double b) {
    return SingleRollout(
               tests::problem_of(
                   "name: load\nplant: {plants}/process_equal_lags.yaml\nparameters: {load: 0.5}\n"
                   "controller: {controllers}/pid_two_degrees_of_freedom.yaml\ngains: {" +
                   five_gains +
                   "}\nreferences: {r: 0}\nsimulation: {duration: 10 s, step: 20 ms, control_period: 40 ms}\n"
                   "scenarios: {training: {list: [{initial_state: {x1: 0}}]}}\n"
                   "objective: {terms: {area: integral(abs(y))}}\n"),
               {2, 0.6, 1.5, b, b})
        .term("area");
  };
  EXPECT_GT(at_rest(0), 0.1);
  EXPECT_EQ(at_rest(0), at_rest(1));
}

spec::Problem motor(const std::string& controller) {
  return tests::problem_of("name: motor\nplant: {plants}/dc_motor.yaml\ncontroller: " + controller +
                           "\nreferences: {r: 1}\nsimulation: {duration: 2 s, step: 2 ms}\n"
                           "scenarios: {training: {list: [{initial_state: {angle: 0}}]}}\n"
                           "objective: {terms: {last: final(angle)}}\n");
}

TEST(LeadLag, WithEqualTimeConstantsItIsAGain) {
  const auto lead_lag = motor(
      "{controllers}/lead_lag_dc_motor.yaml\n"
      "gains: {k: {bounds: [0, 9]}, lead_zero: 0.2, lead_pole: 0.2, lag_zero: 0.5, lag_pole: 0.5}");
  const auto gain = motor(
      "{name: gain, gains: {k: V/rad}, output: {voltage: k*(r - angle)}}\n"
      "gains: {k: {bounds: [0, 9]}}");
  EXPECT_NEAR(SingleRollout(lead_lag, {5}).term("last"), SingleRollout(gain, {5}).term("last"), 1e-12);
  EXPECT_GT(SingleRollout(gain, {5}).term("last"), 0.1);
}

TEST(Cascade, WithinItsLimitItIsOneLoopWithSpeedAndAngle) {
  // k_p (k_angle e - speed) + k_i (integral of that), written without the inner loop.
  const auto cascade = motor(
      "{controllers}/cascade_dc_motor.yaml\n"
      "gains: {k_angle: {bounds: [0, 9]}, k_p: {bounds: [0, 99]}, k_i: {bounds: [0, 99]}}");
  const auto one_loop = motor(
      "\n  name: one_loop\n  gains: {k_angle: 1/s, k_p: V*s/rad, k_i: V/rad}\n"
      "  states: {sum_of_errors: {rate: r - angle, unit: rad*s}, sum_of_speeds: {rate: speed, unit: rad}}\n"
      "  output:\n    voltage: >-\n      k_p*k_angle*(r - angle) - k_p*speed + "
      "k_i*(k_angle*sum_of_errors - sum_of_speeds)\n"
      "gains: {k_angle: {bounds: [0, 9]}, k_p: {bounds: [0, 99]}, k_i: {bounds: [0, 99]}}");
  EXPECT_NEAR(SingleRollout(cascade, {1.5, 20, 60}).term("last"),
              SingleRollout(one_loop, {1.5, 20, 60}).term("last"), 1e-9);
}

}  // namespace
}  // namespace gainswarm
