// Problems whose best gains are known from mathematics: the tuner must find them, from nearly every seed.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/tune_config.hpp"

namespace gainswarm {
namespace {

struct KnownAnswer {
  std::string config;
  double cost;  ///< of the best gains
  double tolerance = 1e-6;
  std::vector<double> gains;     ///< of the exact answer
  double gain_tolerance = 1e-3;  ///< relative; near the optimum a gain may move far before the cost does
};

std::ostream& operator<<(std::ostream& out, const KnownAnswer& answer) {
  return out << answer.config;
}

const double sqrt3 = std::sqrt(3);

/// double_integrator_sampled is the trace of the discrete Riccati equation of the sampled cost integral,
/// iterated in extended precision; the others are closed forms or, for damping_indices_iae and
/// inverted_pendulum_lqr, published.
const std::vector<KnownAnswer>& answers() {
  static const std::vector<KnownAnswer> all{
      {"double_integrator_lqr", 2 * sqrt3, 1e-6, {1, sqrt3}},
      {"double_integrator_sampled", 3.466748622426537, 1e-6, {0.917795, 1.636441}},
      {"integrator_sampled", 1 / (2 * sqrt3), 1e-6, {3 - sqrt3}},
      {"saturated_integrator", 13.0 / 24, 1e-6, {2}},
      {"damping_indices_ise", 1, 1e-6, {1}},
      {"damping_indices_iae", 1.6051436, 1e-6, {1.324755}},
      {"inverted_pendulum_lqr", 4027.43240, 1e-6, {-70.7107, -37.8345, 105.5298, 20.9238}},
      {"uncertain_mass_mean", std::sqrt(1.25), 1e-6, {std::sqrt(1.25)}},
  };
  return all;
}

class KnownAnswers : public ::testing::TestWithParam<KnownAnswer> {};

TEST_P(KnownAnswers, AreFoundFromNineOfTenSeeds) {
  const KnownAnswer& answer = GetParam();
  int found = 0;
  for (int seed = 1; seed <= 10; ++seed) {
    const auto problem =
        tests::load_config("known_answers/" + answer.config, {"swarm.seed=" + std::to_string(seed)});
    const tuner::Tuning tuning = tests::tune(problem);
    EXPECT_GT(tuning.cost, answer.cost * (1 - answer.tolerance))
        << "better than the best possible, seed " << seed;
    bool close = tuning.cost <= answer.cost * (1 + answer.tolerance);
    for (std::size_t i = 0; i < answer.gains.size(); ++i) {
      const double error = std::abs(tuning.gains[i].value / answer.gains[i] - 1);
      close = close && error < answer.gain_tolerance;
    }
    found += close ? 1 : 0;
  }
  EXPECT_GE(found, 9);
}

TEST_P(KnownAnswers, AreFoundInSinglePrecision) {
  const KnownAnswer& answer = GetParam();
  const auto problem = tests::load_config("known_answers/" + answer.config, {"simulation.precision=float"});
  EXPECT_NEAR(tests::tune(problem).cost / answer.cost, 1, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(Configs, KnownAnswers, ::testing::ValuesIn(answers()),
                         [](const auto& test) { return test.param.config; });

/// Step metrics of 1/(s^2 + s + 1), damping ratio 1/2, by the formulas of any textbook.
TEST(SecondOrderMetrics, AgreeWithTheirFormulas) {
  const auto problem = tests::load_config("known_answers/second_order_metrics");
  const auto program = rollout::build_program(problem, rollout::Purpose::training);
  const auto scenarios = rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
  const auto engine = engine::make_engine({}, program, scenarios);
  engine::Outcome outcome;
  engine->evaluate(std::vector<double>{1.0}, outcome);
  EXPECT_NEAR(outcome.outputs[1], std::exp(-std::acos(-1) / sqrt3), 1e-6);  // overshoot 16.3034 %
  EXPECT_NEAR(outcome.outputs[2], std::acos(-1) / std::sqrt(0.75), 1e-6);   // peak time 3.627599 s
  EXPECT_NEAR(outcome.outputs[3], 1.6376, 5e-5);
  EXPECT_NEAR(outcome.outputs[4], 8.0763, 5.1e-5);
  EXPECT_NEAR(outcome.outputs[5], 5.289, 1e-4);
}

}  // namespace
}  // namespace gainswarm
