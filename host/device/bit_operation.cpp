#include "host/device/bit_operation.hpp"

namespace gainswarm::device {

using graph::NodeId;
using graph::Op;

std::optional<Phrase> bit_operation(const graph::Graph& graph, NodeId id,
                                    const std::function<bool(NodeId)>& is_computed) {
  if (graph.precision() == graph::Precision::float32) return std::nullopt;
  const graph::Node& node = graph[id];
  const auto is_number = [&](NodeId operand) {
    return graph.is_constant(operand) && !graph.is_condition(operand);
  };
  const auto is = [&](NodeId operand, Op op) { return graph[operand].op == op && is_computed(operand); };
  if (node.op == Op::equal && is_number(node.b) && graph[node.b].value == 0) {
    return Phrase{"is_zero", {node.a}};
  }
  if (node.op == Op::less_equal && is(node.a, Op::absolute) && is_number(node.b) && graph[node.b].value > 0) {
    return Phrase{"is_within", {graph[node.a].a, node.b}};
  }
  if (node.op == Op::select && is(node.b, Op::negate)) {
    return Phrase{"select_negative", {node.a, graph[node.b].a, node.c}};
  }
  return std::nullopt;
}

}  // namespace gainswarm::device
