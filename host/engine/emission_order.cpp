#include "host/engine/emission_order.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gainswarm::engine {
namespace {

using graph::NodeId;

/// Length of the longest chain of operations that ends in each node.
std::vector<std::int32_t> depths(const graph::Graph& graph) {
  std::vector<std::int32_t> depth(graph.size(), 0);
  for (NodeId id = 0; id < graph.size(); ++id) {
    const graph::Node& node = graph[id];
    const std::array operands = {node.a, node.b, node.c};
    for (int i = 0; i < graph::arity(node.op); ++i) {
      depth[id] = std::max(depth[id], depth[operands[static_cast<std::size_t>(i)]] + 1);
    }
  }
  return depth;
}

}  // namespace

std::vector<NodeId> emission_order(const graph::Graph& graph, std::span<const NodeId> roots) {
  const std::vector<std::int32_t> depth = depths(graph);
  std::vector<NodeId> order;
  std::vector<bool> opened(graph.size());
  std::vector<bool> written(graph.size());
  std::vector<NodeId> stack(roots.rbegin(), roots.rend());
  while (!stack.empty()) {
    const NodeId id = stack.back();
    if (opened[id]) {
      stack.pop_back();
      if (!written[id]) order.push_back(id);
      written[id] = true;
      continue;
    }
    opened[id] = true;
    const graph::Node& node = graph[id];
    std::array operands = {node.a, node.b, node.c};
    const auto end = operands.begin() + graph::arity(node.op);
    std::stable_sort(operands.begin(), end, [&](NodeId a, NodeId b) { return depth[a] < depth[b]; });
    std::copy_if(operands.begin(), end, std::back_inserter(stack),
                 [&](NodeId operand) { return !written[operand]; });
  }
  return order;
}

}  // namespace gainswarm::engine
