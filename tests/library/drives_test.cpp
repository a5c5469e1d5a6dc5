// The DC motor, the two-mass drive and the levitated ball against closed forms and published figures.
#include <gtest/gtest.h>

#include <cmath>

#include "host/analysis/linear_model.hpp"
#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

using tests::SingleRollout;

TEST(DcMotor, HasThePolesAndTheGainOfTheControlTutorials) {
  tests::expect_poles(analysis::poles(analysis::linearise(tests::shipped_plant("dc_motor"))),
                      {-9.9975, -2.0025, 0}, 5e-5);
  const SingleRollout run(
      tests::problem_of("name: step\nplant: {plants}/dc_motor.yaml\n"
                        "controller: {name: step, gains: {k: V}, output: {voltage: k}}\n"
                        "gains: {k: {bounds: [0, 5]}}\nsimulation: {duration: 10 s, step: 10 ms}\n"
                        "scenarios: {training: {list: [{initial_state: {speed: 0}}]}}\n"
                        "objective: {terms: {speed: final(speed)}}\n"),
      {1});
  EXPECT_NEAR(run.term("speed"), 0.01 / (0.1 * 1 + 0.01 * 0.01), 1e-9);
}

TEST(TwoMassDrive, RingsAtTheFrequencyOfItsTimeConstants) {
  const double frequency = std::sqrt((0.203 + 0.203) / (0.203 * 0.203 * 2.6e-3));
  const auto model = analysis::linearise(tests::shipped_plant("two_mass_drive"));
  tests::expect_poles(analysis::poles(model), {{0, -frequency}, 0, {0, frequency}}, 1e-9);
  EXPECT_EQ(analysis::controllability_rank(model), 3);
}

TEST(TwoMassDrive, AConstantTorqueSpeedsItUpAsOneMass) {
  // The mean of both speeds, weighed by their inertias, grows with torque/(motor_time + load_time).
  const SingleRollout run(
      tests::problem_of("name: step\nplant: {plants}/two_mass_drive.yaml\n"
                        "controller: {name: step, gains: {k: 1}, output: {motor_torque: k}}\n"
                        "gains: {k: {bounds: [0, 5]}}\nsimulation: {duration: 0.5 s, step: 1 ms}\n"
                        "scenarios: {training: {list: [{initial_state: {motor_speed: 0}}]}}\n"
                        "objective: {terms: {speed: final((motor_speed + load_speed)/2)}}\n"),
      {0.4});
  EXPECT_NEAR(run.term("speed"), 0.4 * 0.5 / 0.406, 1e-12);
}

TEST(MagneticLevitation, HasThePolesOfTheControlTutorials) {
  const auto plant = tests::shipped_plant("magnetic_levitation");
  const double current = std::sqrt(0.05 * 9.8 * 0.01 / 1e-4);  // 7 A carry the ball at 10 mm
  EXPECT_NEAR(current, 7, 1e-12);
  const auto model = analysis::linearise(plant, tests::point({{"gap", 0.01}, {"current", current}}));
  tests::expect_poles(analysis::poles(model), {-100, -31.3050, 31.3050}, 5e-5);  // sqrt(g/gap) = 31.3050
  EXPECT_EQ(analysis::controllability_rank(model), 3);
}

TEST(MagneticLevitation, RestsWhereWeightAndMagnetBalance) {
  const SingleRollout run(
      tests::problem_of("name: rest\nplant: {plants}/magnetic_levitation.yaml\n"
                        "controller: {name: rest, gains: {k: V}, output: {voltage: k}}\n"
                        "gains: {k: {bounds: [0, 10]}}\nsimulation: {duration: 0.2 s, step: 1 ms}\n"
                        "scenarios: {training: {list: [{initial_state: {gap: 0.01, current: 7}}]}}\n"
                        "objective: {terms: {way: max(abs(gap - 0.01))}}\n"),
      {7});
  EXPECT_LT(run.term("way"), 1e-12);
}

}  // namespace
}  // namespace gainswarm
