// Poles in a problem's file become gains of several inputs, or of an estimator with several outputs.
#include "host/analysis/pole_stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "host/analysis/derived_gains.hpp"
#include "host/analysis/matrix_functions.hpp"
#include "host/analysis/pole_placement.hpp"
#include "host/spec/derived_names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::MatrixXd;
using testing::ElementsAre;

/// Three states and two inputs, the law sampled each second.
spec::Problem two_input_problem(const std::string& stage, const std::string& of_w = "w + b",
                                const std::string& of_v = "a") {
  return spec::parse_problem({"test.yaml",
                              "plant:\n"
                              "  states: {x: m, v: m/s, w: 1}\n"
                              "  inputs: {a: m/s^2, b: 1/s}\n"
                              "  dynamics: {x: v, v: " +
                                  of_v + ", w: " + of_w +
                                  "}\n"
                                  "  outputs: {x: x, w: w, mean: (x + w)/2}\n"
                                  "controller:\n"
                                  "  gains: {p: 1/s}\n"
                                  "  derived: {k: " +
                                  stage +
                                  "}\n  output: {a: -x, b: -w}\n"
                                  "gains: {p: {bounds: [-9, 0]}}\n"
                                  "simulation: {duration: 5 s, step: 100 ms, control_period: 1 s}\n"
                                  "scenarios: {training: {list: [{initial_state: {x: 1}}]}}\n"
                                  "objective: {terms: {error: integral(x^2)}}\n",
                              ""});
}

/// Row by row.
MatrixXd gain_matrix(const spec::Problem& of, Eigen::Index rows, double p) {
  const DerivedGains derived(of);
  std::vector<double> gains(static_cast<std::size_t>(derived.size()));
  EXPECT_EQ(derived.derive({&p, 1}, gains).cause, -1);
  EXPECT_EQ(derived.size() % rows, 0);
  return Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
      gains.data(), rows, derived.size() / rows);
}

std::vector<std::string> names_of(const spec::Problem& of) {
  std::vector<std::string> names;
  for (const auto& gain : spec::derived_gains(of)) names.push_back(gain.name.str());
  return names;
}

void expect_poles(const MatrixXd& closed, const std::vector<std::complex<double>>& poles) {
  const Eigen::VectorXcd there = eigenvalues(closed);
  for (const auto& pole : poles) EXPECT_LT((there.array() - pole).abs().minCoeff(), 1e-10) << pole;
}

const MatrixXd a = (MatrixXd(3, 3) << 0, 1, 0, 0, 0, 0, 0, 0, 1).finished();
const MatrixXd b = (MatrixXd(3, 2) << 0, 0, 1, 0, 0, 1).finished();
const MatrixXd c = (MatrixXd(3, 3) << 1, 0, 0, 0, 0, 1, 0.5, 0, 0.5).finished();
const std::string three_poles = "real: [p], pairs: [{frequency: 2, damping: 0.6}]}";
const std::complex<double> pair{-1.2, 1.6};

TEST(PoleStage, NamesTheGainsOfSeveralInputsAsRiccatiDoes) {
  EXPECT_THAT(names_of(two_input_problem("{pole_placement: {" + three_poles + "}")),
              ElementsAre("k_a_x", "k_a_v", "k_a_w", "k_b_x", "k_b_v", "k_b_w"));
}

TEST(PoleStage, GivesSeveralInputsThePoles) {
  const MatrixXd k =
      gain_matrix(two_input_problem("{sampled: false, pole_placement: {" + three_poles + "}"), 2, -3);
  expect_poles(a - b * k, {-3, pair});
}

TEST(PoleStage, GivesSampledLawsThePolesUnderSampling) {
  const MatrixXd k = gain_matrix(two_input_problem("{pole_placement: {" + three_poles + "}"), 2, -3);
  const double e = std::exp(1);
  const MatrixXd held_a = (MatrixXd(3, 3) << 1, 1, 0, 0, 1, 0, 0, 0, e).finished();
  const MatrixXd held_b = (MatrixXd(3, 2) << 0.5, 0, 1, 0, 0, e - 1).finished();
  expect_poles(held_a - held_b * k, {std::exp(-3), std::exp(pair)});
}

TEST(PoleStage, GivesAnEstimatorOfSeveralOutputsItsPoles) {
  const spec::Problem of = two_input_problem("{sampled: false, observer_poles: {" + three_poles + "}");
  EXPECT_EQ(names_of(of)[1], "k_x_w");
  const MatrixXd l = gain_matrix(of, 3, -3);
  expect_poles(a - l * c, {-3, pair});
}

// Both push v alone, b four times as strongly; w follows x.
TEST(PoleStage, OfInputsThatDoTheSameIsAckermannsFormula) {
  const spec::Problem of =
      two_input_problem("{sampled: false, pole_placement: {" + three_poles + "}", "x - w", "a + 4*b");
  const MatrixXd chain = (MatrixXd(3, 3) << 0, 1, 0, 0, 0, 0, 1, 0, -1).finished();
  const Eigen::RowVectorXd single =
      place_poles(chain, Eigen::VectorXd::Unit(3, 1), {real_pole(-3), pole_pair(2, 0.6)});
  const MatrixXd k = gain_matrix(of, 2, -3);
  EXPECT_LT((k.row(0) - single / 2).norm(), 1e-12);
  EXPECT_LT((k.row(1) - single / 8).norm(), 1e-12);
}

TEST(PoleStage, OfASingleInputIsAckermannsFormulaToTheBit) {
  const MatrixXd chain = (MatrixXd(3, 3) << 0.1, 1, 0, 0.7, -0.3, 0, 1.1, 0, -1).finished();
  const MatrixXd single = (MatrixXd(3, 1) << 0.3, 1.7, -0.2).finished();
  const PoleStage stage({chain, single}, 0.1, {{0}, {{1, 2}}});
  const double values[] = {-3, 2, 0.6};
  const auto [finding, k] = stage(values);
  EXPECT_EQ(finding.trouble, Trouble::none);
  EXPECT_EQ(k, place_poles(chain, single, {sampled_pole(-3, 0.1), sampled_pair(2, 0.6, 0.1)}));
}

TEST(PoleStage, FindsAPoleWantedMoreOftenThanThereAreInputs) {
  const spec::Problem of = two_input_problem("{sampled: false, pole_placement: {real: [p, -1, -1]}}");
  const DerivedGains derived(of);
  std::vector<double> gains(6, 7.0);
  const double twice[] = {-2}, thrice[] = {-1}, unstable[] = {1};
  EXPECT_EQ(derived.derive(twice, gains).cause, -1);
  const Underived found = derived.derive(thrice, gains);
  ASSERT_GE(found.cause, 0);
  EXPECT_THAT(derived.causes()[static_cast<std::size_t>(found.cause)],
              testing::HasSubstr("wanted more often"));
  EXPECT_THAT(gains, testing::Each(0));
  EXPECT_LT(found.severity, derived.derive(unstable, gains).severity);
}

}  // namespace
}  // namespace gainswarm::analysis
