// Problems whose best gains are known from mathematics, or as the best that anybody found: the tuner must
// find them, from nearly every seed. configs/known_answers/answers.json holds the answers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "tests/support/tune_config.hpp"

namespace gainswarm {
namespace {

struct KnownAnswer {
  std::string name;
  std::vector<std::string> overrides;
  double cost;  ///< of the best gains
  double cost_tolerance;
  std::map<std::string, double> gains;  ///< of the exact answer
  double gain_tolerance;  ///< relative; near the optimum a gain may move far before the cost does
  std::set<std::string> on_bound;
};

std::ostream& operator<<(std::ostream& out, const KnownAnswer& answer) {
  return out << answer.name;
}

std::vector<KnownAnswer> answers() {
  std::ifstream file(support::shipped("configs/known_answers/answers.json"));
  std::vector<KnownAnswer> all;
  for (const nlohmann::json& row : nlohmann::json::parse(file)) {
    all.push_back({row.at("name"), row.value("set", std::vector<std::string>{}), row.at("cost"),
                   row.at("cost_tolerance"), row.value("gains", std::map<std::string, double>{}),
                   row.value("gain_tolerance", 0.0), row.value("on_bound", std::set<std::string>{})});
  }
  return all;
}

tuner::Tuning tune_answer(const KnownAnswer& answer, const std::string& one_more) {
  std::vector<std::string> overrides = answer.overrides;
  overrides.push_back(one_more);
  return tests::tune(tests::load_config("known_answers/" + answer.name, overrides));
}

bool is_found(const KnownAnswer& answer, const tuner::Tuning& tuning) {
  return tuning.cost <= answer.cost * (1 + answer.cost_tolerance) &&
         std::ranges::all_of(tuning.gains, [&](const tuner::BestGain& gain) {
           const auto known = answer.gains.find(gain.name);
           const bool close = known == answer.gains.end() ||
                              std::abs(gain.value / known->second - 1) < answer.gain_tolerance;
           return close && gain.on_bound == answer.on_bound.contains(gain.name);
         });
}

class KnownAnswers : public ::testing::TestWithParam<KnownAnswer> {};

TEST_P(KnownAnswers, AreFoundFromNineOfTenSeeds) {
  const KnownAnswer& answer = GetParam();
  int found = 0;
  for (int seed = 1; seed <= 10; ++seed) {
    const tuner::Tuning tuning = tune_answer(answer, "swarm.seed=" + std::to_string(seed));
    EXPECT_GT(tuning.cost, answer.cost * (1 - answer.cost_tolerance))
        << "better than the best possible, seed " << seed;
    found += is_found(answer, tuning) ? 1 : 0;
  }
  EXPECT_GE(found, 9);
}

TEST_P(KnownAnswers, AreFoundInSinglePrecision) {
  const KnownAnswer& answer = GetParam();
  const tuner::Tuning tuning = tune_answer(answer, "simulation.precision=float");
  EXPECT_NEAR(tuning.cost / answer.cost, 1, std::max(1e-4, answer.cost_tolerance));
}

INSTANTIATE_TEST_SUITE_P(Configs, KnownAnswers, ::testing::ValuesIn(answers()), [](const auto& test) {
  return test.param.name + (test.param.overrides.empty() ? "" : "_" + std::to_string(test.index));
});

/// A cost without an optimum: the user is told that the gain stopped at its bound.
TEST(PiSecondOrderUnbounded, WarnsOfTheGainOnItsBound) {
  const tuner::Tuning tuning = tests::tune(tests::load_config("known_answers/pi_second_order_unbounded"));
  ASSERT_EQ(tuning.warnings.size(), 1U);
  EXPECT_NE(tuning.warnings.front().find("gain 'k_p' is on its upper bound 10"), std::string::npos)
      << tuning.warnings.front();
}

/// Outputs of one rollout of the problem with the gains given.
std::vector<double> outputs_of(const std::string& config, const std::vector<std::string>& overrides,
                               const std::vector<double>& gains) {
  const auto problem = tests::load_config(config, overrides);
  const auto program = rollout::build_program(problem, rollout::Purpose::training);
  const auto scenarios = rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
  const auto engine = engine::make_engine({}, program, scenarios);
  engine::Outcome outcome;
  engine->evaluate(gains, outcome);
  return outcome.outputs;
}

/// By how much both objectives of the front's compromises could shrink, the smallest first; state^3 effort =
/// 27/64 is the front of linear-quadratic regulators, wherever their gains lie in the box.
std::vector<double> distances(const tuner::Front& front) {
  std::vector<double> found;
  for (std::size_t i = 0; i < front.values.size(); i += 2) {
    const double state = front.values[i], effort = front.values[i + 1];
    const double frequency = 3 / (2 * std::sqrt(2) * state);
    if (frequency * frequency < 20)
      found.push_back(std::pow(effort * std::pow(state, 3) * 64 / 27, 0.25) - 1);
  }
  std::ranges::sort(found);
  return found;
}

TEST(DoubleIntegratorFront, IsFoundFromNineOfTenSeeds) {
  int found = 0;
  for (int seed = 1; seed <= 10; ++seed) {
    const auto problem =
        tests::load_config("known_answers/double_integrator_front", {"swarm.seed=" + std::to_string(seed)});
    const tuner::Tuning tuning = tests::tune(problem);
    ASSERT_EQ(tuning.front->points(), 100);
    const std::vector<double> off = distances(*tuning.front);
    ASSERT_GT(off.size(), 80U);
    EXPECT_GT(off.front(), -1e-6) << "better than the best possible, seed " << seed;
    const double most = off[off.size() * 9 / 10];
    std::cout << "seed " << seed << ": nine tenths within " << most << ", all within " << off.back() << '\n';
    found += most < 0.01 && off.back() < 0.04 ? 1 : 0;
  }
  EXPECT_GE(found, 9);
}

/// Largest |1/(1 + L)| of L = (k_p + k_i/s)/(s + 1)^3, straight from the formula, over a fine grid of
/// frequencies.
double sensitivity_peak(double k_p, double k_i) {
  double largest = 0;
  for (double omega = 0.05; omega < 20; omega *= 1.0002) {
    const std::complex<double> s(0, omega), lag = s + 1.0;
    largest = std::max(largest, 1 / std::abs(1.0 + (k_p + k_i / s) / (lag * lag * lag)));
  }
  return largest;
}

/// The most k_i that keeps Ms at 1.4, between none and the limit of stability by Routh.
double most_integral_gain(double k_p) {
  double low = 1e-6, high = (8 - k_p) * (1 + k_p) / 9;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (sensitivity_peak(k_p, middle) < 1.4 ? low : high) = middle;
  }
  return low;
}

TEST(PiRobust, HasTheAnswerOfASearchOverItsFrequencyResponse) {
  const double k_p = 0.6329743;
  const double best = most_integral_gain(k_p);
  EXPECT_NEAR(best, 0.3253174, 1e-6);
  EXPECT_GT(best, most_integral_gain(k_p - 0.01));
  EXPECT_GT(best, most_integral_gain(k_p + 0.01));
}

/// The gains that Gaing published for weighting factor 1, as recomputed with an exact matrix exponential.
TEST(AvrGaing, CostsWhatThePublishedGainsCost) {
  const std::vector<double> gains{0.6570, 0.5389, 0.2458};
  EXPECT_NEAR(outputs_of("known_answers/avr_gaing", {}, gains)[0], 0.05847, 1e-5);
}

/// Step metrics of 1/(s^2 + s + 1), damping ratio 1/2, by the formulas of any textbook.
TEST(SecondOrderMetrics, AgreeWithTheirFormulas) {
  const std::vector<double> outputs = outputs_of("known_answers/second_order_metrics", {}, {1.0});
  EXPECT_NEAR(outputs[1], std::exp(-std::acos(-1) / std::sqrt(3)), 1e-6);  // overshoot 16.3034 %
  EXPECT_NEAR(outputs[2], std::acos(-1) / std::sqrt(0.75), 1e-6);          // peak time 3.627599 s
  EXPECT_NEAR(outputs[3], 1.6376, 5e-5);
  EXPECT_NEAR(outputs[4], 8.0763, 5.1e-5);
  EXPECT_NEAR(outputs[5], 5.289, 1e-4);
}

}  // namespace
}  // namespace gainswarm
