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

void expect_same_trajectory(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(expected.size(), 201U);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t k = 0; k < found.size(); ++k) ASSERT_NEAR(found[k], expected[k], 1e-9) << "tick " << k;
}

void expect_classical(const std::vector<double>& found) {
  expect_same_trajectory(found, trajectory("sliding_mode", ""));
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

const std::string sampled = "simulation: {duration: 2 s, step: 5 ms, control_period: 10 ms}\n";

const std::string twisting_gains = "k1: {bounds: [0.1, 100]}, k2: {bounds: [0.1, 100]}";

TEST(HybridAdaptiveSuperTwisting, WithoutAdaptationAndDampingItIsSuperTwisting) {
  const auto hybrid =
      pendulum("hybrid_adaptive_super_twisting",
               twisting_gains + ", damping: 0, adaptation1: 0, adaptation2: 0, leak: 0", sampled);
  expect_same_trajectory(
      tests::signal(hybrid, {20, 8}, "theta2"),
      tests::signal(pendulum("super_twisting", twisting_gains, sampled), {20, 8}, "theta2"));
}

TEST(HybridAdaptiveSuperTwisting, ItsGainsGrowOutsideTheDeadZoneAndLeakInsideIt) {
  const auto problem =
      pendulum("hybrid_adaptive_super_twisting",
               twisting_gains + ", damping: 1, adaptation1: 90, adaptation2: 300, leak: 5", sampled);
  const std::vector<double> gains{3, 2};
  const auto k1 = tests::signal(problem, gains, "adapted1"), k2 = tests::signal(problem, gains, "adapted2");
  const auto s = tests::signal(problem, gains, "s");
  for (std::size_t k = 0; k + 1 < s.size(); ++k) {
    const bool outside = std::abs(s[k]) > 0.05;
    const double growth1 = outside ? std::min(90 * std::abs(s[k]), 400.0) : 5 * (3 - k1[k]);
    const double growth2 = outside ? std::min(300 * std::abs(s[k]), 800.0) : 5 * (2 - k2[k]);
    ASSERT_NEAR(k1[k + 1], std::clamp(k1[k] + 0.01 * growth1, 3.0, 200.0), 1e-12) << "tick " << k;
    ASSERT_NEAR(k2[k + 1], std::clamp(k2[k] + 0.01 * growth2, 2.0, 400.0), 1e-12) << "tick " << k;
  }
  EXPECT_GT(*std::ranges::max_element(k1), 3.5);
  EXPECT_LT(k1.back(), *std::ranges::max_element(k1) - 0.1);
}

/// theta2 under the conditional hybrid with these widths; its other gains are those of the laws it blends.
std::vector<double> blended(const std::string& widths) {
  const auto problem =
      pendulum("conditional_hybrid",
               "reaching: 8, adaptation: 50, leak: 5, damping: 0, " + twisting_gains + widths, sampled);
  return tests::signal(problem, {20, 8}, "theta2");
}

TEST(ConditionalHybrid, FarFromTheSurfaceItIsAdaptiveSlidingMode) {
  // The adaptive law has tanh where this one has sat: with a wide boundary both are the line s/boundary.
  auto adaptive = pendulum("adaptive_sliding_mode",
                           "reaching: {bounds: [0.1, 100]}, damping: 0, adaptation: 50, leak: 5", sampled);
  auto hybrid =
      pendulum("conditional_hybrid",
               "reaching: {bounds: [0.1, 100]}, damping: 0, adaptation: 50, leak: 5, k1: 20, k2: 8, "
               "surface_width: 1e-9, upright_width: 1",
               sampled);
  for (spec::Problem* problem : {&adaptive, &hybrid}) {
    for (auto& gain : problem->gains) {
      if (gain.name.str() == "boundary") gain.value.fixed = 1e5;
    }
  }
  expect_same_trajectory(tests::signal(hybrid, {8e5}, "theta2"), tests::signal(adaptive, {8e5}, "theta2"));
}

TEST(ConditionalHybrid, NearTheSurfaceAndUprightItIsSuperTwisting) {
  expect_same_trajectory(
      blended(", surface_width: 1e9, upright_width: 1e9"),
      tests::signal(pendulum("super_twisting", twisting_gains, sampled), {20, 8}, "theta2"));
}

TEST(ConditionalHybrid, BlendsByTheProductOfTwoBiweights) {
  const auto problem =
      pendulum("conditional_hybrid",
               "reaching: 8, adaptation: 50, leak: 5, damping: 5, surface_width: 3, upright_width: 0.2, " +
                   twisting_gains,
               sampled);
  const auto w = tests::signal(problem, {20, 8}, "w");
  const double s = -12.3 * 0.1 + 20 * -0.05, tilt = 0.1 * 0.1 + 0.05 * 0.05;
  EXPECT_NEAR(w[0], std::pow(1 - s * s / 9, 2) * std::pow(1 - tilt / 0.04, 2), 1e-12);
  EXPECT_GT(*std::ranges::max_element(w), 0.9);
}

// The cart's distance asks for a lean, which both inner loops follow; its integral waits while it is limited.
TEST(Cascade, FollowsItsFormulasAndHoldsItsIntegralAtTheLimit) {
  const auto problem = tests::problem_of(
      "name: cascade\nplant: {plants}/double_inverted_pendulum.yaml\n"
      "controller: {controllers}/cascade_double_pendulum.yaml\n"
      "gains: {k_x: {bounds: [-9, 9]}, k_v: 0, k_i: 1, k_theta1: 300, k_theta2: -400, k_omega1: 20, "
      "k_omega2: -50}\n"
      "simulation: {duration: 50 ms, step: 5 ms, control_period: 10 ms}\n"
      "scenarios: {training: {list: [{initial_state: {x: 0.1, theta1: 0.01}}]}}\n"
      "objective: {terms: {last: final(x)}}\n");
  EXPECT_DOUBLE_EQ(tests::signal(problem, {-1}, "lean")[0], -0.1);
  EXPECT_NEAR(tests::signal(problem, {-1}, "force")[0], 300 * (0.01 + 0.1) - 400 * 0.1, 1e-12);
  EXPECT_DOUBLE_EQ(tests::signal(problem, {-1}, "integral_x")[1], 0.01 * 0.1);
  EXPECT_DOUBLE_EQ(tests::signal(problem, {-9}, "lean")[0], -0.2);
  EXPECT_EQ(tests::signal(problem, {-9}, "integral_x")[1], 0);
}

}  // namespace
}  // namespace gainswarm
