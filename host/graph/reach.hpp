// Which nodes are needed, where the caller says what a node needs.
#pragma once

#include <span>
#include <vector>

#include "host/graph/graph.hpp"

namespace gainswarm::graph {

/// Nodes that the roots need, ascending. visit_needs(id, visit) calls visit(operand) for each node that `id`
/// needs; all of them come before it.
template <class VisitNeeds>
std::vector<NodeId> reach(const Graph& graph, std::span<const NodeId> roots, VisitNeeds visit_needs) {
  std::vector<bool> needed(graph.size());
  for (const NodeId root : roots) needed[root] = true;
  const auto visit = [&](NodeId operand) { needed[operand] = true; };
  for (auto id = static_cast<NodeId>(graph.size()); id-- > 0;) {
    if (needed[id]) visit_needs(id, visit);
  }
  std::vector<NodeId> nodes;
  for (NodeId id = 0; id < graph.size(); ++id) {
    if (needed[id]) nodes.push_back(id);
  }
  return nodes;
}

/// Calls visit(operand) for each operand of the node.
template <class Visit>
void visit_operands(const Node& node, Visit visit) {
  const int count = arity(node.op);
  if (count > 0) visit(node.a);
  if (count > 1) visit(node.b);
  if (count > 2) visit(node.c);
}

}  // namespace gainswarm::graph
