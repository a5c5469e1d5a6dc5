// Engines give up the same rollouts, only those of candidates that have lost, and change no other.
#include "cuda/competition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "tests/engine/contest.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

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

TEST_P(CompetitionTest, OfRandomProgramsEndsAlikeOnEveryEngine) {
  Random random(tests::fresh_seed());
  std::int64_t given_up = 0;
  for (int i = 0; i < 30 && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    const Contest contest = random_contest(random, GetParam());
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
