// Engines give up the same rollouts, only those of candidates that have lost, and change no other.
#include "cuda/competition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "tests/engine/engine_bits.hpp"
#include "tests/engine/pendulum_program.hpp"
#include "tests/engine/random_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

/// Candidates of a program in some scenarios, and what they have to cost less than.
struct Contest {
  rollout::Program program;
  rollout::ScenarioTable scenarios;
  std::vector<double> gains, limits;
  aggregate::Rule rule;

  [[nodiscard]] std::size_t particles() const { return limits.size(); }
  [[nodiscard]] Outcome outcome(const Options& options) const {
    Outcome result;
    make_engine(options, program, scenarios)->compete(gains, {rule, limits}, result);
    return result;
  }
  [[nodiscard]] Outcome whole() const { return outcome_of({"cpu", 0, 1}, program, scenarios, gains); }
  [[nodiscard]] double aggregated(const Outcome& outcome, std::size_t particle) const {
    std::vector<double> costs;
    for (std::size_t at = particle; at < outcome.cause.size(); at += particles())
      costs.push_back(outcome.outputs[at]);
    return aggregate::over_scenarios(rule, costs.data(), std::ssize(costs));
  }
};

double between(Random& random, double low, double high) {
  return std::uniform_real_distribution(low, high)(random);
}

/// Double pendulums, some of which stand for long. Limits are about what candidates cost.
Contest pendulums(Random& random, graph::Precision precision, const aggregate::Rule& rule,
                  std::size_t particles) {
  Contest contest;
  contest.program = pendulum_program(precision, 500);
  contest.rule = rule;
  contest.program.least_cost = contest.program.finish.front();
  contest.scenarios.scenarios = 5;
  contest.scenarios.columns = 6;
  for (int i = 0; i < 30; ++i) contest.scenarios.values.push_back(between(random, -0.05, 0.05));
  constexpr std::array good{-3.162, 255.717, -302.331, -6.997, 15.301, -41.34};
  for (std::size_t i = 0; i < particles; ++i) {
    for (const double gain : good) contest.gains.push_back(gain * between(random, 0.85, 1.15));
  }
  contest.limits.assign(particles, 0);
  const Outcome whole = contest.whole();
  for (std::size_t i = 0; i < particles; ++i)
    contest.limits[i] = contest.aggregated(whole, i) * between(random, 0.2, 1.2);
  return contest;
}

bool is_given_up(const Outcome& outcome, std::size_t rollout) {
  return outcome.cause[rollout] == competition::given_up;
}

/// Of rollouts that were given up only the first output means something.
void expect_same(const Outcome& expected, const Outcome& actual) {
  ASSERT_EQ(expected.cause, actual.cause);
  EXPECT_EQ(expected.survived, actual.survived);
  const std::size_t rollouts = expected.cause.size();
  for (std::size_t at = 0; at < expected.outputs.size(); ++at) {
    if (at >= rollouts && is_given_up(expected, at % rollouts)) continue;
    ASSERT_EQ(bits_of(expected.outputs[at]), bits_of(actual.outputs[at])) << at;
  }
}

constexpr std::array rules{
    aggregate::Rule{aggregate::Kind::mean, 0},   aggregate::Rule{aggregate::Kind::sum, 0},
    aggregate::Rule{aggregate::Kind::worst, 0},  aggregate::Rule{aggregate::Kind::mean_plus_worst, 0.5},
    aggregate::Rule{aggregate::Kind::cvar, 0.7}, aggregate::Rule{aggregate::Kind::percentile, 0.6}};

class CompetitionTest : public testing::TestWithParam<graph::Precision> {};

TEST_P(CompetitionTest, GivesUpTheSameRolloutsOnEveryWidthAndNumberOfThreads) {
  Random random(tests::fresh_seed());
  for (const aggregate::Rule& rule : rules) {
    const Contest contest = pendulums(random, GetParam(), rule, 37);
    const Outcome expected = contest.outcome({.name = "reference", .threads = 2});
    EXPECT_GT(std::ranges::count(expected.cause, competition::given_up), 0);
    EXPECT_GT(std::ranges::count(expected.cause, -1), 0);
    expect_same(expected, contest.outcome({"cpu", 4, 3}));
    if (rule.kind != aggregate::Kind::cvar) continue;
    for (const int simd : {0, 1, 8, 16}) expect_same(expected, contest.outcome({"cpu", simd, 1}));
  }
}

TEST_P(CompetitionTest, LosersWouldHaveCostMoreAndTheOthersKeepEveryBit) {
  Random random(tests::fresh_seed());
  for (const aggregate::Rule& rule : rules) {
    const Contest contest = pendulums(random, GetParam(), rule, 200);
    const Outcome whole = contest.whole(), outcome = contest.outcome({"cpu", 0, 2});
    std::int64_t losers = 0;
    for (std::size_t i = 0; i < contest.particles(); ++i) {
      bool lost = false;
      for (std::size_t at = i; at < outcome.cause.size(); at += contest.particles()) {
        lost = lost || is_given_up(outcome, at);
      }
      losers += lost ? 1 : 0;
      if (lost) {
        ASSERT_GT(contest.aggregated(whole, i), contest.limits[i]);
        ASSERT_GT(contest.aggregated(outcome, i), contest.limits[i]);
        continue;
      }
      for (std::size_t at = i; at < whole.outputs.size(); at += contest.particles())
        ASSERT_EQ(bits_of(whole.outputs[at]), bits_of(outcome.outputs[at]));
    }
    EXPECT_GT(losers, 40);
    const auto steps = [](const Outcome& of) {
      return std::accumulate(of.survived.begin(), of.survived.end(), std::int64_t{0});
    };
    EXPECT_LT(steps(outcome), steps(whole));
  }
}

TEST_P(CompetitionTest, WithoutALimitIsAnOrdinaryBatch) {
  Random random(tests::fresh_seed());
  Contest contest = pendulums(random, GetParam(), {}, 20);
  contest.limits.assign(20, std::numeric_limits<double>::infinity());
  for (const char* name : {"reference", "cpu"})
    expect_same_bits(contest.whole(), contest.outcome({name, 0, 2}));
}

/// Delays, all operations, nonsense for a bound: engines agree all the same.
TEST_P(CompetitionTest, OfRandomProgramsEndsAlikeOnEveryEngine) {
  Random random(tests::fresh_seed());
  std::int64_t given_up = 0;
  for (int i = 0; i < 30 && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    Contest contest;
    contest.program = random_program(random, GetParam());
    contest.program.ticks = any_integer(random, 40, 200);
    contest.program.least_cost = contest.program.finish.front();
    contest.scenarios = random_scenarios(random, contest.program);
    const int particles = any_integer(random, 1, 40);
    contest.gains = random_gains(random, contest.program, particles);
    for (int j = 0; j < particles; ++j) contest.limits.push_back(between(random, -10, 10));
    const Outcome expected = contest.outcome({.name = "reference", .threads = 2});
    given_up += std::ranges::count(expected.cause, competition::given_up);
    for (const int simd : {0, 1, 2, 16}) expect_same(expected, contest.outcome({"cpu", simd, 2}));
  }
  EXPECT_GT(given_up, 0);
}

INSTANTIATE_TEST_SUITE_P(Precisions, CompetitionTest,
                         testing::Values(graph::Precision::float64, graph::Precision::float32),
                         [](const testing::TestParamInfo<graph::Precision>& precision) {
                           return precision.param == graph::Precision::float64 ? "Double" : "Float";
                         });

}  // namespace
}  // namespace gainswarm::engine
