// Loops whose poles near the imaginary axis are fast beside their dead time, where a polynomial in it sees
// nothing.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "host/analysis/loop_report.hpp"
#include "host/analysis/margins.hpp"
#include "tests/analysis/loop_problem.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::analysis {
namespace {

using std::numbers::pi;

/// w0^2/(s^2 + 2 damping w0 s + w0^2) behind a dead time, in feedback of gain k.
struct Resonance {
  double frequency, damping, dead_time;

  [[nodiscard]] std::string plant() const {
    const std::string squared = std::to_string(frequency * frequency);
    return "inputs: {u: 1}, blocks: {y: {input: u, gain: " + squared + ", denominator: [1, " +
           std::to_string(2 * damping * frequency) + ", " + squared +
           "], dead_time: " + std::to_string(dead_time) + " s}}";
  }
  [[nodiscard]] Complex response(double omega) const {
    const Complex s(0, omega);
    return frequency * frequency / (s * s + 2 * damping * frequency * s + frequency * frequency) *
           std::exp(-s * dead_time);
  }
  /// Of the loop under a continuous law: how often 1 + L goes round 0, on half the axis. L vanishes beyond.
  [[nodiscard]] int unstable_poles(double k) const {
    constexpr int points = 400'000;
    double turned = 0;
    Complex before = 1.0 + k * response(0);
    for (int i = 1; i <= points; ++i) {
      const Complex here = 1.0 + k * response(20 * frequency * i / points);
      turned += std::arg(here / before);
      before = here;
    }
    return static_cast<int>(std::lround(-turned / pi));
  }
};

std::string sampled_every(const std::string& period) {
  return "simulation: {duration: 20 s, step: " + period + ", control_period: " + period + "}";
}

TEST(ResonantDeadTime, IsUnstableWhereTheNyquistCurveGoesRound) {
  std::mt19937_64 random(tests::fresh_seed());
  std::uniform_real_distribution<double> unit;
  int unstable = 0;
  for (int i = 0; i < 60; ++i) {
    const Resonance of{std::floor(20 + 80 * unit(random)), 0.01 + 0.04 * unit(random),
                       std::floor(1 + 3 * unit(random))};
    const double k = 0.02 + 0.2 * unit(random);
    const std::vector<Complex> found =
        poles(model_of(problem(of.plant(), "continuous: true, output: {u: -k*y}"), k));
    const auto right = std::ranges::count_if(found, [](Complex pole) { return pole.real() > 0; });
    EXPECT_EQ(right, of.unstable_poles(k)) << of.plant() << ' ' << k;
    for (const Complex pole : found) {
      const Complex open = pole * pole + 2 * of.damping * of.frequency * pole + of.frequency * of.frequency;
      const Complex back = k * of.frequency * of.frequency * std::exp(-pole * of.dead_time);
      EXPECT_LT(std::abs(open + back), 1e-5 * (std::abs(open) + std::abs(back)))
          << pole;  // text has six digits
    }
    if (right > 0) ++unstable;
  }
  EXPECT_GT(unstable, 5);
  EXPECT_LT(unstable, 55);
}

TEST(ResonantDeadTime, HasTheRightmostPoleOfItsCompanion) {
  std::mt19937_64 random(tests::fresh_seed());
  std::uniform_real_distribution<double> unit;
  for (int i = 0; i < 30; ++i) {
    const int ticks = 30 + static_cast<int>(30 * unit(random));
    const Resonance of{std::floor(20 + 60 * unit(random)), 0.01 + 0.05 * unit(random), 0.02 * ticks};
    const LoopModel model =
        model_of(problem(of.plant(), "output: {u: -k*y}", sampled_every("20 ms")), 0.05 + 0.2 * unit(random));
    ASSERT_TRUE(model.a_is_near);
    LoopModel whole = model;
    whole.a_is_near = false;
    whole.a = companion(model.history);
    EXPECT_NEAR(decay_rate(poles(model)), decay_rate(poles(whole)), 1e-6) << of.plant();
  }
}

TEST(ResonantDeadTime, HasTheMarginsOfAFineGrid) {
  for (const auto& [of, k] :
       {std::pair(Resonance{20, 0.02, 20}, 0.03), {Resonance{49.275, 0.005, 10}, 0.007}}) {
    double sensitivity = 0, largest_crossing = 0;
    Complex before = k * of.response(0);
    for (int i = 1; i <= 2'000'000; ++i) {
      const Complex here = k * of.response(3 * of.frequency * i / 2e6);
      sensitivity = std::max(sensitivity, 1 / std::abs(1.0 + here));
      if (here.imag() * before.imag() < 0) largest_crossing = std::max(largest_crossing, -here.real());
      before = here;
    }
    const LoopModel model = model_of(problem(of.plant(), "continuous: true, output: {u: -k*y}",
                                             "simulation: {duration: 1 s, step: 10 ms}"),
                                     k);
    const Margins found = margins(model, 0);
    EXPECT_NEAR(found.sensitivity_peak, sensitivity, 1e-3 * sensitivity);
    EXPECT_NEAR(found.gain_margin, 1 / largest_crossing, 1e-3);
  }
}

/// What goes through at once, 12 times as strong at high frequencies: |L| is 1.2 there, for ever.
TEST(ResonantDeadTime, OfWhatGoesThroughAtOnceIsUnstableAtHighFrequencies) {
  const std::string plant =
      "inputs: {u: 1}, blocks: {y: {input: u, numerator: [0.012, 1], denominator: [0.001, 1], dead_time: 0.3 "
      "s}}";
  const LoopModel model = model_of(problem(plant, "continuous: true, output: {u: -k*y}"), 0.1);
  EXPECT_NEAR(decay_rate(poles(model)), -std::log(1.2) / 0.3, 1e-6);
  EXPECT_GT(decay_rate(poles(model_of(problem(plant, "continuous: true, output: {u: -k*y}"), 0.05))), 0);
}

/// z^3000 (z - 1) + k h, in discrete time.
TEST(ResonantDeadTime, OfThreeThousandTicksInDiscreteTimeHasItsPoles) {
  const std::string plant =
      "inputs: {u: 1}, discrete: true, blocks: {y: {input: u, denominator: [1, -1], gain: 0.02, dead_time: "
      "60 s}}";
  const LoopModel model = model_of(problem(plant, "output: {u: -k*y}", sampled_every("20 ms")), 0.01);
  const std::vector<Complex> found = poles(model);
  ASSERT_FALSE(found.empty());
  for (const Complex pole : found) {
    const Complex z = std::exp(0.02 * pole);
    EXPECT_LT(std::abs(z - 1.0 + 2e-4 * std::exp(-60.0 * pole)), 1e-12) << pole;
  }
  EXPECT_GT(decay_rate(found), 0);
  EXPECT_LT(decay_rate(poles(model_of(problem(plant, "output: {u: -k*y}", sampled_every("20 ms")), 0.03))),
            0);
}

/// An integrator that the output does not show: neither stable nor unstable, wherever rounding leaves it.
TEST(ResonantDeadTime, CallsAHiddenIntegratorNeitherStableNorUnstable) {
  const std::string plant =
      "inputs: {u: 1}, blocks: {y: {input: u, numerator: [1, 0], denominator: [1, 2, 3], dead_time: 0.5 s}}";
  const LoopReport report =
      report_on_loop(problem(plant, "states: {sum: {rate: -y}}, output: {u: k*sum}", sampled_every("0.1 s")),
                     std::vector<double>{0.5});
  EXPECT_EQ(report.decay_rate, 0);
  EXPECT_FALSE(report.unstable);
  EXPECT_TRUE(report.margins.empty());
}

}  // namespace
}  // namespace gainswarm::analysis
