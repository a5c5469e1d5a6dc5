// Poles and margins of linear loops against textbook formulas.
#include "host/analysis/margins.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>
#include <numbers>

#include "host/analysis/derived_gains.hpp"
#include "host/analysis/linear_loop.hpp"
#include "tests/analysis/loop_problem.hpp"
#include "tests/support/tune_config.hpp"

namespace gainswarm::analysis {
namespace {

using std::numbers::pi;
using testing::HasSubstr;

constexpr double infinity = std::numeric_limits<double>::infinity();

const std::string lag =
    "states: {a: 1, b: 1, c: 1}, inputs: {u: 1}, dynamics: {a: u - a, b: a - b, c: b - c}";
const std::string integrator = "states: {x: 1}, inputs: {u: 1}, dynamics: {x: u}";
const std::string continuous = "continuous: true, ";

/// 4/(s + 1)^3: gain margin 8/4, crossover where (1 + w^2)^(3/2) = 4.
TEST(Margins, OfThreeEqualLagsAreTheTextbooks) {
  const LoopModel model = model_of(problem(lag, continuous + "output: {u: -k*c}"), 4);
  const Margins found = margins(model, 0);
  EXPECT_NEAR(found.gain_margin, 2, 1e-9);
  EXPECT_EQ(found.gain_reduction, infinity);
  const double crossover = std::sqrt(std::cbrt(16) - 1), phase = pi - 3 * std::atan(crossover);
  EXPECT_NEAR(found.phase_margin, phase, 1e-9);
  EXPECT_NEAR(found.delay_margin, phase / crossover, 1e-9);
  EXPECT_NEAR(found.sensitivity_peak, 3, 1e-9);              // from a fine grid of frequencies
  EXPECT_NEAR(found.complementary_peak, 2.414213562, 1e-9);  // likewise
  EXPECT_NEAR(damping(poles(model)), 0.1484038, 1e-7);       // s = -1 + cbrt(4) exp(i pi/3)
  EXPECT_NEAR(decay_rate(poles(model)), 1 - std::cbrt(4) / 2, 1e-12);
}

/// k/(z - 1): stable up to k = 2; |z - 1| = 1 at 60 degrees, where the phase of L is -120 degrees.
TEST(Margins, OfASampledIntegratorAreExact) {
  const auto sampled = [](const std::string& loop) {
    return problem(integrator, "output: {u: -k*x}", "simulation: {duration: 10 s, step: 1 s}" + loop);
  };
  const Margins found = margins(model_of(sampled(""), 1), 0);
  EXPECT_NEAR(found.gain_margin, 2, 1e-9);
  EXPECT_NEAR(found.phase_margin, pi / 3, 1e-9);
  EXPECT_NEAR(found.delay_margin, 1, 1e-9);
  EXPECT_NEAR(found.sensitivity_peak, 2, 1e-9);
  // One tick of delay: z^2 - z + k is stable up to k = 1; at k = 1/2, |z (z - 1)| = 1/2 at 2 asin(1/4).
  const Margins late = margins(model_of(sampled("\nloop: {actuators: {u: {delay: 1 s}}}"), 0.5), 0);
  EXPECT_NEAR(late.gain_margin, 2, 1e-9);
  const double crossover = 2 * std::asin(0.25);
  EXPECT_NEAR(late.phase_margin, pi / 2 - 1.5 * crossover, 1e-9);
}

TEST(Margins, LeaveJitterOut) {
  const auto with = [](const std::string& loop) {
    return margins(model_of(problem(integrator, "output: {u: -k*x}",
                                    "simulation: {duration: 10 s, step: 0.5 s, control_period: 1 s}" + loop),
                            1),
                   0);
  };
  EXPECT_EQ(with("\nloop: {jitter: 0.5 s}").delay_margin, with("").delay_margin);
  EXPECT_EQ(with("\nloop: {sampling_jitter: 0.5 s}").delay_margin, with("").delay_margin);
}

TEST(Margins, LeaveDisturbancesOut) {
  const auto with = [](const std::string& disturbances) {
    return margins(model_of(problem(integrator, "output: {u: -k*x}",
                                    disturbances + "simulation: {duration: 10 s, step: 1 s}"),
                            1),
                   0);
  };
  const double quiet = with("").delay_margin;
  EXPECT_EQ(with("constants: {load: 2}\ndisturbances: {u: load*t}\n").delay_margin, quiet);
}

TEST(Margins, OfALinearQuadraticRegulatorAreGuaranteed) {
  const std::string plant = "states: {x: m, v: m/s}, inputs: {u: m/s^2}, dynamics: {x: v, v: u}";
  const Margins found = margins(model_of(problem(plant, continuous + "output: {u: -k*x - sqrt(3)*v}"), 1), 0);
  EXPECT_EQ(found.gain_margin, infinity);
  EXPECT_GE(found.phase_margin, pi / 3);
  // |L|^2 = (1 + 3 w^2)/w^4 = 1.
  const double squared = (3 + std::sqrt(13)) / 2, crossover = std::sqrt(squared);
  EXPECT_NEAR(found.phase_margin, std::atan(std::sqrt(3) * crossover), 1e-9);
  EXPECT_NEAR(found.sensitivity_peak, 1, 1e-5);        // |1 + L| > 1, and near 1 far above the crossover
  EXPECT_NEAR(found.disk_margin, 1.3093073414, 1e-8);  // from a fine grid of frequencies
}

/// Sampled every 10 ms with the regulator of the weights 1, 1009, 1009, 1, 1, 1 and 0.1; the figures were
/// computed with SciPy on a fine grid of frequencies.
TEST(Margins, OfTheSampledDoublePendulumAreThoseOfAnIndependentComputation) {
  const spec::Problem given = tests::load_config("double_inverted_pendulum/lqr_weights");
  std::vector<double> gains{1009, 1, 1, 0.1, 0, 0, 0, 0, 0, 0};
  ASSERT_EQ(DerivedGains(given).derive(std::span(gains).first(4), std::span(gains).last(6)).cause, -1);
  const LinearLoop loop(given, {});
  EXPECT_EQ(loop.obstacle(gains), "");
  const Margins found = margins(loop.at(gains), 0);
  EXPECT_NEAR(found.gain_margin, 6.2524518, 1e-6);
  EXPECT_NEAR(found.gain_reduction, 2.3493, 1e-4);
  EXPECT_NEAR(found.phase_margin * 180 / pi, 51.032, 5e-3);
  EXPECT_NEAR(found.delay_margin, 0.028827, 5e-6);
  EXPECT_NEAR(found.sensitivity_peak, 1.1903873, 1e-6);
  EXPECT_NEAR(found.complementary_peak, 1.8319183, 1e-6);
  EXPECT_NEAR(found.disk_margin, 0.7324794, 1e-6);
}

/// An unstable plant, 2/(s - 1): the loop gain may fall to half.
TEST(Margins, KnowHowFarTheGainOfAnUnstablePlantMayFall) {
  const std::string plant = "states: {x: 1}, inputs: {u: 1}, dynamics: {x: x + u}";
  const Margins found = margins(model_of(problem(plant, continuous + "output: {u: -k*x}"), 2), 0);
  EXPECT_EQ(found.gain_margin, infinity);
  EXPECT_NEAR(found.gain_reduction, 2, 1e-9);
  EXPECT_NEAR(found.phase_margin, pi / 3, 1e-9);  // at w = sqrt 3
}

TEST(LinearLoop, HasTheDampingOfAnOscillator) {
  const std::string plant = "states: {x: 1, v: 1}, inputs: {u: 1}, dynamics: {x: v, v: u - x}";
  const auto found = poles(model_of(problem(plant, continuous + "output: {u: -k*v}"), 0.4));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NEAR(damping(found), 0.2, 1e-12);
  EXPECT_NEAR(decay_rate(found), 0.2, 1e-12);
  EXPECT_NEAR(found[1].imag(), std::sqrt(0.96), 1e-12);
}

/// A lag that follows commands held over a period is the plant's state of its own, sampled exactly.
TEST(LinearLoop, SamplesTheActuatorsLagExactly) {
  const auto with_lag = problem(integrator, "output: {u: -k*x}",
                                "simulation: {duration: 10 s, step: 0.1 s, control_period: 0.5 s}\n"
                                "loop: {actuators: {u: {lag: 0.25 s}}}");
  const LoopModel model = model_of(with_lag, 1);
  const double kept = std::exp(-2), reach = 0.25 * (1 - kept);
  // x, u, command: after the tick the command is -x; then x += reach u + (0.5 - reach) command.
  EXPECT_NEAR(model.a(0, 0), 1 - (0.5 - reach), 1e-12);
  EXPECT_NEAR(model.a(0, 1), reach, 1e-12);
  EXPECT_NEAR(model.a(1, 1), kept, 1e-12);
  EXPECT_NEAR(model.a(1, 0), -(1 - kept), 1e-12);
}

/// The law's own state, renewed at ticks: forward Euler of an integral.
TEST(LinearLoop, HoldsTheLawsStates) {
  const auto pi_control = problem(integrator, "states: {sum: {rate: -x}}, output: {u: k*(sum - x)}",
                                  "simulation: {duration: 10 s, step: 0.1 s}");
  const LoopModel model = model_of(pi_control, 2);
  EXPECT_NEAR(model.a(0, 0), 1 - 0.2, 1e-12);
  EXPECT_NEAR(model.a(0, 1), 0.2, 1e-12);
  EXPECT_NEAR(model.a(1, 0), -0.1, 1e-12);
  EXPECT_NEAR(model.a(1, 1), 1, 1e-12);
}

std::string obstacle(const std::string& plant, const std::string& controller) {
  const spec::Problem given = problem(plant, controller);
  const double gains[] = {1.0};
  return LinearLoop(given, {}).obstacle(gains);
}

TEST(LinearLoop, SaysWhatCannotBeLinearised) {
  EXPECT_THAT(obstacle(integrator, "output: {u: -k*sign(x)}"), HasSubstr("switches or bends over 'x'"));
  EXPECT_THAT(obstacle(integrator, "output: {u: -k*abs(x)}"), HasSubstr("switches or bends"));
  EXPECT_THAT(obstacle(integrator, "output: {u: -k*sqrt(abs(x))*sign(x)}"), HasSubstr("no finite slope"));
  EXPECT_THAT(obstacle("states: {x: 1}, inputs: {u: 1}, dynamics: {x: u - 1}", "output: {u: -k*x}"),
              HasSubstr("does not rest"));
  EXPECT_EQ(obstacle(integrator, "output: {u: -k*tanh(x/0.05)}"), "");
  EXPECT_EQ(obstacle(integrator, "output: {u: clamp(-k*x, -1, 1)}"), "");
}

}  // namespace
}  // namespace gainswarm::analysis
