// Graph nodes that read like numbers: formulas, and the elementary functions of cuda/elementary.hpp,
// build graphs when they are given a Value instead of a double.
#pragma once

#include "host/graph/graph.hpp"

namespace gainswarm::graph {

/// A node of a graph. Mixing values of two graphs, or a number with a condition, is a programming error.
struct Value {
  Graph* graph = nullptr;
  NodeId id = 0;

  [[nodiscard]] bool is_constant() const { return graph->is_constant(id); }
  [[nodiscard]] bool is_condition() const { return graph->is_condition(id); }
  [[nodiscard]] double constant() const { return (*graph)[id].value; }
};

inline Value apply(Op op, Value a) {
  return {a.graph, a.graph->apply(op, a.id)};
}
inline Value apply(Op op, Value a, Value b) {
  return {a.graph, a.graph->apply(op, a.id, b.id)};
}
inline Value constant(Value like, double value) {
  return {like.graph, like.graph->constant(value)};
}

// clang-format off
inline Value operator+(Value a, Value b) { return apply(Op::add, a, b); }
inline Value operator-(Value a, Value b) { return apply(Op::subtract, a, b); }
inline Value operator*(Value a, Value b) { return apply(Op::multiply, a, b); }
inline Value operator/(Value a, Value b) { return apply(Op::divide, a, b); }
inline Value operator-(Value a) { return apply(Op::negate, a); }
inline Value operator+(Value a, double b) { return a + constant(a, b); }
inline Value operator-(Value a, double b) { return a - constant(a, b); }
inline Value operator*(Value a, double b) { return a * constant(a, b); }
inline Value operator/(Value a, double b) { return a / constant(a, b); }
inline Value operator+(double a, Value b) { return constant(b, a) + b; }
inline Value operator-(double a, Value b) { return constant(b, a) - b; }
inline Value operator*(double a, Value b) { return constant(b, a) * b; }
inline Value operator/(double a, Value b) { return constant(b, a) / b; }
inline Value operator<(Value a, Value b) { return apply(Op::less, a, b); }
inline Value operator<=(Value a, Value b) { return apply(Op::less_equal, a, b); }
inline Value operator>(Value a, Value b) { return apply(Op::less, b, a); }
inline Value operator>=(Value a, Value b) { return apply(Op::less_equal, b, a); }
inline Value operator==(Value a, Value b) { return apply(Op::equal, a, b); }
inline Value fma(Value a, Value b, Value c) { return {a.graph, a.graph->apply(Op::fma, a.id, b.id, c.id)}; }
inline Value square_root(Value a) { return apply(Op::square_root, a); }
inline Value absolute(Value a) { return apply(Op::absolute, a); }
inline Value round_nearest(Value a) { return apply(Op::round_nearest, a); }
inline Value floor(Value a) { return apply(Op::floor, a); }
inline Value power_of_two(Value a) { return apply(Op::power_of_two, a); }
inline Value exponent(Value a) { return apply(Op::exponent, a); }
inline Value bit_0(Value a) { return apply(Op::bit_0, a); }
inline Value negate_by_bit_1(Value a, Value b) { return apply(Op::negate_by_bit_1, a, b); }
inline Value select(Value condition, Value a, Value b) {
  return {a.graph, a.graph->apply(Op::select, condition.id, a.id, b.id)};
}
inline Value both(Value a, Value b) { return apply(Op::logical_and, a, b); }
inline Value either(Value a, Value b) { return apply(Op::logical_or, a, b); }
inline Value negation(Value a) { return apply(Op::logical_not, a); }
inline bool is_double(Value a) { return a.graph->precision() == Precision::float64; }
// clang-format on

}  // namespace gainswarm::graph
