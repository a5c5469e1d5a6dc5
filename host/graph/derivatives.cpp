// Forward differentiation. A tangent that is zero by structure is absent, so that nothing is computed with
// it.
#include <array>
#include <cassert>
#include <optional>
#include <unordered_map>

#include "host/graph/functions.hpp"
#include "host/graph/reach.hpp"
#include "host/graph/transform.hpp"

namespace gainswarm::graph {
namespace {

/// Whether small changes of the operands change nothing (or by a whole step).
bool is_step(Op op) {
  return is_condition(op) || op == Op::round_nearest || op == Op::floor || op == Op::power_of_two ||
         op == Op::exponent;
}

using Tangent = std::optional<Value>;

Tangent sum(Tangent a, Tangent b) {
  if (!a) return b;
  if (!b) return a;
  return *a + *b;
}

Tangent difference(Tangent a, Tangent b) {
  if (b) return a ? *a - *b : -*b;
  return a;
}

Tangent product(Tangent a, Value factor) {
  return a ? Tangent(*a * factor) : a;
}

/// Calls visit(operand) for each node whose tangent the tangent of `id` depends on.
template <class Visit>
void visit_differentiated(const Graph& graph, NodeId id, Visit visit) {
  const Node& node = graph[id];
  if (const Expansion* expansion = graph.expansion(id)) {
    visit(expansion->x);
    visit(expansion->y);
  } else if (node.op == Op::select) {
    visit(node.b);
    visit(node.c);
  } else if (!is_step(node.op)) {
    visit_operands(node, visit);
  }
}

/// Derivatives after one variable.
class Differentiation {
 public:
  Differentiation(Graph& graph, Value variable) : graph_(graph), variable_(variable.id) {
    tangents_.emplace(variable.id, constant(variable, 1));
  }

  /// Finds the tangent of the node; those of the nodes that it needs must have been found.
  void visit(NodeId id) {
    if (id <= variable_) return;
    const Expansion* expansion = graph_.expansion(id);
    const Tangent result = expansion != nullptr ? chain_rule(*expansion, value(id)) : tangent_of(id);
    if (result && !(result->is_constant() && result->constant() == 0)) tangents_.emplace(id, *result);
  }

  [[nodiscard]] Tangent tangent(NodeId id) const {
    const auto found = tangents_.find(id);
    return found == tangents_.end() ? Tangent() : found->second;
  }

 private:
  [[nodiscard]] Value value(NodeId id) const { return {&graph_, id}; }

  [[nodiscard]] Tangent chain_rule(const Expansion& expansion, Value result) const {
    const Tangent x = tangent(expansion.x);
    const Tangent y = tangent(expansion.y);
    if (!x && !y) return {};
    const std::vector<Value> partials =
        partial_derivatives(expansion.function, value(expansion.x), value(expansion.y), result);
    const Tangent after_x = product(x, partials[0]);
    return partials.size() == 1 ? after_x : sum(after_x, product(y, partials[1]));
  }

  [[nodiscard]] Tangent tangent_of(NodeId id) const {
    const Node node = graph_[id];
    const Tangent a = tangent(node.a);
    const Tangent b = arity(node.op) > 1 ? tangent(node.b) : Tangent();
    const Tangent c = arity(node.op) > 2 ? tangent(node.c) : Tangent();
    switch (node.op) {
      case Op::add:
        return sum(a, b);
      case Op::subtract:
        return difference(a, b);
      case Op::multiply:
        return sum(product(a, value(node.b)), product(b, value(node.a)));
      case Op::divide:
        return quotient(difference(a, product(b, value(id))), value(node.b));
      case Op::fma:
        return sum(sum(product(a, value(node.b)), product(b, value(node.a))), c);
      case Op::square_root:
        return quotient(product(a, constant(value(id), 0.5)), value(id));
      case Op::negate:
        return difference({}, a);
      case Op::absolute:
        return a ? Tangent(select(value(node.a) < constant(*a, 0), -*a, *a)) : a;
      case Op::negate_by_bit_1:
        return a ? Tangent(negate_by_bit_1(*a, value(node.b))) : a;
      case Op::select:
        return chosen(value(node.a), b, c);
      default:  // steps, conditions, constants and other inputs
        return {};
    }
  }

  static Tangent quotient(Tangent a, Value divisor) { return a ? Tangent(*a / divisor) : a; }

  static Tangent chosen(Value condition, Tangent b, Tangent c) {
    if (!b && !c) return {};
    const Value zero = constant(condition, 0);
    return select(condition, b.value_or(zero), c.value_or(zero));
  }

  Graph& graph_;
  NodeId variable_;
  std::unordered_map<NodeId, Value> tangents_;
};

}  // namespace

std::vector<Value> derivatives(std::span<const Value> functions, std::span<const Value> variables) {
  if (functions.empty()) return {};
  Graph& graph = *functions.front().graph;
  std::vector<NodeId> roots;
  for (const Value f : functions) {
    assert(!f.is_condition());
    roots.push_back(f.id);
  }
  const std::vector<NodeId> nodes =
      reach(graph, roots, [&](NodeId id, auto visit) { visit_differentiated(graph, id, visit); });
  const Value zero = constant(functions.front(), 0);
  std::vector<Value> results(functions.size() * variables.size(), zero);
  for (std::size_t j = 0; j < variables.size(); ++j) {
    Differentiation differentiation(graph, variables[j]);
    for (const NodeId id : nodes) differentiation.visit(id);
    for (std::size_t i = 0; i < functions.size(); ++i)
      results[i * variables.size() + j] = differentiation.tangent(roots[i]).value_or(zero);
  }
  return results;
}

std::vector<Value> derivatives(Value f, std::span<const Value> variables) {
  return derivatives(std::array{f}, variables);
}

}  // namespace gainswarm::graph
