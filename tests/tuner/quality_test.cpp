// How well the algorithms do: 10 dimensions, 20,000 evaluations, medians over seeds.
#include <gtest/gtest.h>

#include <algorithm>

#include "cuda/philox.hpp"
#include "host/tuner/generation.hpp"
#include "tests/support/seed.hpp"
#include "tests/tuner/function_engine.hpp"
#include "tests/tuner/test_functions.hpp"

namespace gainswarm::tuner {
namespace {

using tests::Case;
using tests::TestFunction;

constexpr std::size_t dimensions = 10;
constexpr int seeds = 45;  // 15 let the median of Rosenbrock's function miss its bound once in 75 runs

/// The best cost after 20,000 evaluations by one swarm of 20 particles and one simplex.
double optimise(const TestFunction& function, spec::Swarm options, std::int64_t polish) {
  Case setup(dimensions, -function.half_range, function.half_range);
  options.swarms = 1;
  options.particles = 20;
  options.iterations = (20'000 - polish) / 20;
  setup.problem.swarm = options;
  setup.problem.polish = {.enabled = polish > 0, .evaluations = polish, .starts = 1};
  std::vector<double> shift;
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    const double u = philox::uniform(philox::draw(options.seed, 0, 0, d, 12345).a, 0);
    shift.push_back(function.largest_shift * function.half_range * (2 * u - 1));
  }
  const auto shifted = [&](std::span<const double> gains, std::int64_t) {
    std::vector<double> x(gains.begin(), gains.end());
    for (std::size_t d = 0; d < dimensions; ++d) x[d] -= shift[d];
    return tests::Rollout{.cost = function.value(x)};
  };
  return setup.tune(shifted).cost;
}

double median_cost(const TestFunction& function, spec::Swarm options, std::int64_t polish) {
  std::vector<double> costs;
  options.seed = gainswarm::tests::fresh_seed() % 1'000'000;
  for (int i = 0; i < seeds; ++i, ++options.seed) costs.push_back(optimise(function, options, polish));
  return median(costs);
}

// The medians to beat, of other implementations of the same pair: 0, 5e-22, 7e-12, 9e-13, 0.027. The bounds
// leave room for a median over few, fresh seeds: one neighbouring local optimum of Rastrigin's and Griewank's
// functions.
TEST(Quality, ComprehensiveLearningWithPolishSolvesTheTestFunctions) {
  spec::Swarm options;
  options.velocity_limit = 0.5;
  options.inertia_end = 0.2;
  EXPECT_LT(median_cost({"rastrigin", 5.12, tests::rastrigin}, options, 6000), 1);
  EXPECT_LT(median_cost({"rosenbrock", 10, tests::rosenbrock}, options, 6000), 1e-6);
  EXPECT_LT(median_cost({"ackley", 32, tests::ackley}, options, 6000), 1e-10);
  EXPECT_LT(median_cost({"schwefel", 500, tests::schwefel, 0}, options, 6000), 1e-11);
  EXPECT_LT(median_cost({"griewank", 600, tests::griewank}, options, 6000), 0.06);
}

TEST(Quality, GlobalBestWithConstrictionConvergesAsPublished) {
  spec::Swarm options;
  options.algorithm = spec::Algorithm::global_best;
  options.velocity_limit = 1;
  EXPECT_LT(median_cost({"rosenbrock", 10, tests::rosenbrock}, options, 0), 5);
  EXPECT_LT(median_cost({"ackley", 32, tests::ackley}, options, 0), 1e-10);
  EXPECT_LT(median_cost({"schwefel", 500, tests::schwefel, 0}, options, 0), 600);
}

}  // namespace
}  // namespace gainswarm::tuner
