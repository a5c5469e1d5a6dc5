#include "host/tuner/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace gainswarm::tuner {
namespace {

TEST(Statistics, ClopperPearsonGivesTheTabulatedBounds) {
  // Closed forms at the ends: 1 - 0.025^(1/n) and its mirror image ("rule of three").
  const Interval none = clopper_pearson(0, 20), all = clopper_pearson(400, 400);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 1 - std::pow(0.025, 1.0 / 20), 1e-14);
  EXPECT_NEAR(all.low, std::pow(0.025, 1.0 / 400), 1e-14);
  EXPECT_EQ(all.high, 1);
  // 81 of 263, the example of Agresti, Coull (The American Statistician 52, 1998) and of R's binom.test:
  const Interval some = clopper_pearson(81, 263);
  EXPECT_NEAR(some.low, 0.2527, 5e-5);
  EXPECT_NEAR(some.high, 0.3676, 5e-5);
}

/// P(X <= most) for X ~ Binomial(trials, p), summed term by term.
double at_most(int most, int trials, double p) {
  double sum = 0, term = std::pow(1 - p, trials);
  for (int k = 0; k <= most; ++k) {
    sum += term;
    term *= static_cast<double>(trials - k) / (k + 1) * p / (1 - p);
  }
  return sum;
}

TEST(Statistics, ClopperPearsonLeavesAFortiethOnEachSide) {
  for (const int successes : {1, 7, 29}) {
    const Interval interval = clopper_pearson(successes, 30);
    EXPECT_NEAR(1 - at_most(successes - 1, 30, interval.low), 0.025, 1e-12);
    EXPECT_NEAR(at_most(successes, 30, interval.high), 0.025, 1e-12);
  }
}

TEST(Statistics, McNemarSumsTheBinomialTails) {
  EXPECT_NEAR(mcnemar(1, 9), 2 * (1 + 10) / 1024.0, 1e-15);
  EXPECT_EQ(mcnemar(9, 1), mcnemar(1, 9));
  EXPECT_NEAR(mcnemar(0, 6), 2 / 64.0, 1e-15);
  EXPECT_EQ(mcnemar(5, 5), 1);
  EXPECT_EQ(mcnemar(0, 0), 1);
}

TEST(Statistics, PercentilesInterpolateBetweenTheNearest) {
  std::vector<double> values;
  for (int i = 20; i >= 0; --i) values.push_back(10.0 * i);  // 0, 10, ... 200: 5 % is 1 of 20 steps
  const Percentiles found = percentiles(values);
  EXPECT_EQ(found.lowest, 0);
  EXPECT_DOUBLE_EQ(found.p5, 10);
  EXPECT_EQ(found.p50, 100);
  EXPECT_DOUBLE_EQ(found.p95, 190);
  EXPECT_EQ(found.highest, 200);
  const Percentiles two = percentiles(std::vector<double>{4, 2});
  EXPECT_DOUBLE_EQ(two.p5, 2.1);
  EXPECT_EQ(two.p50, 3);
}

TEST(Statistics, PercentilesCountFiniteNumbersOnly) {
  const double no_number = std::nan("");
  const Percentiles found = percentiles(std::vector<double>{no_number, 3, INFINITY, 5, -INFINITY});
  EXPECT_EQ(found.lowest, 3);
  EXPECT_EQ(found.highest, 5);
  EXPECT_TRUE(std::isnan(percentiles(std::vector<double>{no_number}).p50));
}

}  // namespace
}  // namespace gainswarm::tuner
