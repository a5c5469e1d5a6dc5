#include "host/rollout/mechanics.hpp"

#include <algorithm>
#include <numeric>

namespace gainswarm::rollout {
namespace {

using graph::Value;
using Row = std::vector<Value>;

/// What is left to solve, and in which order its unknowns are eliminated.
struct System {
  std::vector<Row> mass;
  Row force;
  std::vector<std::size_t> order;

  /// The entry of row order[i], column order[j], from the lower triangle.
  Value& at(std::size_t i, std::size_t j) {
    const auto [low, high] = std::minmax(order[i], order[j]);
    return mass[high][low];
  }
  Value& right(std::size_t i) { return force[order[i]]; }
};

std::vector<std::size_t> constant_pivots_first(const std::vector<Row>& mass) {
  std::vector<std::size_t> order(mass.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return mass[i][i].is_constant(); });
  return order;
}

/// Eliminates unknown k from those behind it; gives the reciprocal of its pivot.
Value eliminate(System& system, std::size_t k) {
  const std::size_t n = system.order.size();
  const Value inverse = 1.0 / system.at(k, k);
  Row factors;
  for (std::size_t i = k + 1; i < n; ++i) factors.push_back(system.at(i, k) * inverse);
  for (std::size_t i = k + 1; i < n; ++i) {
    const Value factor = factors[i - k - 1];
    for (std::size_t j = k + 1; j <= i; ++j) system.at(i, j) = system.at(i, j) - factor * system.at(j, k);
    system.right(i) = system.right(i) - factor * system.right(k);
  }
  return inverse;
}

void solve_last_two(System& system, std::size_t k, Row& x) {
  const Value a = system.at(k, k), b = system.at(k + 1, k), c = system.at(k + 1, k + 1);
  const Value f = system.right(k), g = system.right(k + 1);
  const Value inverse = 1.0 / (a * c - b * b);
  x[system.order[k]] = (c * f - b * g) * inverse;
  x[system.order[k + 1]] = (a * g - b * f) * inverse;
}

}  // namespace

std::vector<Value> solve_symmetric(std::vector<Row> mass, Row force) {
  const std::size_t n = force.size();
  System system{std::move(mass), std::move(force), {}};
  system.order = constant_pivots_first(system.mass);
  Row x(n);
  if (n == 1) return {system.right(0) / system.at(0, 0)};
  Row inverses;
  for (std::size_t k = 0; k + 2 < n; ++k) inverses.push_back(eliminate(system, k));
  solve_last_two(system, n - 2, x);
  for (std::size_t k = n - 2; k-- > 0;) {
    Value sum = system.right(k);
    for (std::size_t i = k + 1; i < n; ++i) sum = sum - system.at(i, k) * x[system.order[i]];
    x[system.order[k]] = sum * inverses[k];
  }
  return x;
}

}  // namespace gainswarm::rollout
