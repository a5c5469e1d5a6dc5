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
  problem.references[0].value.text = spec::Text("-4");
  EXPECT_THAT(tests::signal(problem, {1, 0.5, 0}, "integral"), ElementsAre(0, 0, 0, 0, -0.5, -0.5));
}

// e = 4, 3, 2, 1, 0.25, of which the first also counts as a jump of the derivative; the integral term is
// limited to 1.
TEST(PidRos2Control, FollowsTheSequenceByHand) {
  const auto problem = on_an_integrator("pid_ros2_control", "i_clamp: 1",
                                        "p: {bounds: [0, 9]}, i: {bounds: [0, 9]}, d: {bounds: [0, 9]}");
  const std::vector<double> gains{0.25, 0.125, 0.5};
  EXPECT_THAT(tests::signal(problem, gains, "y"), ElementsAre(0, 1, 2, 3, 3.75, 4.4375));
  EXPECT_THAT(tests::signal(problem, gains, "last_integral_term"), ElementsAre(0, 0.5, 0.875, 1, 1, 1));
}

// The gains over 255 are 0.25, 0.125 and 0.5. The command is 1.5, 0.875, ...: the first is limited, so the
// integral waits. The slope is the mean of the one before and the new difference.
TEST(PidKlipper, FollowsTheSequenceByHand) {
  const auto problem =
      on_an_integrator("pid_klipper", "smooth_time: 2",
                       "pid_Kp: {bounds: [0, 99]}, pid_Ki: {bounds: [0, 99]}, pid_Kd: {bounds: [0, 999]}");
  const std::vector<double> gains{63.75, 31.875, 127.5};
  EXPECT_THAT(tests::signal(problem, gains, "y"),
              ElementsAre(0, 1, 1.875, 2.703125, 3.451171875, 4.083251953125));
  EXPECT_THAT(tests::signal(problem, gains, "integral"), ElementsAre(0, 0, 3, 5.125, 6.421875, 6.970703125));
  EXPECT_THAT(tests::signal(problem, gains, "last_slope"),
              ElementsAre(0, 0, 0.5, 0.6875, 0.7578125, 0.7529296875));
}

/// The integral of the roll rate's loop after one tick of 5 ms that began at 2 rad/s.
double roll_integral(const std::string& rate_p) {
  const auto problem = tests::problem_of(
      "name: rate_loop\nplant: {plants}/quadrotor.yaml\ncontroller: {controllers}/cascade_quadrotor.yaml\n"
      "gains:\n  {k_position: {bounds: [0, 9]}, k_velocity: 1, k_height: 1, k_climb: 1, k_attitude: 0,\n"
      "   rate_p: " +
      rate_p +
      ", rate_i: 10, rate_d: 0.1, k_yaw: 1, yaw_rate_p: 1}\n"
      "references: {x_reference: 0, y_reference: 0, z_reference: 0, yaw_reference: 0}\n"
      "simulation: {duration: 10 ms, step: 5 ms}\nloop:\n  actuators: {thrust1: {saturation: [0, 3]}, "
      "thrust2: {saturation: [0, 3]},\n    thrust3: {saturation: [0, 3]}, thrust4: {saturation: [0, 3]}}\n"
      "scenarios: {training: {list: [{initial_state: {roll_rate: 2}}]}}\n"
      "objective: {terms: {last: final(roll)}}\n");
  return tests::signal(problem, {1}, "roll_integral").at(1);
}

// PX4 lets the integral grow less the larger the error, here by 1 - (2 / 6.98)^2, and not at all into a
// saturation: with rate_p = 100 the rotors cannot give the torque.
TEST(CascadeQuadrotor, IntegratesAsTheRateLoopsOfPx4) {
  const double fast = 400 * 3.14159265358979 / 180;
  EXPECT_NEAR(roll_integral("1"), -2 * (1 - 4 / (fast * fast)) * 10 * 0.005, 1e-12);
  EXPECT_EQ(roll_integral("100"), 0);
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

void expect_same_response(const std::vector<double>& one, const std::vector<double>& other) {
  ASSERT_EQ(one.size(), 251U);
  ASSERT_EQ(other.size(), one.size());
  EXPECT_GT(one.back(), 0.5);  // it moved
  for (std::size_t k = 0; k < one.size(); ++k) ASSERT_NEAR(one[k], other[k], 1e-12) << "tick " << k;
}

TEST(PidTwoDegreesOfFreedom, WithoutADerivativeOfTheReferenceItIsPidWithTheDerivativeOnTheMeasurement) {
  expect_same_response(response("pid_two_degrees_of_freedom", five_gains, {2, 0.6, 1.5, 1, 0}),
                       response("pid_derivative_on_measurement", three_gains, {2, 0.6, 1.5}));
}

TEST(PidTwoDegreesOfFreedom, WithoutADerivativeItIsPi) {
  expect_same_response(response("pid_two_degrees_of_freedom", five_gains, {1.2, 0.3, 0, 1, 1}),
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
