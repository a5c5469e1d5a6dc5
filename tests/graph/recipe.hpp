// Straight-line programs apart from any graph: built into one, or computed step by step as the oracle of what
// the graph folds and rewrites.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/graph/value.hpp"

namespace gainswarm::tests {

/// One operation on the results of earlier steps. An input's number and a constant's value stand in `value`.
struct Step {
  graph::Op op = graph::Op::constant;
  std::uint32_t a = 0, b = 0, c = 0;
  double value = 0;
};

struct Recipe {
  std::vector<Step> steps;
  std::vector<bool> is_condition;  ///< of each step

  /// Appends a step; returns its number.
  std::uint32_t add(const Step& step);
  std::uint32_t input(std::uint32_t index) {
    return add({graph::Op::input, 0, 0, 0, static_cast<double>(index)});
  }
  std::uint32_t constant(double value) { return add({graph::Op::constant, 0, 0, 0, value}); }
};

/// The steps as nodes of `graph`, through its constructors.
std::vector<graph::Value> build(const Recipe& recipe, graph::Graph& graph,
                                std::span<const graph::Value> inputs);

/// The steps' values for the given inputs, by plain arithmetic.
std::vector<double> compute(const Recipe& recipe, std::span<const double> inputs, graph::Precision precision);

/// The values of all nodes of a graph whose inputs are gains 0, 1, ...
std::vector<double> compute(const graph::Graph& graph, std::span<const double> gains);

/// Gains 0 to count - 1 as inputs of the graph.
std::vector<graph::Value> gains(graph::Graph& graph, std::uint32_t count);

/// Whether two numbers have the same bits, or are both NaN.
bool are_identical(double a, double b);

/// Zeros, infinities, NaN, subnormals, the ends of the range and their neighbours in that precision, both
/// signs.
std::vector<double> special_values(graph::Precision precision);

}  // namespace gainswarm::tests
