#include "host/device/rare_case.hpp"

#include <cmath>

namespace gainswarm::device {

using graph::Node;
using graph::NodeId;
using graph::Op;

std::optional<Phrase> with_rare_case(const graph::Graph& graph, NodeId id) {
  if (graph.precision() != graph::Precision::float32) return std::nullopt;
  const Node& node = graph[id];
  const auto is_number = [&](NodeId operand) {
    return graph.is_constant(operand) && !graph.is_condition(operand);
  };
  if (node.op == Op::divide && is_number(node.a) && graph[node.a].value == 1) {
    return Phrase{"reciprocal", {node.b}};
  }
  // A function's range: |x| <= largest ? value : NaN.
  if (node.op == Op::select && is_number(node.c) && std::isnan(graph[node.c].value)) {
    const Node& condition = graph[node.a];
    const bool is_range = condition.op == Op::less_equal && graph[condition.a].op == Op::absolute;
    if (is_range && is_number(condition.b)) return Phrase{"number_if", {node.a, node.b}};
  }
  return std::nullopt;
}

}  // namespace gainswarm::device
