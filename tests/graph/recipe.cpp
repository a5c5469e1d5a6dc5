#include "tests/graph/recipe.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace gainswarm::tests {

using graph::Graph;
using graph::Op;
using graph::Precision;
using graph::Value;

namespace {

template <class Number>
std::vector<double> special_values_of() {
  using Limits = std::numeric_limits<Number>;
  const Number one = 1;
  const Number positive[] = {0,
                             Limits::denorm_min(),
                             Limits::min() / 2,
                             Limits::min(),
                             Number(0.5),
                             std::nextafter(one, Number(0)),
                             one,
                             std::nextafter(one, Number(2)),
                             Number(1.5),
                             Number(2),
                             Number(2.5),
                             Number(3),
                             std::sqrt(Limits::max()),
                             Limits::max(),
                             Limits::infinity(),
                             Limits::quiet_NaN()};
  std::vector<double> values;
  for (const Number value : positive) {
    values.push_back(value);
    values.push_back(-value);
  }
  return values;
}

double rounded(double value, Precision precision) {
  return precision == Precision::float32 ? static_cast<double>(static_cast<float>(value)) : value;
}

}  // namespace

std::uint32_t Recipe::add(const Step& step) {
  is_condition.push_back(step.op == Op::select ? is_condition[step.b] : graph::is_condition(step.op));
  steps.push_back(step);
  return static_cast<std::uint32_t>(steps.size() - 1);
}

std::vector<Value> build(const Recipe& recipe, Graph& graph, std::span<const Value> inputs) {
  std::vector<Value> values;
  for (const Step& step : recipe.steps) {
    if (step.op == Op::input) {
      values.push_back(inputs[static_cast<std::size_t>(step.value)]);
    } else if (step.op == Op::constant) {
      values.push_back({&graph, graph.constant(step.value)});
    } else {
      const int count = arity(step.op);
      values.push_back({&graph, graph.apply(step.op, values[step.a].id, count > 1 ? values[step.b].id : 0,
                                            count > 2 ? values[step.c].id : 0)});
    }
  }
  return values;
}

std::vector<double> compute(const Recipe& recipe, std::span<const double> inputs, Precision precision) {
  std::vector<double> values;
  for (const Step& step : recipe.steps) {
    if (step.op == Op::input) {
      values.push_back(rounded(inputs[static_cast<std::size_t>(step.value)], precision));
      continue;
    }
    graph::Node node;
    node.op = step.op;
    node.value = rounded(step.value, precision);
    const bool has_operands = step.op != Op::constant;
    values.push_back(evaluate(node, has_operands ? values[step.a] : 0, has_operands ? values[step.b] : 0,
                              has_operands ? values[step.c] : 0, precision));
  }
  return values;
}

std::vector<double> compute(const Graph& graph, std::span<const double> gains) {
  std::vector<double> values;
  values.reserve(graph.size());
  for (const graph::Node& node : graph.nodes()) {
    if (node.op == Op::input) {
      values.push_back(rounded(gains[node.index], graph.precision()));
      continue;
    }
    const bool has_operands = node.op != Op::constant;
    values.push_back(evaluate(node, has_operands ? values[node.a] : 0, has_operands ? values[node.b] : 0,
                              has_operands ? values[node.c] : 0, graph.precision()));
  }
  return values;
}

std::vector<Value> gains(Graph& graph, std::uint32_t count) {
  std::vector<Value> values;
  for (std::uint32_t i = 0; i < count; ++i)
    values.push_back({&graph, graph.input(graph::InputKind::gain, i)});
  return values;
}

bool are_identical(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

std::vector<double> special_values(Precision precision) {
  return precision == Precision::float32 ? special_values_of<float>() : special_values_of<double>();
}

}  // namespace gainswarm::tests
