// Operations on doubles that devices had better do on the numbers' bits: their units for integers are as many
// as those for doubles, or many more, and idle.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "host/graph/graph.hpp"

namespace gainswarm::device {

/// A word of cuda/arithmetic.hpp and what it is said of.
struct BitOperation {
  std::string_view word;
  std::vector<graph::NodeId> operands;
};

/// The node, if it is such an operation. It may skip one of the node's operands and take that one's own
/// operand instead, but only where `is_computed`, beside the node, tells that this is at hand.
std::optional<BitOperation> bit_operation(const graph::Graph& graph, graph::NodeId id,
                                          const std::function<bool(graph::NodeId)>& is_computed);

}  // namespace gainswarm::device
