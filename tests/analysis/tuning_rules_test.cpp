// Rules and models against the numbers of the papers that they come from.
#include "host/analysis/tuning_rules.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "host/analysis/single_loop.hpp"

namespace gainswarm::analysis {
namespace {

/// gain exp(-dead_time s) / product of (1 + lag s).
SingleLoop lags(const std::vector<double>& constants, double dead_time = 0, double gain = 1) {
  SingleLoop loop{.a = Eigen::MatrixXd::Constant(1, 1, -1 / constants[0]),
                  .b = Eigen::VectorXd::Constant(1, 1 / constants[0]),
                  .c = Eigen::RowVectorXd::Constant(1, gain),
                  .dead_time = dead_time};
  for (std::size_t i = 1; i < constants.size(); ++i) loop = lagged(loop, constants[i]);
  return loop;
}

SingleLoop second_order(double a1, double a0, double b0) {  // b0 / (s^2 + a1 s + a0)
  SingleLoop loop{.a = Eigen::MatrixXd(2, 2), .b = Eigen::VectorXd(2), .c = Eigen::RowVectorXd(2)};
  loop.a << 0, 1, -a0, -a1;
  loop.b << 0, b0;
  loop.c << 1, 0;
  return loop;
}

ReactionCurve curve_of(const SingleLoop& loop) {
  return std::get<ReactionCurve>(reaction_curve(loop));
}
UltimatePoint ultimate_of(const SingleLoop& loop) {
  return std::get<UltimatePoint>(ultimate_point(loop));
}

TEST(ReactionCurve, IsExactOfAFirstOrderProcessWithDeadTime) {
  const ReactionCurve curve = curve_of(lags({10}, 1, -2));
  EXPECT_NEAR(curve.gain, -2, 1e-5);
  EXPECT_NEAR(curve.time_constant, 10, 1e-4);
  EXPECT_NEAR(curve.dead_time, 1, 1e-12);
}

TEST(ReactionCurve, OfTheAmigoPapersProcessesIsThatOfThePaper) {
  const ReactionCurve lag_dominated = curve_of(lags({1, 0.1, 0.01, 0.001}));
  EXPECT_NEAR(lag_dominated.dead_time, 0.075, 0.0005);
  EXPECT_NEAR(lag_dominated.time_constant, 1.04, 0.005);
  const ReactionCurve balanced = curve_of(lags({1, 1, 1, 1}));
  EXPECT_NEAR(balanced.dead_time, 1.42, 0.006);
  EXPECT_NEAR(balanced.time_constant, 2.9, 0.05);
  const ReactionCurve dead_time_dominated = curve_of(lags({0.05, 0.05}, 1));
  EXPECT_NEAR(dead_time_dominated.dead_time, 1.01, 0.005);
  EXPECT_NEAR(dead_time_dominated.time_constant, 0.093, 0.001);
}

TEST(ReactionCurve, OfAnIntegratorIsItsFinalSlope) {
  const ReactionCurve curve = curve_of(second_order(0.5, 0, 3));  // 3 / (s (s + 0.5)) = 6 / (s (2 s + 1))
  EXPECT_TRUE(curve.integrating);
  EXPECT_NEAR(curve.gain, 6, 1e-4);
  EXPECT_NEAR(curve.dead_time, 2, 1e-4);
}

/// A motor's angle is an integral that its speed does not show.
TEST(ReactionCurve, KnowsNoIntegratorThatTheOutputDoesNotShow) {
  SingleLoop speed{
      .a = Eigen::MatrixXd(2, 2), .b = Eigen::VectorXd(2), .c = Eigen::RowVectorXd(2), .dead_time = 2};
  speed.a << -0.1, 0, 1, 0;
  speed.b << 0.3, 0;
  speed.c << 1, 0;
  const ReactionCurve curve = curve_of(speed);
  EXPECT_FALSE(curve.integrating);
  EXPECT_NEAR(curve.gain, 3, 1e-5);
  EXPECT_NEAR(curve.time_constant, 10, 1e-4);
  EXPECT_NEAR(curve.dead_time, 2, 1e-12);
  EXPECT_NEAR(ultimate_of(speed).gain, ultimate_of(lags({10}, 2, 3)).gain, 1e-9);
}

TEST(ReactionCurve, OfAnIntegratorAloneHasNoDeadTimeAtAll) {
  const SingleLoop integrator{
      .a = Eigen::MatrixXd::Zero(1, 1), .b = Eigen::VectorXd::Ones(1), .c = Eigen::RowVectorXd::Ones(1)};
  EXPECT_EQ(curve_of(integrator).dead_time, 0);
}

TEST(ReactionCurve, RefusesWhatIsNoSuchProcess) {
  for (const SingleLoop& loop :
       {lags({-1}), second_order(0, 0, 1), second_order(0.1, 1, 1), second_order(0, 1, 1)}) {
    EXPECT_TRUE(std::holds_alternative<Reason>(reaction_curve(loop)));
  }
}

TEST(UltimatePoint, OfThreeEqualLagsIsTheTextbooks) {
  const UltimatePoint point = ultimate_of(lags({1, 1, 1}));
  EXPECT_NEAR(point.gain, 8, 1e-9);
  EXPECT_NEAR(point.period, 2 * std::numbers::pi / std::sqrt(3.0), 1e-9);
}

TEST(UltimatePoint, SeesDeadTimeAndTheSignOfTheProcess) {
  // angle: atan(w) + w = pi
  const double frequency = 2.028757838110434;
  const UltimatePoint point = ultimate_of(lags({1}, 1, -1));
  EXPECT_NEAR(point.gain, -std::hypot(1, frequency), 1e-9);
  EXPECT_NEAR(point.period, 2 * std::numbers::pi / frequency, 1e-9);
}

/// (1.6 s + 1)/(s (0.3 s + 1)^5), whose lead makes up for the lags.
TEST(UltimatePoint, HasTheSignOfAnIntegratorWithoutApparentDeadTime) {
  const auto gain = [](double sign) {
    SingleLoop loop{.a = Eigen::MatrixXd::Zero(1, 1),
                    .b = Eigen::VectorXd::Ones(1),
                    .c = Eigen::RowVectorXd::Constant(1, sign),
                    .d = 1.6 * sign};
    for (int lag = 0; lag < 5; ++lag) loop = lagged(loop, 0.3);
    return ultimate_of(loop).gain;
  };
  EXPECT_GT(gain(1), 0);
  EXPECT_EQ(gain(-1), -gain(1));
}

TEST(UltimatePoint, OfAnIntegratorWithALagAndDeadTimeFulfilsItsCondition) {
  SingleLoop loop = second_order(1, 0, 1);
  loop.dead_time = 0.5;
  const UltimatePoint point = ultimate_of(loop);
  const std::complex<double> open = point.gain * response(loop, 2 * std::numbers::pi / point.period);
  EXPECT_NEAR(open.real(), -1, 1e-9);
  EXPECT_NEAR(open.imag(), 0, 1e-9);
}

TEST(UltimatePoint, IsRelativeToTheGainOfTheProcess) {
  EXPECT_NEAR(ultimate_of(lags({1, 1, 1}, 0, -5)).ratio, 8, 1e-3);
  // Of an integrator with dead time L the ultimate gain is pi/2 / L.
  const SingleLoop integrator{.a = Eigen::MatrixXd::Zero(1, 1),
                              .b = Eigen::VectorXd::Ones(1),
                              .c = Eigen::RowVectorXd::Constant(1, 7),
                              .dead_time = 0.3};
  EXPECT_NEAR(ultimate_of(integrator).ratio, std::numbers::pi / 2, 1e-6);
}

TEST(UltimatePoint, IsNotThereWithoutEnoughDelay) {
  EXPECT_TRUE(std::holds_alternative<Reason>(ultimate_point(lags({1}))));
  EXPECT_TRUE(std::holds_alternative<Reason>(ultimate_point(lags({1, 1}))));
  EXPECT_TRUE(std::holds_alternative<Reason>(ultimate_point(lags({-1}))));
}

TEST(ZieglerNichols, OfThreeEqualLags) {
  const UltimatePoint point = ultimate_of(lags({1, 1, 1}));
  const PidParameters pid = ziegler_nichols(point, PidKind::pid);
  EXPECT_NEAR(pid.gain, 4.8, 1e-8);
  EXPECT_NEAR(pid.integral_time, 1.8138, 5e-5);
  EXPECT_NEAR(pid.derivative_time, 0.45345, 5e-6);
  const PidParameters pi = ziegler_nichols(point, PidKind::pi);
  EXPECT_NEAR(pi.gain, 3.6, 1e-8);
  EXPECT_NEAR(pi.integral_time, 3.0230, 5e-5);
  EXPECT_NEAR(ziegler_nichols(point, PidKind::p).gain, 4, 1e-8);
}

TEST(ZieglerNichols, IsForProcessesWithADeadTimeOfAboutATenthAtLeast) {
  for (const double dead_time : {0.1, 0.5, 1.0})
    EXPECT_EQ(ziegler_nichols_refusal(ultimate_of(lags({1}, dead_time))), "") << dead_time;
  EXPECT_EQ(ziegler_nichols_refusal(ultimate_of(lags({1, 1, 1}))), "");
  EXPECT_NE(ziegler_nichols_refusal(ultimate_of(lags({1}, 0.05))), "");
  EXPECT_NE(ziegler_nichols_refusal(ultimate_of(lags({1, 1}, 1e-3))), "");
}

TEST(Simc, IsForProcessesWithADeadTime) {
  EXPECT_EQ(reaction_curve_refusal(curve_of(lags({1}, 1e-2))), "");
  EXPECT_EQ(reaction_curve_refusal({.integrating = true, .gain = 1, .dead_time = 1e-3}), "");
  EXPECT_NE(reaction_curve_refusal(curve_of(lags({1}, 1e-4))), "");
  EXPECT_NE(reaction_curve_refusal(curve_of(lags({1}))), "");
  EXPECT_NE(reaction_curve_refusal({.integrating = true, .gain = 1}), "");
}

TEST(Simc, HalvesTheGainOfTheSpeedAndLimitsTheIntegral) {
  const PidParameters slow = simc({.gain = 1, .time_constant = 10, .dead_time = 1});
  EXPECT_DOUBLE_EQ(slow.gain, 5);
  EXPECT_DOUBLE_EQ(slow.integral_time, 8);
  const PidParameters fast = simc({.gain = 2, .time_constant = 1, .dead_time = 1});
  EXPECT_DOUBLE_EQ(fast.gain, 0.25);
  EXPECT_DOUBLE_EQ(fast.integral_time, 1);
  const PidParameters integrating = simc({.integrating = true, .gain = 0.2, .dead_time = 7.4});
  EXPECT_DOUBLE_EQ(integrating.gain, 1 / (0.2 * 14.8));
  EXPECT_DOUBLE_EQ(integrating.integral_time, 59.2);
}

TEST(Amigo, GivesThePapersPid) {
  const PidParameters lag_dominated =
      amigo({.gain = 1, .time_constant = 1.04, .dead_time = 0.075}, PidKind::pid);
  EXPECT_NEAR(lag_dominated.gain, 6.44, 0.005);
  EXPECT_NEAR(lag_dominated.integral_time, 0.361, 0.0005);
  EXPECT_NEAR(lag_dominated.derivative_time, 0.0367, 0.00005);
  EXPECT_EQ(lag_dominated.reference_weight, 0);
  const PidParameters balanced = amigo({.gain = 1, .time_constant = 2.9, .dead_time = 1.42}, PidKind::pid);
  EXPECT_NEAR(balanced.gain, 1.12, 0.005);
  EXPECT_NEAR(balanced.integral_time, 2.40, 0.005);
  EXPECT_NEAR(balanced.derivative_time, 0.619, 0.0005);
  const PidParameters late = amigo({.gain = 1, .time_constant = 0.093, .dead_time = 1.01}, PidKind::pid);
  EXPECT_NEAR(late.gain, 0.242, 0.001);
  EXPECT_NEAR(late.integral_time, 0.474, 0.0005);
  EXPECT_NEAR(late.derivative_time, 0.119, 0.0005);
  EXPECT_EQ(late.reference_weight, 1);
}

TEST(Amigo, GivesThePapersPi) {
  // K = 0.15 + (0.35 - L T / (L + T)^2) T / L and T_i = 0.35 L + 13 L T^2 / (T^2 + 12 L T + 7 L^2), L = T =
  // 1:
  const PidParameters pi = amigo({.gain = 1, .time_constant = 1, .dead_time = 1}, PidKind::pi);
  EXPECT_NEAR(pi.gain, 0.15 + 0.35 - 0.25, 1e-15);
  EXPECT_NEAR(pi.integral_time, 0.35 + 13.0 / 20, 1e-15);
  const PidParameters integrating = amigo({.integrating = true, .gain = 1, .dead_time = 2}, PidKind::pi);
  EXPECT_NEAR(integrating.gain, 0.175, 1e-15);
  EXPECT_NEAR(integrating.integral_time, 26.8, 1e-14);
}

}  // namespace
}  // namespace gainswarm::analysis
