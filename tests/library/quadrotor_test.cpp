// The quadrotor in space against the mechanics of rigid bodies.
#include <gtest/gtest.h>

#include <cmath>

#include "host/analysis/linear_model.hpp"
#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

using tests::SingleRollout;

constexpr double inertia = 4.856e-3, inertia_z = 8.801e-3;

/// Half a second without gravity in which rotors 2 and 4 push with the law's only gain and 1 and 3 not at
/// all.
SingleRollout tumbling(const std::string& parameters, const std::string& start, double thrust,
                       const std::string& terms) {
  spec::Problem problem = tests::problem_of(
      "name: tumbling\nplant: {plants}/quadrotor.yaml\nparameters: {gravity: 0" + parameters +
      "}\ncontroller: {name: constant, gains: {f: N}, output: {thrust1: 0, thrust2: f, thrust3: 0, thrust4: "
      "f}}\n"
      "gains: {f: {bounds: [0, 5]}}\nsimulation: {duration: 0.5 s, step: 1 ms}\n"
      "scenarios: {training: {list: [{initial_state: {" +
      start + "}}]}}\nobjective: {terms: {" + terms + "}}\n");
  problem.plant.fails_when.clear();
  return {problem, {thrust}};
}

TEST(Quadrotor, HoversAtRestAndAnswersToItsRotors) {
  const double quarter = 0.468 * 9.81 / 4;
  const auto model = analysis::linearise(
      tests::shipped_plant("quadrotor"),
      tests::point({{"thrust1", quarter}, {"thrust2", quarter}, {"thrust3", quarter}, {"thrust4", quarter}}));
  EXPECT_EQ(analysis::controllability_rank(model), 12);
  EXPECT_NEAR(model.a(6, 4), 9.81, 1e-12);   // nose down, it accelerates ahead
  EXPECT_NEAR(model.a(7, 3), -9.81, 1e-12);  // rolled to the right, to the right
  EXPECT_NEAR(model.b(9, 3), 0.225 / inertia, 1e-9);
  EXPECT_NEAR(model.b(10, 2), 0.225 / inertia, 1e-9);
  EXPECT_NEAR(model.b(11, 1), -0.038255 / inertia_z, 1e-9);
}

// Euler's equations of a symmetric top: the rates across turn with (I_z - I_x)/I_x times the rate along.
TEST(Quadrotor, TumblesAsASymmetricTop) {
  const SingleRollout run =
      tumbling("", "roll_rate: 1, yaw_rate: 3", 0, "p: final(roll_rate), q: final(pitch_rate)");
  const double angle = (inertia_z - inertia) / inertia * 3 * 0.5;
  EXPECT_NEAR(run.term("p"), std::cos(angle), 1e-9);
  EXPECT_NEAR(run.term("q"), std::sin(angle), 1e-9);
}

// Rotors 2 and 4 carry the angular momentum J_r 2 sqrt(f / lift) along the body, which turns the rates
// across.
TEST(Quadrotor, SpinningRotorsMakeItAGyroscope) {
  const SingleRollout run =
      tumbling(", torque_per_thrust: 0", "roll_rate: 1", 0.2, "p: final(roll_rate), q: final(pitch_rate)");
  const double angle = 3.357e-5 * 2 * std::sqrt(0.2 / 2.980e-6) / inertia * 0.5;
  EXPECT_NEAR(run.term("p"), std::cos(angle), 1e-9);
  EXPECT_NEAR(run.term("q"), std::sin(angle), 1e-9);
}

// In space the angular momentum stays, all three of its components.
TEST(Quadrotor, KeepsItsAngularMomentum) {
  const std::string h1 = "inertia_x*roll_rate", h2 = "inertia_y*pitch_rate", h3 = "inertia_z*yaw_rate";
  const std::string x = "cos_yaw*cos_pitch*" + h1 + " + (cos_yaw*sin_pitch*sin_roll - sin_yaw*cos_roll)*" +
                        h2 + " + (cos_yaw*sin_pitch*cos_roll + sin_yaw*sin_roll)*" + h3;
  const std::string y = "sin_yaw*cos_pitch*" + h1 + " + (sin_yaw*sin_pitch*sin_roll + cos_yaw*cos_roll)*" +
                        h2 + " + (sin_yaw*sin_pitch*cos_roll - cos_yaw*sin_roll)*" + h3;
  const std::string z = "cos_pitch*sin_roll*" + h2 + " + cos_pitch*cos_roll*" + h3 + " - sin_pitch*" + h1;
  const auto drift = [](const std::string& e) { return "max(" + e + ") - min(" + e + ")"; };
  const SingleRollout run = tumbling(
      ", inertia_y: 6e-3", "roll: 0.4, pitch: -0.3, yaw: 1, roll_rate: 1, pitch_rate: 2, yaw_rate: -3", 0,
      "x: " + drift(x) + ", y: " + drift(y) + ", z: " + drift(z) + ", turned: max(abs(roll - 0.4))");
  EXPECT_GT(run.term("turned"), 0.3);  // rad
  for (const std::string axis : {"x", "y", "z"}) EXPECT_LT(run.term(axis), 1e-12) << axis;
}

}  // namespace
}  // namespace gainswarm
