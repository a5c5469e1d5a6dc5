// The voltage regulator and the power areas against published responses and steady states.
#include <gtest/gtest.h>

#include "host/analysis/linear_model.hpp"
#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

using tests::SingleRollout;

TEST(AutomaticVoltageRegulator, HasThePolesOfItsFourLags) {
  const auto model = analysis::linearise(tests::shipped_plant("automatic_voltage_regulator"));
  tests::expect_poles(analysis::poles(model), {-100, -10, -2.5, -1}, 1e-9);
}

/// Response to a step of the reference with PID gains published by Gaing (2004). The derivative is ideal:
/// that of the sensor comes from its equation, that of the step is an impulse that lifts the amplifier at the
/// start.
SingleRollout published_response(const std::vector<double>& gains) {
  spec::Problem problem = tests::problem_of(
      "name: step\nplant: {plants}/automatic_voltage_regulator.yaml\n"
      "controller:\n  name: ideal_pid\n  continuous: true\n  gains: {k_p: 1, k_i: 1/s, k_d: s}\n"
      "  states: {integral: {rate: 1 - sensor, unit: s}}\n"
      "  output: {u: k_p*(1 - sensor) + k_i*integral - k_d*(voltage - sensor)/sensor_time}\n"
      "gains: {k_p: {bounds: [0, 1.5]}, k_i: {bounds: [0, 1]}, k_d: {bounds: [0, 1]}}\n"
      "simulation: {duration: 10 s, step: 1 ms}\n"
      "scenarios: {training: {list: [{initial_state: {amplifier: " +
      std::to_string(10 * gains[2] / 0.1) +
      "}}]}}\n"
      "objective: {terms: {overshoot: 'overshoot(voltage, 1)', error: final(abs(voltage - 1)), "
      "settling: 'settling_time(voltage - 1, 0.02)', rise: 'rise_time(voltage, 0.1, 0.9)'}}\n");
  problem.plant.outputs.clear();  // every state is measured
  return {problem, gains};
}

// Overshoots as published; settling and rise times recomputed from the exponential of the ideal loop's
// matrix, because the published ones belong to a coarse time grid.
TEST(AutomaticVoltageRegulator, RespondsAsPublishedForWeightOne) {
  const SingleRollout run = published_response({0.6570, 0.5389, 0.2458});
  EXPECT_NEAR(run.term("overshoot"), 0.0116, 5e-5);
  EXPECT_NEAR(run.term("settling"), 0.4110, 2e-4);
  EXPECT_NEAR(run.term("rise"), 0.2719, 1e-4);
  EXPECT_NEAR(run.term("error"), 0, 1e-6);
}

TEST(AutomaticVoltageRegulator, RespondsAsPublishedForWeightOneAndAHalf) {
  const SingleRollout run = published_response({0.6254, 0.4577, 0.2187});
  EXPECT_NEAR(run.term("overshoot"), 0.0044, 5e-5);
  EXPECT_NEAR(run.term("settling"), 0.4605, 2e-4);
  EXPECT_NEAR(run.term("rise"), 0.3002, 1e-4);
}

/// Both areas a minute after a load step of 0.02 in area 1, under this law.
SingleRollout after_a_load_step(const std::string& controller) {
  return {tests::problem_of(
              "name: load\nplant: {plants}/load_frequency.yaml\nparameters: {load1: 0.02}\ncontroller: " +
              controller +
              "\nsimulation: {duration: 60 s, step: 10 ms}\n"
              "scenarios: {training: {list: [{initial_state: {frequency1: 0}}]}}\n"
              "objective: {terms: {frequency1: final(frequency1), frequency2: final(frequency2), "
              "tie: final(tie_power), turbine1: final(turbine1)}}\n"),
          {0, 0.4}};
}

TEST(LoadFrequency, GovernorsAloneShareTheLoadByTheirStiffness) {
  const SingleRollout run = after_a_load_step(
      "{name: none, gains: {a: 1, b: 1}, output: {setpoint1: 0*a, setpoint2: 0*b}}\n"
      "gains: {a: {bounds: [0, 1]}, b: {bounds: [0, 1]}}");
  const double stiffness = 1 / 120.0 + 1 / 2.4;  // of each area
  EXPECT_NEAR(run.term("frequency1"), -0.02 / (2 * stiffness), 1e-6);
  EXPECT_NEAR(run.term("frequency2"), -0.02 / (2 * stiffness), 1e-6);
  EXPECT_NEAR(run.term("tie"), -0.01, 1e-6);
}

TEST(LoadFrequency, IntegralActionLetsEachAreaCarryItsOwnLoad) {
  const SingleRollout run = after_a_load_step(
      "{controllers}/pi_load_frequency.yaml\ngains: {k_p: {bounds: [0, 1]}, k_i: {bounds: [0, 1]}}");
  EXPECT_NEAR(run.term("frequency1"), 0, 1e-5);
  EXPECT_NEAR(run.term("tie"), 0, 1e-5);
  EXPECT_NEAR(run.term("turbine1"), 0.02, 1e-5);
}

}  // namespace
}  // namespace gainswarm
