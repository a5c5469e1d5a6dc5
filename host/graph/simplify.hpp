// Rewrites that keep every bit for every input.
#pragma once

#include <optional>

#include "host/graph/graph.hpp"

namespace gainswarm::graph {

/// A node of `graph` (perhaps a new, cheaper one) that equals op(a, b, c) bit for bit whatever the inputs
/// are: zeros of both signs, infinities and NaN included (a NaN's sign and payload aside). Nothing if no
/// rewrite applies. Operands come as Graph::apply orders them: the constant operand of a commutative
/// operation is b.
std::optional<NodeId> simplify(Graph& graph, Op op, NodeId a, NodeId b, NodeId c);

}  // namespace gainswarm::graph
