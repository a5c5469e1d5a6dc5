#include "cuda/aggregate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "tests/support/seed.hpp"

namespace gainswarm::aggregate {
namespace {

/// Aggregates the costs of one candidate, given in any order.
double aggregate_one(Rule rule, std::vector<double> costs) {
  return over_scenarios(rule, costs.data(), static_cast<std::int64_t>(costs.size()));
}

const std::vector<double> five{3, 10, 1, 6, 5};

TEST(Aggregate, MatchesValuesComputedByHand) {
  EXPECT_EQ(aggregate_one({Kind::mean}, five), 5);
  EXPECT_EQ(aggregate_one({Kind::sum}, five), 25);
  EXPECT_EQ(aggregate_one({Kind::worst}, five), 10);
  EXPECT_EQ(aggregate_one({Kind::mean_plus_worst, 0.5}, five), 10);
}

TEST(Aggregate, CvarIsTheMeanOfTheWorstShareWithItsFraction) {
  EXPECT_DOUBLE_EQ(aggregate_one({Kind::cvar, 0.6}, five), (10 + 6) / 2.0);
  EXPECT_DOUBLE_EQ(aggregate_one({Kind::cvar, 0.5}, five), (10 + 6 + 0.5 * 5) / 2.5);
  EXPECT_DOUBLE_EQ(aggregate_one({Kind::cvar, 0.9}, five), 10) << "half a scenario is the worst one";
  EXPECT_EQ(aggregate_one({Kind::cvar, 0}, five), 5) << "the whole share is the mean";
  EXPECT_EQ(aggregate_one({Kind::cvar, 1}, five), 10) << "no share at all is the worst";
}

TEST(Aggregate, PercentileInterpolatesBetweenOrderStatistics) {
  EXPECT_EQ(aggregate_one({Kind::percentile, 0}, five), 1);
  EXPECT_EQ(aggregate_one({Kind::percentile, 1}, five), 10);
  EXPECT_EQ(aggregate_one({Kind::percentile, 0.5}, five), 5);
  EXPECT_DOUBLE_EQ(aggregate_one({Kind::percentile, 0.9}, five), 8.4);
}

TEST(Aggregate, OneScenarioIsItsOwnAggregate) {
  for (const Kind kind : {Kind::mean, Kind::sum, Kind::worst, Kind::cvar, Kind::percentile}) {
    EXPECT_EQ(aggregate_one({kind, 0.9}, {7.25}), 7.25);
  }
}

TEST(Aggregate, DescendingSortAgreesWithTheStandardLibrary) {
  std::mt19937_64 random(tests::fresh_seed());
  for (std::size_t size = 0; size < 70; ++size) {
    std::vector<double> values(size);
    for (double& value : values) value = static_cast<double>(random() % 40);
    std::vector<double> expected = values;
    std::ranges::sort(expected, std::greater{});
    sort_descending(values.data(), static_cast<std::int64_t>(size));
    EXPECT_EQ(values, expected);
  }
}

}  // namespace
}  // namespace gainswarm::aggregate
