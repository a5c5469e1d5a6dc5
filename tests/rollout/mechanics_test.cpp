#include "host/rollout/mechanics.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/seed.hpp"

namespace gainswarm::rollout {
namespace {

using graph::Graph;
using graph::Op;
using graph::Value;
using Matrix = std::vector<std::vector<double>>;

/// A A^T + n I: symmetric and positive definite.
Matrix random_mass(std::mt19937_64& random, std::size_t n) {
  std::uniform_real_distribution<double> entry(-1, 1);
  Matrix a(n, std::vector<double>(n)), mass(n, std::vector<double>(n));
  for (auto& row : a) {
    for (double& value : row) value = entry(random);
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) mass[i][j] += a[i][k] * a[j][k];
    }
    mass[i][i] += static_cast<double>(n);
  }
  return mass;
}

std::vector<std::vector<Value>> in_graph(Graph& graph, const Matrix& mass) {
  std::vector<std::vector<Value>> values;
  for (const auto& row : mass) {
    values.emplace_back();
    for (const double entry : row) values.back().push_back({&graph, graph.constant(entry)});
  }
  return values;
}

TEST(SolveSymmetric, SolvesRandomSystemsOfEverySize) {
  std::mt19937_64 random(tests::fresh_seed());
  for (std::size_t n = 1; n <= 7; ++n) {
    const Matrix mass = random_mass(random, n);
    Graph graph(graph::Precision::float64);
    std::vector<Value> force;
    for (std::size_t i = 0; i < n; ++i)
      force.push_back({&graph, graph.constant(static_cast<double>(i) - 1.5)});
    const auto x = solve_symmetric(in_graph(graph, mass), force);
    for (std::size_t i = 0; i < n; ++i) {
      double residual = -force[i].constant();
      for (std::size_t j = 0; j < n; ++j) residual += mass[i][j] * x[j].constant();
      EXPECT_NEAR(residual, 0, 1e-14 * static_cast<double>(n * n)) << "row " << i << " of " << n;
    }
  }
}

TEST(SolveSymmetric, NeedsOneDivisionForThreeUnknownsWithAConstantPivot) {
  Graph graph(graph::Precision::float64);
  const auto input = [&](std::uint32_t i) { return Value{&graph, graph.input(graph::InputKind::reg, i)}; };
  const Value three{&graph, graph.constant(3)};
  const std::vector<std::vector<Value>> mass{
      {input(0), input(1), input(2)}, {input(1), three, input(3)}, {input(2), input(3), input(4)}};
  solve_symmetric(mass, {input(5), input(6), input(7)});
  int divisions = 0;
  for (const auto& node : graph.nodes()) divisions += node.op == Op::divide ? 1 : 0;
  EXPECT_EQ(divisions, 1);
}

}  // namespace
}  // namespace gainswarm::rollout
