// Whole-graph transformations.
#pragma once

#include <span>
#include <vector>

#include "host/graph/value.hpp"

namespace gainswarm::graph {

/// Exact partial derivatives d f / d x_j by forward differentiation through the graph; comparisons, round,
/// floor and the branch a select takes count as constant. `variables` are any nodes (usually inputs).
std::vector<Value> derivatives(Value f, std::span<const Value> variables);
/// Those of several functions, [function][variable], in one pass for each variable.
std::vector<Value> derivatives(std::span<const Value> functions, std::span<const Value> variables);

/// f with each input from[i] replaced by to[i] (rebuilt, hence folded again), for several roots at once. The
/// replacements themselves are left as they are.
std::vector<Value> substitute(std::span<const Value> roots, std::span<const Value> from,
                              std::span<const Value> to);

/// Copies what the roots need into `target`, joining every product that feeds a sum or difference into one
/// fma:
///   a*b + c -> fma(a, b, c)    a*b - c -> fma(a, b, -c)    c - a*b -> fma(-a, b, c)
/// When both operands are products the left one is joined. The only place where contraction is decided.
std::vector<NodeId> fuse(const Graph& source, std::span<const NodeId> roots, Graph& target);

/// Nodes that the roots need, ascending (so operands come first).
std::vector<NodeId> reachable(const Graph& graph, std::span<const NodeId> roots);

}  // namespace gainswarm::graph
