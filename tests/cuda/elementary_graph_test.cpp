// A function built as a graph, fused, and evaluated node by node has the bits of the function of numbers.
#include <gtest/gtest.h>

#include <bit>

#include "host/graph/transform.hpp"
#include "tests/cuda/elementary_functions.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::tests {
namespace {

using graph::Graph;
using graph::Node;
using graph::NodeId;
using graph::Op;
using graph::Value;

template <class T>
constexpr graph::Precision precision = sizeof(T) == 8 ? graph::Precision::float64 : graph::Precision::float32;

/// The value of a root for the given inputs.
double run(const Graph& graph, NodeId root, const std::vector<double>& inputs) {
  std::vector<double> values(graph.size());
  for (NodeId id = 0; id < graph.size(); ++id) {
    const Node& node = graph[id];
    if (node.op == Op::constant) {
      values[id] = node.value;
    } else if (node.op == Op::input) {
      values[id] = inputs.at(node.index);
    } else {
      values[id] = graph::evaluate(node, values[node.a], values[node.b], values[node.c], graph.precision());
    }
  }
  return values[root];
}

/// The same number, or a NaN each.
template <class T>
void expect_same(double got, T expected, Arguments<T> at) {
  if (std::isnan(got) && std::isnan(expected)) return;
  EXPECT_EQ(std::bit_cast<std::uint64_t>(got), std::bit_cast<std::uint64_t>(static_cast<double>(expected)))
      << at.x << ", " << at.y << ": " << got << " instead of " << expected;
}

/// The arguments are products, which the graph must not join with what the function does with them.
template <class T>
void expect_graph_keeps_the_bits(const ElementaryFunction& function) {
  Graph source(precision<T>);
  const Value x{&source, source.input(graph::InputKind::gain, 0)},
      y{&source, source.input(graph::InputKind::gain, 1)};
  const Value factor{&source, source.input(graph::InputKind::gain, 2)};
  const std::vector<NodeId> roots = {function.in_graph(x * factor, y * factor).id};
  Graph fused(precision<T>);
  const std::vector<NodeId> fused_roots = graph::fuse(source, roots, fused);
  Draw<T> draw(fresh_seed());
  for (int i = 0; i < 3000; ++i) {
    const Arguments<T> at = function.sample(draw);
    const T scale = draw.uniform(0.5, 2);
    expect_same(run(fused, fused_roots[0], {at.x, at.y, scale}), function.value(at.x * scale, at.y * scale),
                at);
  }
}

/// Then no graph pass can contract anything, whatever its rules.
void expect_no_product_in_a_sum(const ElementaryFunction& function, graph::Precision precision_of_graph) {
  Graph graph(precision_of_graph);
  const Value factor{&graph, graph.input(graph::InputKind::gain, 2)};
  const Value x = factor * Value{&graph, graph.input(graph::InputKind::gain, 0)};
  const Value y = factor * Value{&graph, graph.input(graph::InputKind::gain, 1)};
  const NodeId root = function.in_graph(x, y).id;
  EXPECT_GT(root, y.id);
  for (const Node& node : graph.nodes()) {
    if (node.op != Op::add && node.op != Op::subtract) continue;
    EXPECT_NE(graph[node.a].op, Op::multiply);
    EXPECT_NE(graph[node.b].op, Op::multiply);
  }
}

class ElementaryGraph : public testing::TestWithParam<ElementaryFunction> {};

TEST_P(ElementaryGraph, FusedGraphHasTheBitsOfDouble) {
  expect_graph_keeps_the_bits<double>(GetParam());
}
TEST_P(ElementaryGraph, FusedGraphHasTheBitsOfFloat) {
  expect_graph_keeps_the_bits<float>(GetParam());
}

TEST_P(ElementaryGraph, NoProductIsAnOperandOfASum) {
  expect_no_product_in_a_sum(GetParam(), graph::Precision::float64);
  expect_no_product_in_a_sum(GetParam(), graph::Precision::float32);
}

INSTANTIATE_TEST_SUITE_P(All, ElementaryGraph, testing::ValuesIn(elementary_functions()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace gainswarm::tests
