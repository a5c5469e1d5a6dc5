// The swing-up of the double inverted pendulum: its energy, its pumping, and when it hands over.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

using std::numbers::pi;

/// Swinging from this start (YAML), the last bits of the problem added.
spec::Problem swinging(const std::string& start, const std::string& gains, const std::string& simulation) {
  return tests::problem_of(
      "name: swing\nplant: {plants}/double_inverted_pendulum.yaml\n"
      "controller: {controllers}/swing_up_double_pendulum.yaml\n"
      "gains: {pump: {bounds: [0, 1000]}, k_swing_x: 0, k_swing_v: 0, " +
      gains +
      "}\nparameters: {fall_angle: 1000, friction1: 0, friction2: 0}\n"
      "simulation: {" +
      simulation + "}\nscenarios: {training: {list: [{initial_state: {" + start +
      "}}]}}\nobjective: {terms: {last: final(excess)}}\n");
}

// Nothing catches: the law only swings.
const std::string never =
    "catch_angle: 0, catch_energy: 0, k_x: 0, k_theta1: 0, k_theta2: 0, k_v: 0, k_omega1: 0, k_omega2: 0";
const std::string hanging = "theta1: 3.0, theta2: 3.3, omega1: 1, omega2: -2";

TEST(SwingUp, KnowsTheEnergyOfUprightAndOfHanging) {
  const std::string instant = "duration: 10 ms, step: 1 ms";
  EXPECT_EQ(tests::signal(swinging("x: 1", never + ", acceleration: 0", instant), {0}, "excess")[0], 0);
  const double weight = 0.2 * 0.2 + 0.15 * 0.4 + 0.15 * 0.15;  // kg m
  const std::string start = "theta1: " + std::to_string(pi) + ", theta2: " + std::to_string(pi);
  EXPECT_NEAR(tests::signal(swinging(start, never + ", acceleration: 0", instant), {0}, "excess")[0],
              -2 * 9.81 * weight, 1e-6);
}

// A cart that is held with a = 0 does no work on the pendulums: they keep their energy.
TEST(SwingUp, WithoutPumpingThePendulumsKeepTheirEnergy) {
  const auto excess = tests::signal(
      swinging(hanging, never + ", acceleration: 0", "duration: 2 s, step: 0.5 ms"), {500}, "excess");
  for (const double value : excess) ASSERT_NEAR(value, excess[0], 2e-3);
}

// E' = -pump (E - E_up) p^2: the energy never moves away from that of upright.
TEST(SwingUp, PumpsTheEnergyTowardsThatOfUpright) {
  const auto excess = tests::signal(
      swinging(hanging, never + ", acceleration: 1000", "duration: 4 s, step: 0.5 ms"), {50}, "excess");
  ASSERT_LT(excess[0], -1);
  for (std::size_t k = 1; k < excess.size(); ++k) ASSERT_GT(excess[k], excess[k - 1] - 1e-3) << k;
  EXPECT_NEAR(excess.back(), 0, 0.1);
}

/// Whether the stabiliser is at work, tick by tick, for a law that catches but cannot hold.
struct HandOver {
  std::vector<double> upright, angle1, angle2, excess;
};

HandOver weak_stabiliser() {
  const auto problem = swinging("theta1: 0.9, theta2: -0.6",
                                "catch_angle: 0.8, catch_energy: 5, acceleration: 20, k_x: 0, k_theta1: -30, "
                                "k_theta2: 0, k_v: 0, k_omega1: 0, k_omega2: 0",
                                "duration: 10 s, step: 5 ms, control_period: 10 ms");
  const auto all = [&](const char* name) { return tests::signal(problem, {100}, name); };
  return {all("upright"), all("angle1"), all("angle2"), all("excess")};
}

TEST(SwingUp, HandsOverAndBackWithHysteresis) {
  const HandOver run = weak_stabiliser();
  int caught = 0, dropped = 0;
  for (std::size_t k = 0; k + 1 < run.upright.size(); ++k) {
    const double largest = std::max(std::abs(run.angle1[k]), std::abs(run.angle2[k]));
    const bool inside = run.upright[k] == 1 ? largest < 1.2 : largest < 0.8 && std::abs(run.excess[k]) < 5;
    ASSERT_EQ(run.upright[k + 1], inside ? 1 : 0) << "tick " << k;
    caught += run.upright[k] == 0 && run.upright[k + 1] == 1;
    dropped += run.upright[k] == 1 && run.upright[k + 1] == 0;
  }
  EXPECT_GT(caught, 0);
  EXPECT_GT(dropped, 0);
}

TEST(SwingUp, CountsAnglesFromTheNearestUprightPosition) {
  const auto problem =
      swinging("theta1: 6.0, theta2: -13.0", never + ", acceleration: 0", "duration: 10 ms, step: 1 ms");
  EXPECT_NEAR(tests::signal(problem, {0}, "angle1")[0], 6 - 2 * pi, 1e-12);
  EXPECT_NEAR(tests::signal(problem, {0}, "angle2")[0], 4 * pi - 13, 1e-12);
}

}  // namespace
}  // namespace gainswarm
