// Random programs over given inputs, with every operation.
#pragma once

#include "tests/graph/recipe.hpp"

namespace gainswarm::tests {

struct RandomGraphOptions {
  std::uint32_t inputs = 4;
  std::uint32_t operations = 50;
  graph::Precision precision = graph::Precision::float64;  ///< whose special values appear as constants
};

/// The same seed gives the same recipe. Operands are drawn from all steps before, newer ones more often;
/// constants are small integers, powers of two, special values and random numbers of all magnitudes.
Recipe random_recipe(std::uint64_t seed, const RandomGraphOptions& options);

/// A random recipe built into `graph`: all its numbers, or all its conditions, as they were made.
struct RandomNodes {
  std::vector<graph::Value> numbers;
  std::vector<graph::Value> conditions;
};
RandomNodes random_nodes(graph::Graph& graph, std::span<const graph::Value> inputs, std::uint32_t operations,
                         std::uint64_t seed);

}  // namespace gainswarm::tests
