// Gains that the host derives from tuned ones: what problems say becomes what the formulas give.
#include "host/analysis/derived_gains.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "host/spec/derived_names.hpp"
#include "host/spec/spec_io.hpp"
#include "tests/support/tune_config.hpp"

namespace gainswarm::analysis {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

/// A double integrator whose law has the given stage `k`; `period` of control 0.1 s.
spec::Problem double_integrator(const std::string& stage,
                                const std::string& law = "output: {u: -(k_x*x + k_v*v)}",
                                const std::string& outputs = "") {
  return spec::parse_problem({"test.yaml",
                              "plant:\n"
                              "  states: {x: m, v: m/s}\n"
                              "  inputs: {u: m/s^2}\n"
                              "  parameters: {one: 1}\n"
                              "  dynamics: {x: v, v: one*u}\n" +
                                  outputs +
                                  "controller:\n"
                                  "  gains: {q: 1, r: 1}\n"
                                  "  derived: {k: " +
                                  stage + "}\n  " + law +
                                  "\n"
                                  "gains: {q: {bounds: [0, 2]}, r: {bounds: [-1, 1]}}\n"
                                  "simulation: {duration: 1 s, step: 100 ms}\n"
                                  "scenarios: {training: {list: [{initial_state: {x: 1}}]}}\n"
                                  "objective: {terms: {error: integral(x^2)}}\n",
                              ""});
}

const std::string weights = "{state_weights: {x: q, v: q*one}, input_weights: {u: r}}";

std::vector<double> gains_of(const spec::Problem& of, double q = 1, double r = 1) {
  const DerivedGains derived(of);
  std::vector<double> gains(static_cast<std::size_t>(derived.size()));
  const double tuned[] = {q, r};
  EXPECT_EQ(derived.derive(tuned, gains).cause, -1);
  return gains;
}

TEST(DerivedGains, OfSampledWeightsAreTheKnownAnswer) {
  EXPECT_THAT(gains_of(double_integrator("{riccati: " + weights + "}")),
              ElementsAre(DoubleNear(0.917795, 5e-7), DoubleNear(1.636441, 5e-7)));
}

TEST(DerivedGains, AreThoseOfTheContinuousEquationWhereTheLawIsContinuous) {
  const auto expected = ElementsAre(DoubleNear(1, 1e-12), DoubleNear(std::sqrt(3), 1e-12));
  const std::string law = "output: {u: -(k_x*x + k_v*v)}";
  EXPECT_THAT(gains_of(double_integrator("{riccati: " + weights + "}", law + "\n  continuous: true")),
              expected);
  EXPECT_THAT(gains_of(double_integrator("{sampled: false, riccati: " + weights + "}")), expected);
}

TEST(DerivedGains, OfPolesGiveTheirPolynomial) {
  const std::string pair = "{pairs: [{frequency: 3*q, damping: 0.5*r}]}";
  EXPECT_THAT(gains_of(double_integrator("{sampled: false, pole_placement: " + pair + "}")),
              ElementsAre(DoubleNear(9, 1e-12), DoubleNear(3, 1e-12)));
}

TEST(DerivedGains, OfAnEstimatorAreTheDualOnes) {
  const std::string kalman = "{sampled: false, kalman: {state_noise: {v: q}, output_noise: {x: r}}}";
  const std::string outputs = "  outputs: {x: x}\n";
  // White acceleration noise: l = (sqrt 2, 1) of the Kalman filter of a double integrator.
  EXPECT_THAT(gains_of(double_integrator(kalman, "output: {u: k_x*x - k_v*x}", outputs)),
              ElementsAre(DoubleNear(std::sqrt(2), 1e-12), DoubleNear(1, 1e-12)));
  const std::string poles = "{sampled: false, observer_poles: {real: [-2*q, -3*r]}}";
  EXPECT_THAT(gains_of(double_integrator(poles, "output: {u: k_x*x - k_v*x}", outputs)),
              ElementsAre(DoubleNear(5, 1e-12), DoubleNear(6, 1e-12)));
}

TEST(DerivedGains, OfPredictiveControlWithoutLimitsAreTheRegulators) {
  const std::string moves = ", moves: [1, 1, 1]}";
  const std::string control = weights.substr(0, weights.size() - 1) + moves;
  const auto gains = gains_of(double_integrator("{predictive_control: " + control + "}"));
  ASSERT_EQ(gains.size(), 2U + 9U + 6U + 1U);
  EXPECT_NEAR(gains[0], 0.917795, 5e-7);
  EXPECT_NEAR(gains[1], 1.636441, 5e-7);
  EXPECT_GT(gains.back(), 0);
}

/// Blocked moves cost at least as much, and the condensed problem says how much.
TEST(DerivedGains, OfBlockedMovesMinimiseTheCondensedCost) {
  const std::string control = weights.substr(0, weights.size() - 1) + ", moves: [2, 3]}";
  const auto gains = gains_of(double_integrator("{predictive_control: " + control + "}"));
  const double h11 = gains[2], h12 = gains[3], h21 = gains[4], h22 = gains[5];
  EXPECT_DOUBLE_EQ(h12, h21);
  const double f1 = gains[6], f2 = gains[8];  // of x
  const double determinant = h11 * h22 - h12 * h12;
  EXPECT_NEAR(gains[0], (h22 * f1 - h12 * f2) / determinant, 1e-12);
  const double mean = (h11 + h22) / 2, radius = std::sqrt((h11 - h22) * (h11 - h22) / 4 + h12 * h12);
  EXPECT_NEAR(gains.back(), 1 / (mean + radius), 1e-12);
}

TEST(DerivedGains, AreMissingWhereWeightsAreNotAllowed) {
  const spec::Problem given = double_integrator("{riccati: " + weights + "}");
  const DerivedGains derived(given);
  std::vector<double> gains(2, 7.0);
  const double negative[] = {1, -0.5}, more_negative[] = {1, -0.9}, unweighted[] = {0, 1};
  const Underived found = derived.derive(negative, gains);
  ASSERT_GE(found.cause, 0);
  EXPECT_THAT(derived.causes()[static_cast<std::size_t>(found.cause)], HasSubstr("k: a weight is negative"));
  EXPECT_THAT(gains, ElementsAre(0, 0));
  EXPECT_GT(derived.derive(more_negative, gains).severity, found.severity);
  const Underived unstable = derived.derive(unweighted, gains);
  ASSERT_GE(unstable.cause, 0);
  EXPECT_THAT(derived.causes()[static_cast<std::size_t>(unstable.cause)],
              HasSubstr("no stabilising solution"));
}

std::string message(const std::string& stage) {
  try {
    const spec::Problem given = double_integrator(stage);
    const DerivedGains derived(given);
  } catch (const spec::InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(DerivedGains, RefuseAPlantOutOfReach) {
  const std::string still = "{about: {x: 1}, pole_placement: {real: [-1, -2]}}";
  EXPECT_EQ(message(still), "accepted");
  spec::Problem given = double_integrator("{pole_placement: {real: [-1, -2]}}");
  given.parameters.push_back({spec::Text("one"), {0, "", {}}});
  EXPECT_THROW(DerivedGains{given}, spec::InputError);
}

TEST(DerivedGains, RefuseNamesThatAreNoGainsWhereTheyStand) {
  const std::string of_state = "{riccati: {state_weights: {x: x}, input_weights: {u: r}}}";
  EXPECT_THAT(message(of_state), HasSubstr("test.yaml:8:46: "));
  EXPECT_THAT(message("{riccati: {state_weights: {x: k_x}, input_weights: {u: r}}}"), HasSubstr("'k_x'"));
}

TEST(DerivedGains, ThatAreMissingForSomeCandidatesAreCountedAndAvoided) {
  spec::Problem given = double_integrator("{riccati: " + weights + "}");
  given.swarm.swarms = 2;
  given.swarm.particles = 8;
  given.swarm.iterations = 3;
  given.polish.enabled = false;
  const tuner::Tuning tuning = tests::tune(given, {"reference"});
  EXPECT_THAT(tuning.warnings, testing::Contains(HasSubstr("candidates have no derived gains (k: a weight")));
  ASSERT_EQ(tuning.gains.size(), 4U);
  EXPECT_GT(tuning.gains[1].value, 0);
  EXPECT_TRUE(tuning.gains[3].derived);
  EXPECT_FALSE(tuning.gains[3].tuned);
  EXPECT_EQ(tuning.gains[3].name, "k_v");
  EXPECT_EQ(tuning.gains[3].unit, "m/s^2/(m/s)");
  EXPECT_EQ(gains_of(given, tuning.gains[0].value, tuning.gains[1].value)[1], tuning.gains[3].value);
}

/// The order in which candidates are derived, what was derived before, and the machine change no bit.
TEST(DerivedGains, AreTheSameBitsWheneverAndWhereverTheyAreDerived) {
  const spec::Problem given = tests::load_config("double_inverted_pendulum/lqr_weights");
  const DerivedGains first(given), second(given);
  std::vector<double> one(6), other(6);
  const double tuned[] = {10, 1, 1, 0.1}, between[] = {3, 0.01, 50, 2};
  static_cast<void>(first.derive(tuned, one));
  static_cast<void>(second.derive(between, other));
  static_cast<void>(second.derive(tuned, other));
  EXPECT_EQ(one, other);
  EXPECT_EQ(one, (std::vector{0x1.602f383298fb7p+1, -0x1.d438a30a82746p+7, 0x1.109f63605617ap+8,
                              0x1.84dedc3b2317ep+2, -0x1.cdfd4e3600ba9p+3, 0x1.297fdb5a31ca6p+5}));
}

}  // namespace
}  // namespace gainswarm::analysis
