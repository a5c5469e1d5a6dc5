// In which order a code generator writes the nodes of a block.
#pragma once

#include <span>
#include <vector>

#include "host/graph/graph.hpp"

namespace gainswarm::engine {

/// The nodes, operands first, in an order in which a processor finds independent work side by side without
/// keeping more values than it has registers: list scheduling by the longest chain of latencies that still
/// follows. (Depth first, each expression on its own, runs up to 40 % slower: a processor looks ahead a few
/// hundred instructions only.) `nodes` ascend; operands that are not among them count as there already.
std::vector<graph::NodeId> emission_order(const graph::Graph& graph, std::span<const graph::NodeId> nodes);

}  // namespace gainswarm::engine
