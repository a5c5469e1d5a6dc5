// Numbers for nodes of a graph.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "host/graph/graph.hpp"

namespace gainswarm::analysis {

/// Values by node id of `nodes`, which hold every operand before the node that needs it (graph::reachable),
/// when the inputs are as given.
inline std::vector<double> evaluate(const graph::Graph& graph, std::span<const graph::NodeId> nodes,
                                    const std::function<double(const graph::Node&)>& input) {
  std::vector<double> values(graph.size());
  for (const graph::NodeId id : nodes) {
    const graph::Node& node = graph[id];
    values[id] = node.op == graph::Op::input ? input(node)
                                             : graph::evaluate(node, values[node.a], values[node.b],
                                                               values[node.c], graph.precision());
  }
  return values;
}

}  // namespace gainswarm::analysis
