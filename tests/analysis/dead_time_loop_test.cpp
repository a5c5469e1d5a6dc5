// Poles and margins of loops with dead time in the plant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <sstream>

#include "host/analysis/loop_report.hpp"
#include "host/analysis/margins.hpp"
#include "tests/analysis/loop_problem.hpp"

namespace gainswarm::analysis {
namespace {

using std::numbers::pi;
using testing::HasSubstr;

const std::string delayed_integrator = "inputs: {u: 1}, blocks: {y: {input: u, poles: [0], dead_time: 1 s}}";
const std::string continuous_law = "continuous: true, output: {u: -k*y}";

std::string sampled(const std::string& step, const std::string& period, const std::string& loop = "{}") {
  return "simulation: {duration: 20 s, step: " + step + ", control_period: " + period + "}\nloop: " + loop;
}

/// The poles that are not next to z = 0, and all margins.
void expect_equal(const LoopModel& one, const LoopModel& other) {
  std::vector<Complex> left = poles(one), right = poles(other);
  const auto is_fast = [&](Complex pole) { return pole.real() * one.period < -9; };
  std::erase_if(left, is_fast);
  std::erase_if(right, is_fast);
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_NEAR(left[i].real(), right[i].real(), 1e-6) << i;
    EXPECT_NEAR(std::abs(left[i].imag()), std::abs(right[i].imag()), 1e-6) << i;
  }
  const Margins a = margins(one, 0), b = margins(other, 0);
  EXPECT_NEAR(a.gain_margin, b.gain_margin, 1e-8);
  EXPECT_NEAR(a.phase_margin, b.phase_margin, 1e-8);
  EXPECT_NEAR(a.delay_margin, b.delay_margin, 1e-8);
  EXPECT_NEAR(a.sensitivity_peak, b.sensitivity_peak, 1e-7);
  EXPECT_NEAR(a.disk_margin, b.disk_margin, 1e-7);
}

/// k exp(-s)/s: the phase is -90 degrees - w.
TEST(DeadTimeLoop, HasTheMarginsOfADelayedIntegrator) {
  const Margins found = margins(model_of(problem(delayed_integrator, continuous_law), 0.5), 0);
  EXPECT_NEAR(found.gain_margin, pi, 1e-9);
  EXPECT_NEAR(found.phase_margin, pi / 2 - 0.5, 1e-9);
  EXPECT_NEAR(found.delay_margin, pi - 1, 1e-9);
}

/// s = W(-k), of all branches of Lambert's function: k = 0.5, and k = pi/2 on the imaginary axis.
TEST(DeadTimeLoop, HasThePolesOfLambertsFunction) {
  const std::vector<Complex> found = poles(model_of(problem(delayed_integrator, continuous_law), 0.5));
  ASSERT_GE(found.size(), 4U);
  EXPECT_NEAR(found.back().real(), -0.79402363234469, 1e-12);
  EXPECT_NEAR(std::abs(found.back().imag()), 0.77011175051038, 1e-12);
  for (const Complex pole : found) EXPECT_LT(std::abs(pole * std::exp(pole) + 0.5), 1e-9) << pole;
  EXPECT_NEAR(decay_rate(poles(model_of(problem(delayed_integrator, continuous_law), pi / 2))), 0, 1e-12);
  EXPECT_LT(decay_rate(poles(model_of(problem(delayed_integrator, continuous_law), 1.6))), 0);
}

/// x' = -x/4 + x(t - 2)/2 + u, u = -k x: a dead time inside the plant.
TEST(DeadTimeLoop, HasThePolesOfARecycle) {
  const std::string recycle =
      "states: {x: 1}, inputs: {u: 1}, dynamics: {x: u - x/4 + back}, "
      "blocks: {back: {input: x/2, dead_time: 2 s}}, outputs: {x: x}";
  const std::string law = "continuous: true, output: {u: -k*x}";
  const auto residual = [](Complex s, double k) { return s + 0.25 + k - 0.5 * std::exp(-2.0 * s); };
  for (const double k : {0.0, 0.2, 1.0}) {
    const std::vector<Complex> found = poles(model_of(problem(recycle, law), k));
    ASSERT_GE(found.size(), 5U);
    for (const Complex pole : found) EXPECT_LT(std::abs(residual(pole, k)), 1e-9) << pole;
    double low = -2, high = 2;  // of the real pole, by halving
    for (int i = 0; i < 60; ++i) {
      const double middle = (low + high) / 2;
      (residual(middle, k).real() < 0 ? low : high) = middle;
    }
    EXPECT_NEAR(found.back().real(), low, 1e-10);
  }
  const LoopReport sampled_report = report_on_loop(
      problem(recycle, "output: {u: -k*x}", sampled("0.1 s", "0.1 s")), std::vector<double>{1.0});
  EXPECT_THAT(sampled_report.obstacle, HasSubstr("a dead time acts on its own input within the plant"));
}

/// u is held for 1 s and comes 0.4 s later: x[k + 1] = x[k] + 0.6 u[k] + 0.4 u[k - 1].
TEST(DeadTimeLoop, IsExactForPartsOfATick) {
  const std::string plant = "inputs: {u: 1}, blocks: {y: {input: u, poles: [0], dead_time: 0.4 s}}";
  const LoopModel model = model_of(problem(plant, "output: {u: -k*y}", sampled("0.1 s", "1 s")), 0.8);
  const double middle = (1 - 0.6 * 0.8) / 2;  // z^2 - (1 - 0.6 k) z + 0.4 k
  const Complex root = std::sqrt(Complex(middle * middle - 0.4 * 0.8, 0));
  const std::vector<Complex> found = poles(model);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_LT(std::abs(std::exp(found.back()) - (middle + Complex(0, std::abs(root.imag())))), 1e-12);
  EXPECT_NEAR(margins(model, 0).gain_margin, 2.5 / 0.8, 1e-9);  // the constant term reaches 1
}

TEST(DeadTimeLoop, OfWholeTicksIsADelayOfTheActuator) {
  const std::string law = "states: {sum: {rate: -y}}, output: {u: k*(sum/2 - y)}";
  const LoopModel in_plant =
      model_of(problem("inputs: {u: 1}, blocks: {y: {input: u, denominator: [2, 3, 1], dead_time: 0.6 s}}",
                       law, sampled("50 ms", "0.2 s")),
               0.7);
  const LoopModel in_actuator =
      model_of(problem("inputs: {u: 1}, blocks: {y: {input: u, denominator: [2, 3, 1]}}", law,
                       sampled("50 ms", "0.2 s", "{actuators: {u: {delay: 0.6 s}}}")),
               0.7);
  expect_equal(in_plant, in_actuator);
}

/// Linear systems commute: it does not matter where the dead time is.
TEST(DeadTimeLoop, IsTheSameWhereverTheDeadTimeStands) {
  const std::string law = "states: {sum: {rate: -y}}, output: {u: k*(sum/2 - y)}";
  const auto chain = [&](const std::string& first, const std::string& second, const std::string& loop) {
    return model_of(problem("inputs: {u: 1}, blocks: {a: {input: u, denominator: [0.5, 1]" + first +
                                "}, y: {input: a, poles: [-1, [-0.5, 2]], gain: 4" + second + "}}",
                            law, loop),
                    0.4);
  };
  for (const std::string& loop :
       {sampled("50 ms", "0.2 s"), sampled("50 ms", "0.2 s", "{actuators: {u: {lag: 0.3 s}}}")}) {
    const LoopModel before = chain(", dead_time: 0.75 s", "", loop);
    expect_equal(before, chain("", ", dead_time: 0.75 s", loop));
    expect_equal(before, chain(", dead_time: 0.35 s", ", dead_time: 0.4 s", loop));
  }
}

/// A cascade sees the integrator at once and, late, what follows it: the same as a late sensor. The copy of
/// the integrator behind the dead time adds no pole.
TEST(DeadTimeLoop, CountsNoStateTwiceThatIsSeenAtOnceAndLate) {
  const std::string law = "output: {u: -k*x - k/4*y}";
  const auto plant = [](const std::string& dead_time) {
    return "inputs: {u: 1}, blocks: {x: {input: u, poles: [0]}, y: {input: x, denominator: [0.5, 1]" +
           dead_time + "}}, outputs: {x: x, y: y}";
  };
  const LoopModel in_plant =
      model_of(problem(plant(", dead_time: 0.8 s"), law, sampled("50 ms", "0.2 s")), 0.6);
  const LoopModel in_sensor =
      model_of(problem(plant(""), law, sampled("50 ms", "0.2 s", "{sensors: {y: {delay: 0.8 s}}}")), 0.6);
  EXPECT_EQ(in_plant.repeated.size(), 1U);
  expect_equal(in_plant, in_sensor);
}

/// G (1 + exp(-s T)) has one pole of G, and with T = 0.3 s between ticks two paths of different age.
TEST(DeadTimeLoop, AddsWhatComesLateToWhatComesAtOnce) {
  const std::string plant =
      "states: {y: 1}, inputs: {u: 1}, dynamics: {y: u + late - y}, "
      "blocks: {late: {input: u, dead_time: 0.3 s}}, outputs: {y: y}";
  const LoopModel model = model_of(problem(plant, "output: {u: -k*y}", sampled("50 ms", "0.5 s")), 1);
  // y[k + 1] = e^-0.5 y + (1 - e^-0.5 + 1 - e^-0.2) u[k] + (e^-0.2 - e^-0.5) u[k - 1]
  const double kept = std::exp(-0.5), now = 2 - kept - std::exp(-0.2), before = std::exp(-0.2) - kept;
  const std::vector<Complex> found = poles(model);
  ASSERT_EQ(found.size(), 2U);
  for (const Complex pole : found) {
    const Complex z = std::exp(0.5 * pole);
    EXPECT_LT(std::abs(z * z - (kept - now) * z + before), 1e-12);
  }
}

/// A dead time of a thousand ticks: z^1000 (z - 1) + k h = 0.
TEST(DeadTimeLoop, IsExactOverManyTicks) {
  const LoopModel model =
      model_of(problem(delayed_integrator, "output: {u: -k*y}", sampled("1 ms", "1 ms")), 0.5);
  const std::vector<Complex> found = poles(model);
  ASSERT_GE(found.size(), 8U);
  for (const Complex pole : found) {
    const Complex z = std::exp(1e-3 * pole);
    EXPECT_LT(std::abs(z - 1.0 + 0.5e-3 * std::exp(-pole)), 1e-12) << pole;
  }
  EXPECT_NEAR(found.back().real(), -0.79402363234469, 2e-3);  // Lambert's, but for half a tick more
  EXPECT_NEAR(margins(model, 0).gain_margin, pi / 1.0005, 1e-5);
  EXPECT_NEAR(margins(model, 0).phase_margin, pi / 2 - 0.5 * 1.0005, 1e-6);
}

/// What Newton's method finds from a polynomial in the dead time, and the eigenvalues of a map of all ticks.
TEST(DeadTimeLoop, HasThePolesOfItsCompanion) {
  const std::string plant =
      "inputs: {u: 1}, blocks: {a: {input: u, denominator: [0.5, 1]}, "
      "y: {input: a, denominator: [2, 1], dead_time: 1.97 s}}";
  const LoopModel model = model_of(
      problem(plant, "states: {sum: {rate: -y}}, output: {u: k*(sum/2 - y)}", sampled("10 ms", "20 ms")),
      0.6);
  ASSERT_TRUE(model.a_is_near);
  LoopModel whole = model;
  whole.a_is_near = false;
  whole.a = companion(model.history);
  EXPECT_EQ(whole.a.rows(), model.history.order());
  EXPECT_GT(whole.a.rows(), 100);
  const std::vector<Complex> found = poles(model), all = poles(whole);
  ASSERT_GE(found.size(), 9U);
  for (std::size_t i = 1; i <= 9; ++i)
    EXPECT_LT(std::abs(found[found.size() - i] - all[all.size() - i]), 1e-7) << i;
}

/// Of the poles of a dead time only what outlives it counts as damping.
TEST(DeadTimeLoop, IsDampedAsItsSlowPolesAre) {
  const LoopReport report =
      report_on_loop(problem(delayed_integrator, continuous_law), std::vector<double>{0.5});
  EXPECT_NEAR(report.damping, 0.79402363234469 / std::hypot(0.79402363234469, 0.77011175051038), 1e-9);
}

TEST(DeadTimeLoop, LetsTheLawSeeTheDelayedSignalItself) {
  const std::string plant =
      "states: {x: 1}, inputs: {u: 1}, dynamics: {x: -x}, blocks: {late: {input: u, dead_time: 0.7 s}}, "
      "outputs: {y: late}";
  // u[k] = -k u[k - 2]: y at a tick is what was held 0.7 s before.
  const LoopModel late = model_of(problem(plant, "output: {u: -k*y}", sampled("0.1 s", "0.5 s")), 0.5);
  ASSERT_EQ(poles(late).size(), 2U);
  for (const Complex pole : poles(late)) EXPECT_NEAR(pole.real(), std::log(0.5), 1e-9);
  // Continuous: 1 + k exp(-0.7 s) = 0, poles at (ln k +- i pi (2 n + 1))/0.7
  const LoopModel always = model_of(problem(plant, "continuous: true, output: {u: -k*y}"), 0.5);
  EXPECT_NEAR(decay_rate(poles(always)), std::log(2) / 0.7, 1e-9);
  EXPECT_NEAR(margins(always, 0).gain_margin, 2, 1e-9);
  EXPECT_NEAR(margins(always, 0).sensitivity_peak, 2, 1e-9);
  const std::string law = "continuous: true, output: {u: -k*y}";
  EXPECT_TRUE(report_on_loop(problem(plant, law), std::vector<double>{1.5}).unstable);
}

TEST(DeadTimeLoop, RestsWhereWhatComesOutIsWhatGoesIn) {
  const std::string plant =
      "inputs: {u: 1}, blocks: {a: {input: u, denominator: [1, 1], dead_time: 0.5 s}, "
      "y: {input: a*a, denominator: [1, 1], dead_time: 0.25 s}}";
  const spec::Problem given = problem(plant, "output: {u: 3 - k*(y - 9)}",
                                      "operating_point: {u: 3, a: 3, y: 9}\n" + sampled("50 ms", "0.1 s"));
  const LoopReport report = report_on_loop(given, std::vector<double>{0.05});
  EXPECT_EQ(report.obstacle, "");
  EXPECT_FALSE(report.unstable);
  const LinearLoop elsewhere(given, {});
  EXPECT_THAT(elsewhere.obstacle(std::vector<double>{0.05}), testing::Not(""));
}

/// Each of eight dead times may be taken or not: 256 ages, of which no two are equal.
TEST(DeadTimeLoop, RefusesDeadTimesThatCombineInTooManyWays) {
  std::ostringstream blocks("x0: {input: u, denominator: [1, 1]}", std::ios::ate);
  for (int i = 0; i < 8; ++i) {
    blocks << ", d" << i << ": {input: x" << i << ", dead_time: " << (1 << i) << " s}, x" << i + 1
           << ": {input: x" << i << " + d" << i << ", gain: 0.5}";
  }
  const LoopReport report =
      report_on_loop(problem("inputs: {u: 1}, blocks: {" + blocks.str() + "}, outputs: {y: x8}",
                             "output: {u: -k*y}", sampled("1 s", "1 s")),
                     std::vector<double>{0.1});
  EXPECT_THAT(report.obstacle, HasSubstr("combine in too many ways"));
}

/// Four lags that feed each other after a few milliseconds: three of the poles are within 3e-4 of each other.
TEST(DeadTimePlant, HasEachOfACloseClusterOnce) {
  std::ostringstream blocks;
  for (int i = 0; i < 4; ++i) {
    blocks << (i > 0 ? ", b" : "b") << i << ": {input: u";
    for (int j = 0; j < 4; ++j) {
      if (i != j) blocks << " + b" << j << "/10";
    }
    blocks << ", denominator: [1, 1], dead_time: " << i + 1 << " ms}";
  }
  const PlantReport report = report_on_plant(
      problem("inputs: {u: 1}, blocks: {" + blocks.str() + "}, outputs: {y: b3}", "output: {u: -k*y}"));
  ASSERT_EQ(report.poles.size(), 4U);
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(report.poles[static_cast<std::size_t>(i)].real, -1.1, 1e-3);
  EXPECT_NEAR(report.poles[3].real, -0.7, 1e-3);
  EXPECT_EQ(report.controllable, 4);
  EXPECT_EQ(report.observable, 4);
}

TEST(DeadTimePlant, HasThePolesItHasWithoutDeadTime) {
  const spec::Problem given = problem(
      "inputs: {u: 1}, blocks: {a: {input: u, denominator: [1, 2]}, y: {input: a, dead_time: 0.5 s, poles: "
      "[-3]}}",
      "output: {u: -k*y}", sampled("50 ms", "0.1 s"));
  const PlantReport report = report_on_plant(given);
  ASSERT_EQ(report.poles.size(), 2U);
  EXPECT_NEAR(report.poles[0].real, -3, 1e-12);
  EXPECT_NEAR(report.poles[1].real, -2, 1e-12);
  EXPECT_EQ(report.controllable, 2);
  EXPECT_EQ(report.observable, 2);
}

/// What comes late cancels what came at once at the frequency of the pole, and only there: nobody can steer
/// it.
TEST(DeadTimePlant, IsNotControllableWhereALatePathCancels) {
  const spec::Problem given = problem(
      "states: {x: 1, y: 1}, inputs: {u: 1}, parameters: {lost: 2.718281828459045}, "
      "dynamics: {x: u - late/lost - x, y: u - 2*y}, blocks: {late: {input: u, dead_time: 1 s}}, outputs: "
      "{x: x, y: y}",
      "output: {u: -k*y}", sampled("50 ms", "0.1 s"));
  const PlantReport report = report_on_plant(given);
  ASSERT_EQ(report.poles.size(), 2U);
  EXPECT_EQ(report.controllable, 1);
  EXPECT_EQ(report.observable, 2);
}

}  // namespace
}  // namespace gainswarm::analysis
