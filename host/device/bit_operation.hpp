// Operations on doubles that devices had better do on the numbers' bits: their units for integers are as many
// as those for doubles, or many more, and idle.
#pragma once

#include <functional>
#include <optional>

#include "host/device/words.hpp"
#include "host/graph/graph.hpp"

namespace gainswarm::device {

/// The node in a word of cuda/arithmetic.hpp, if it is such an operation. It may skip one of the node's
/// operands and take that one's own operand instead, but only where `is_computed`, beside the node, tells
/// that this is at hand.
std::optional<Phrase> bit_operation(const graph::Graph& graph, graph::NodeId id,
                                    const std::function<bool(graph::NodeId)>& is_computed);

}  // namespace gainswarm::device
