#include "host/rollout/lower_bounds.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "host/graph/extremes.hpp"
#include "host/graph/reach.hpp"

namespace gainswarm::rollout {

using graph::InputKind;
using graph::Node;
using graph::NodeId;
using graph::Op;
using graph::Value;

namespace {

bool is_finite_constant(Value value) {
  return value.is_constant() && std::isfinite(value.constant());
}
bool is_positive_constant(Value value) {
  return is_finite_constant(value) && value.constant() > 0;
}

/// No number unless both are.
Value smaller_of_known(Value a, Value b) {
  return select(a <= b, a, select(b <= a, b, constant(a, std::numeric_limits<double>::quiet_NaN())));
}

/// Functions whose values are never below 0.
bool is_never_negative(const graph::Expansion& expansion) {
  return expansion.function == graph::Function::exponential ||
         expansion.function == graph::Function::hypotenuse ||
         expansion.function == graph::Function::arccosine;
}

}  // namespace

void LowerBounds::learn(Value value, Bound bound) {
  if (bound.not_negative) {
    const Value zero = graph::constant(value, 0);
    bound.least = bound.least ? larger(zero, *bound.least) : zero;
  }
  known_.insert_or_assign(value.id, bound);
}

/// Operands first; nothing is asked of what lies behind values already known.
Bound LowerBounds::of(Value value) {
  const auto visit_unknown = [&](NodeId id, auto visit) {
    if (!known_.contains(id)) graph::visit_operands((*graph_)[id], visit);
  };
  const std::array root{value.id};
  for (const NodeId id : graph::reach(*graph_, root, visit_unknown)) {
    if (!known_.contains(id)) known_.emplace(id, find(id));
  }
  return known_.at(value.id);
}

Bound LowerBounds::at_least_zero() const {
  return {.least = Value{graph_, graph_->constant(0)}, .not_negative = true};
}

Bound LowerBounds::find(NodeId id) {
  if (graph_->is_condition(id)) return {};
  const Node node = (*graph_)[id];  // a copy: the graph grows
  const graph::Expansion* expansion = graph_->expansion(id);
  if (expansion != nullptr && is_never_negative(*expansion)) return at_least_zero();
  switch (node.op) {
    case Op::constant:
      return {operand(id), node.value >= 0, node.value == node.value, true};
    case Op::input:
      return of_input(id);
    case Op::add:
      return of_sum(node);
    case Op::subtract:
      return of_difference(node);
    case Op::multiply:
      return of_product(node);
    case Op::divide:
      return of_quotient(node);
    case Op::fma:
      return of_time(node);
    case Op::absolute:
      return of_size(bound_of(node.a));
    case Op::square_root:
      return of_root(bound_of(node.a));
    case Op::select:
      return of_select(node);
    default:
      return {};
  }
}

/// Ticks and substeps count from 0. Registers change in ways that nobody has told.
Bound LowerBounds::of_input(NodeId id) {
  switch ((*graph_)[id].input) {
    case InputKind::gain:
    case InputKind::scenario:
      return {.least = operand(id), .is_exact = true};
    case InputKind::tick:
    case InputKind::substep: {
      Bound bound = at_least_zero();
      bound.is_number = true;
      return bound;
    }
    default:
      return {};
  }
}

Bound LowerBounds::of_size(const Bound& inner) const {
  if (inner.not_negative) return inner;
  Bound bound = at_least_zero();
  bound.is_number = inner.is_number;
  return bound;
}

Bound LowerBounds::of_root(const Bound& inner) const {
  if (!inner.not_negative || !inner.least) return at_least_zero();
  return {square_root(*inner.least), true, inner.is_number, inner.is_exact};
}

Bound LowerBounds::of_sum(const Node& node) {
  const Bound a = bound_of(node.a), b = bound_of(node.b);
  if (!a.least || !b.least) return {};
  const bool not_negative = a.not_negative && b.not_negative;
  const bool shifted = is_finite_constant(operand(node.a)) || is_finite_constant(operand(node.b));
  return {*a.least + *b.least, not_negative, a.is_number && b.is_number && (not_negative || shifted),
          a.is_exact && b.is_exact};
}

/// What is subtracted must be known. (A product less itself is its rounding error where the two are fused.)
Bound LowerBounds::of_difference(const Node& node) {
  const Bound a = bound_of(node.a), b = bound_of(node.b);
  if (!a.least || !b.is_exact) return {};
  const bool shifted = is_finite_constant(operand(node.b));
  return {*a.least - *b.least, false, a.is_number && shifted, a.is_exact};
}

Bound LowerBounds::of_product(const Node& node) {
  const Bound a = bound_of(node.a), b = bound_of(node.b);
  const bool is_square = node.a == node.b;
  const bool scaled = is_positive_constant(operand(node.b));  // constants stand second
  const bool not_negative = is_square || (a.not_negative && b.not_negative);
  if (a.least && b.least && ((a.not_negative && b.not_negative) || (a.is_exact && b.is_exact) || scaled)) {
    return {*a.least * *b.least, not_negative, scaled && a.is_number, a.is_exact && b.is_exact};
  }
  return not_negative ? at_least_zero() : Bound{};
}

Bound LowerBounds::of_quotient(const Node& node) {
  const Bound a = bound_of(node.a), b = bound_of(node.b);
  const bool scaled = is_positive_constant(operand(node.b));
  if (!a.least || !(scaled || (a.is_exact && b.is_exact))) return {};
  return {*a.least / *b.least, scaled && a.not_negative, scaled && a.is_number, a.is_exact && b.is_exact};
}

/// Times are computed so; see time_grid.hpp.
Bound LowerBounds::of_time(const Node& node) const {
  const Bound a = bound_of(node.a), b = bound_of(node.b), c = bound_of(node.c);
  if (!a.not_negative || !b.not_negative || !c.not_negative) return {};
  Bound bound = at_least_zero();
  bound.is_number = a.is_number && is_positive_constant(operand(node.b)) && c.is_number;
  return bound;
}

/// larger(x, y) is x where y is no number; select(x == x, y, x) is y or no number. Of any other choice either
/// branch may come.
Bound LowerBounds::of_select(const Node& node) {
  const Bound first = bound_of(node.b), second = bound_of(node.c);
  const Node& condition = (*graph_)[node.a];
  const bool is_checked = condition.op == Op::equal && condition.a == node.c && condition.b == node.c;
  if (is_checked) return {first.least, first.not_negative, second.is_number && first.is_number, false};
  const bool is_larger = condition.op == Op::less && condition.a == node.c && condition.b == node.b;
  const bool is_number = first.is_number && second.is_number;
  if (is_larger && (second.least || (first.least && is_number))) {
    const bool by_both = first.least && second.least && is_number;
    const Value least = by_both ? larger(*second.least, *first.least) : second.least.value_or(*first.least);
    return {least, second.not_negative || (is_number && first.not_negative), second.is_number, false};
  }
  if (!first.least || !second.least) return {};
  return {smaller_of_known(*first.least, *second.least), first.not_negative && second.not_negative, is_number,
          false};
}

}  // namespace gainswarm::rollout
