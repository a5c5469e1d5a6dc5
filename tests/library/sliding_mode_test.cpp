// The sliding-mode laws for the double inverted pendulum: how the surface moves under them, and what they
// become when their own part is switched off.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

using tests::SingleRollout;

const std::string surface =
    "surface_x: 0.26, surface_theta1: -12.3, surface_theta2: 20, surface_v: 0.3, surface_omega1: -0.7, "
    "surface_omega2: 2, boundary: 0.25";

spec::Problem pendulum(const std::string& law, const std::string& gains, const std::string& rest) {
  return tests::problem_of(
      "name: slide\nplant: {plants}/double_inverted_pendulum.yaml\n"
      "controller: {controllers}/" +
      law + "_double_pendulum.yaml\ngains: {" + surface + ", " + gains +
      "}\nscenarios: {training: {list: [{initial_state: {theta1: 0.1, theta2: -0.05}}]}}\n"
      "objective: {terms: {last: final(s)}}\n" +
      rest);
}

const std::string classical_gains = "reaching: {bounds: [0.1, 100]}, damping: {bounds: [0.1, 100]}";

/// theta2 over two seconds, sampled at 10 ms.
std::vector<double> trajectory(const std::string& law, const std::string& more_gains,
                               const std::string& parameters = "") {
  const std::string rest = "parameters: {" + parameters +
                           "}\nsimulation: {duration: 2 s, step: 5 ms, control_period: 10 ms}\n"
                           "loop: {actuators: {force: {saturation: 150}}}\n";
  return tests::signal(pendulum(law, classical_gains + more_gains, rest), {8, 20}, "theta2");
}

void expect_classical(const std::vector<double>& found) {
  const std::vector<double> classical = trajectory("sliding_mode", "");
  ASSERT_EQ(classical.size(), 201U);
  ASSERT_EQ(found.size(), classical.size());
  for (std::size_t k = 0; k < found.size(); ++k) ASSERT_NEAR(found[k], classical[k], 1e-9) << "tick " << k;
}

TEST(TerminalSlidingMode, WithPowerOneItIsTheClassicalOne) {
  expect_classical(trajectory("terminal_sliding_mode", ", power: 1"));
}

TEST(IntegralSlidingMode, WithoutTheIntegralItIsTheClassicalOne) {
  expect_classical(trajectory("integral_sliding_mode", ", surface_integral: 0"));
}

TEST(AdaptiveSlidingMode, WithoutAdaptationItIsTheClassicalOne) {
  expect_classical(trajectory("adaptive_sliding_mode", ", adaptation: 0, leak: 0"));
}

TEST(AdaptiveSlidingMode, ItsGainGrowsOutsideTheDeadZoneAndLeaksInsideIt) {
  const auto problem = pendulum("adaptive_sliding_mode", classical_gains + ", adaptation: 50, leak: 5",
                                "simulation: {duration: 2 s, step: 5 ms, control_period: 10 ms}\n");
  const auto gain = tests::signal(problem, {8, 2}, "adapted"), s = tests::signal(problem, {8, 2}, "s");
  ASSERT_EQ(gain.size(), s.size());
  double most = 0;
  for (std::size_t k = 0; k + 1 < s.size(); ++k) {
    const double growth = std::abs(s[k]) > 0.05 ? std::min(50 * std::abs(s[k]), 200.0) : 5 * (8 - gain[k]);
    ASSERT_NEAR(gain[k + 1], std::clamp(gain[k] + 0.01 * growth, 8.0, 100.0), 1e-12) << "tick " << k;
    most = std::max(most, gain[k]);
  }
  EXPECT_GT(most, 8.1);                 // it grew
  EXPECT_LT(gain.back(), most - 0.05);  // and leaked
}

/// s of s' = -k1 sqrt|s| sat(s/0.25) + z, z' = -k2 sat(s/0.25) after 0.5 s.
double super_twisting_alone(double s, double k1, double k2) {
  double z = 0;
  const double step = 1e-6;
  for (int k = 0; k < 500000; ++k) {
    const double sat = std::clamp(s / 0.25, -1.0, 1.0);
    s += step * (z - k1 * std::sqrt(std::abs(s)) * sat);
    z -= step * k2 * sat;
  }
  return s;
}

TEST(SuperTwisting, MovesTheSurfaceByItsTwoEquationsWhateverThePlantDoes) {
  const auto problem = pendulum("super_twisting", "k1: {bounds: [0.1, 100]}, k2: {bounds: [0.1, 100]}",
                                "simulation: {duration: 0.5 s, step: 0.1 ms}\n");
  const double start = -12.3 * 0.1 + 20 * -0.05;
  const double expected = super_twisting_alone(start, 4, 3);
  EXPECT_LT(std::abs(expected), 0.6 * std::abs(start));
  EXPECT_NEAR(SingleRollout(problem, {4, 3}).term("last"), expected, 2e-3);
}

TEST(SuperTwisting, KeepsItsIntegralWithinTheLimit) {
  const auto problem = pendulum("super_twisting", "k1: {bounds: [0.1, 100]}, k2: {bounds: [0.1, 1000]}",
                                "parameters: {z_limit: 0.5}\n"
                                "simulation: {duration: 0.5 s, step: 5 ms, control_period: 10 ms}\n");
  const auto z = tests::signal(problem, {4, 1000}, "z");
  EXPECT_EQ(*std::max_element(z.begin(), z.end()), 0.5);
}

}  // namespace
}  // namespace gainswarm
