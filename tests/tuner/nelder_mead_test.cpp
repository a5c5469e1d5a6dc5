#include "host/tuner/nelder_mead.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

#include "tests/support/seed.hpp"

namespace gainswarm::tuner {
namespace {

using Cost = std::function<double(std::span<const double>)>;

/// Runs a simplex to its end; returns the number of points it asked for.
std::int64_t run(NelderMead& simplex, const Cost& cost) {
  std::int64_t points = 0;
  const std::size_t dimensions = simplex.position().size();
  while (!simplex.finished() && points < 100'000) {
    std::vector<double> costs;
    for (std::span<const double> rest = simplex.propose(); !rest.empty(); rest = rest.subspan(dimensions)) {
      for (const double coordinate : rest.first(dimensions)) EXPECT_TRUE(coordinate >= 0 && coordinate <= 1);
      costs.push_back(cost(rest.first(dimensions)));
    }
    points += simplex.trials();
    simplex.absorb(costs);
  }
  return points;
}

/// 3 + a quadratic form about (0.3, 0.35, 0.4, ...), its directions skewed and weighted from 1 to 10^4.
double ill_conditioned(std::span<const double> x) {
  double cost = 3;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double along = x[i] - (0.3 + 0.05 * static_cast<double>(i));
    if (i + 1 < x.size()) along += 0.5 * (x[i + 1] - (0.35 + 0.05 * static_cast<double>(i)));
    cost += std::pow(1e4, static_cast<double>(i) / static_cast<double>(x.size())) * along * along;
  }
  return cost;
}

TEST(NelderMead, ReachesTheOptimumOfSmoothFunctionsToNineDigits) {
  std::mt19937_64 random(gainswarm::tests::fresh_seed());
  std::uniform_real_distribution<double> positions(0, 1);
  for (std::size_t dimensions = 1; dimensions <= 6; ++dimensions) {
    for (int repetition = 0; repetition < 10; ++repetition) {
      std::vector<double> start(dimensions);
      for (double& coordinate : start) coordinate = positions(random);
      NelderMead simplex(start, ill_conditioned(start), 0.05, 1e-10);
      run(simplex, ill_conditioned);
      EXPECT_TRUE(simplex.finished());
      EXPECT_LE(simplex.cost(), 3 * (1 + 1e-9)) << dimensions << " dimensions";
    }
  }
}

TEST(NelderMead, FindsAnOptimumOnTheFaceOfTheBoxExactly) {
  const std::vector<double> start{0.4, 0.4, 0.4};
  const Cost cost = [](std::span<const double> x) {
    return 5 - x[0] + 3 * (x[1] - 0.25) * (x[1] - 0.25) + x[2] * (1 + x[1]);
  };
  NelderMead simplex(start, cost(start), 0.05, 1e-10);
  run(simplex, cost);
  EXPECT_EQ(simplex.position()[0], 1);
  EXPECT_EQ(simplex.position()[2], 0);
  EXPECT_NEAR(simplex.position()[1], 0.25, 1e-4);
}

TEST(NelderMead, CostNeverRisesAndBelongsToThePosition) {
  const std::vector<double> start{0.9, 0.1};
  NelderMead simplex(start, ill_conditioned(start), 0.05, 1e-10);
  double before = simplex.cost();
  while (!simplex.finished()) {
    std::vector<double> costs;
    for (std::size_t i = 0; i < simplex.propose().size(); i += 2) {
      costs.push_back(ill_conditioned(simplex.propose().subspan(i, 2)));
    }
    simplex.absorb(costs);
    ASSERT_LE(simplex.cost(), before);
    ASSERT_EQ(simplex.cost(), ill_conditioned(simplex.position()));
    before = simplex.cost();
  }
}

TEST(NelderMead, ShrinksWhereNoTrialPointIsBetter) {
  const std::vector<double> start{0.5, 0.5};
  NelderMead simplex(start, 0, 0.25, 1e-10);
  simplex.absorb(std::vector<double>{1, 2});
  EXPECT_EQ(simplex.trials(), 4) << "reflection, expansion and both contractions at once";
  simplex.absorb(std::vector<double>{9, 9, 9, 9});
  EXPECT_EQ(simplex.trials(), 2) << "every vertex but the best";
  EXPECT_EQ(std::vector<double>(simplex.propose().begin(), simplex.propose().end()),
            (std::vector<double>{0.625, 0.5, 0.5, 0.625}));
}

TEST(NelderMead, AFlatCostEndsTheSearchSoon) {
  NelderMead simplex(std::vector<double>{0.5, 0.5, 0.5}, 1, 0.05, 1e-10);
  EXPECT_LE(run(simplex, [](auto) { return 1.0; }), 20);
  EXPECT_TRUE(simplex.finished());
}

TEST(NelderMead, ASimplexThatCollapsedTooEarlyStartsAfresh) {
  // All vertices of the first simplex cost the same, so that it looks as if it had converged.
  const std::vector<double> start{0.5, 0.5};
  const Cost cost = [](std::span<const double> x) {
    const double past = std::max(0.0, 0.48 - x[0]);
    return 1 - past + past * past;
  };
  NelderMead simplex(start, cost(start), 0.05, 1e-10);
  run(simplex, cost);
  EXPECT_NEAR(simplex.cost(), 1 - 0.25 + 0.0004, 1e-3);
}

}  // namespace
}  // namespace gainswarm::tuner
