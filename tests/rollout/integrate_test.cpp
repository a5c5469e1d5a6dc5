#include "host/rollout/integrate.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gainswarm::rollout {
namespace {

using graph::Graph;
using graph::Value;

/// Error after one second of x' = v, v' = -x + t from (1, 0), whose solution is x = cos t - sin t + t; and of
/// the integral of x.
struct Errors {
  double state;
  double quadrature;
};

Errors errors(spec::Integrator integrator, int steps) {
  Graph graph(graph::Precision::float64);
  const auto number = [&](double value) { return Value{&graph, graph.constant(value)}; };
  const double step = 1.0 / steps;
  std::vector<Value> states{number(1), number(0)};
  double integral = 0;
  for (int k = 0; k < steps; ++k) {
    const StepResult result =
        integrate_step(integrator, step, states, [&](const std::vector<Value>& y, double offset) {
          const double time = (k + offset) * step;
          return Slopes{{y[1], number(time) - y[0]}, {y[0]}};
        });
    states = result.states;
    integral += result.quadrature_increments[0].constant();
  }
  return {std::abs(states[0].constant() - (std::cos(1) - std::sin(1) + 1)),
          std::abs(integral - (std::sin(1) + std::cos(1) - 0.5))};
}

class IntegratorOrder : public ::testing::TestWithParam<std::pair<spec::Integrator, int>> {};

TEST_P(IntegratorOrder, HalvingTheStepDividesTheErrorByTwoToTheOrder) {
  const auto [integrator, order] = GetParam();
  const Errors coarse = errors(integrator, 16), fine = errors(integrator, 32);
  EXPECT_NEAR(std::log2(coarse.state / fine.state), order, 0.25);
  EXPECT_NEAR(std::log2(coarse.quadrature / fine.quadrature), order, 0.25);
}

INSTANTIATE_TEST_SUITE_P(Methods, IntegratorOrder,
                         ::testing::Values(std::pair{spec::Integrator::euler, 1},
                                           std::pair{spec::Integrator::heun, 2},
                                           std::pair{spec::Integrator::rk4, 4}));

}  // namespace
}  // namespace gainswarm::rollout
