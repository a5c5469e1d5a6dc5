// In which order a code generator writes the nodes of a block.
#pragma once

#include <span>
#include <vector>

#include "host/graph/graph.hpp"

namespace gainswarm::engine {

/// All nodes that the roots need, operands first, each as near as possible to its first use: depth first, the
/// deeper operand before the shallower, so that few values are alive at any place.
std::vector<graph::NodeId> emission_order(const graph::Graph& graph, std::span<const graph::NodeId> roots);

}  // namespace gainswarm::engine
