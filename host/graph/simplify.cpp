// What is missing here is missing on purpose, because it does not hold for every x:
//   x + 0 is not x             x = -0
//   0 * x is not 0             infinity, NaN, -0
//   x - x is not 0             infinity, NaN
//   x / x is not 1             infinity, NaN, 0
//   -(a - b) is not b - a      a = b
//   not (a < b) is not b <= a  NaN
#include "host/graph/simplify.hpp"

#include <cmath>

namespace gainswarm::graph {
namespace {

using Result = std::optional<NodeId>;

/// One node about to be made, and short questions about its operands.
struct Rewriter {
  Graph& graph;
  NodeId a, b, c;

  [[nodiscard]] bool is(NodeId id, Op op) const { return graph[id].op == op; }
  [[nodiscard]] NodeId operand(NodeId id) const { return graph[id].a; }
  [[nodiscard]] bool is_constant(NodeId id, double value) const {
    return graph.is_constant(id) && graph[id].value == value &&
           std::signbit(graph[id].value) == std::signbit(value);
  }
  [[nodiscard]] bool are_complements(NodeId x, NodeId y) const {
    return (is(x, Op::logical_not) && operand(x) == y) || (is(y, Op::logical_not) && operand(y) == x);
  }
  [[nodiscard]] double largest_power_of_two() const {
    return graph.precision() == Precision::float64 ? 0x1p1023 : 0x1p127;
  }

  Result add();
  Result subtract();
  Result multiply();
  Result divide();
  Result fma();
  Result negate();
  Result absolute();
  Result round_to_integer();
  Result logical_and();
  Result logical_or();
  Result logical_not();
  Result less();
  Result select();
};

Result Rewriter::add() {
  if (is_constant(b, -0.0)) return a;
  if (is(b, Op::negate)) return graph.apply(Op::subtract, a, operand(b));
  if (is(a, Op::negate)) return graph.apply(Op::subtract, b, operand(a));
  return {};
}

Result Rewriter::subtract() {
  if (is_constant(b, 0.0)) return a;
  if (is_constant(a, -0.0)) return graph.apply(Op::negate, b);
  if (is(b, Op::negate)) return graph.apply(Op::add, a, operand(b));
  return {};
}

Result Rewriter::multiply() {
  if (is_constant(b, 1)) return a;
  if (is_constant(b, -1)) return graph.apply(Op::negate, a);
  if (!is(a, Op::negate)) return {};
  if (is(b, Op::negate)) return graph.apply(Op::multiply, operand(a), operand(b));
  if (graph.is_constant(b)) return graph.apply(Op::multiply, operand(a), graph.constant(-graph[b].value));
  return {};
}

Result Rewriter::divide() {
  if (is(a, Op::negate) && is(b, Op::negate)) return graph.apply(Op::divide, operand(a), operand(b));
  if (!graph.is_constant(b)) return {};
  // The reciprocal of a power of two is exact as long as it does not overflow.
  const double divisor = graph[b].value;
  int exponent = 0;
  const bool is_power_of_two = std::abs(std::frexp(divisor, &exponent)) == 0.5;
  if (is_power_of_two && std::abs(1 / divisor) <= largest_power_of_two()) {
    return graph.apply(Op::multiply, a, graph.constant(1 / divisor));
  }
  return {};
}

Result Rewriter::fma() {
  if (is_constant(b, 1)) return graph.apply(Op::add, a, c);
  if (is_constant(b, -1)) return graph.apply(Op::subtract, c, a);
  if (is_constant(c, -0.0)) return graph.apply(Op::multiply, a, b);
  if (!is(a, Op::negate)) return {};
  if (is(b, Op::negate)) return graph.apply(Op::fma, operand(a), operand(b), c);
  if (graph.is_constant(b)) return graph.apply(Op::fma, operand(a), graph.constant(-graph[b].value), c);
  return {};
}

Result Rewriter::negate() {
  if (is(a, Op::negate)) return operand(a);
  return {};
}

Result Rewriter::absolute() {
  if (is(a, Op::absolute)) return a;
  if (is(a, Op::negate)) return graph.apply(Op::absolute, operand(a));
  return {};
}

Result Rewriter::round_to_integer() {
  if (is(a, Op::round_nearest) || is(a, Op::floor)) return a;
  return {};
}

Result Rewriter::logical_and() {
  if (a == b) return a;
  if (graph.is_constant(b)) return graph[b].value != 0 ? a : b;
  if (are_complements(a, b)) return graph.condition(false);
  return {};
}

Result Rewriter::logical_or() {
  if (a == b) return a;
  if (graph.is_constant(b)) return graph[b].value != 0 ? b : a;
  if (are_complements(a, b)) return graph.condition(true);
  return {};
}

Result Rewriter::logical_not() {
  if (is(a, Op::logical_not)) return operand(a);
  return {};
}

Result Rewriter::less() {
  if (a == b) return graph.condition(false);
  return {};
}

Result Rewriter::select() {
  if (b == c) return b;
  if (graph.is_constant(a)) return graph[a].value != 0 ? b : c;
  if (is(a, Op::logical_not)) return graph.apply(Op::select, operand(a), c, b);
  if (is(b, Op::select) && graph[b].a == a) return graph.apply(Op::select, a, graph[b].b, c);
  if (is(c, Op::select) && graph[c].a == a) return graph.apply(Op::select, a, b, graph[c].c);
  if (!graph.is_condition(b) || !graph.is_constant(b) || !graph.is_constant(c)) return {};
  return graph[b].value != 0 ? a
                             : graph.apply(Op::logical_not, a);  // select(a, true, false) or (a, false, true)
}

}  // namespace

std::optional<NodeId> simplify(Graph& graph, Op op, NodeId a, NodeId b, NodeId c) {
  Rewriter rewriter{graph, a, b, c};
  switch (op) {
    case Op::add:
      return rewriter.add();
    case Op::subtract:
      return rewriter.subtract();
    case Op::multiply:
      return rewriter.multiply();
    case Op::divide:
      return rewriter.divide();
    case Op::fma:
      return rewriter.fma();
    case Op::negate:
      return rewriter.negate();
    case Op::absolute:
      return rewriter.absolute();
    case Op::round_nearest:
    case Op::floor:
      return rewriter.round_to_integer();
    case Op::logical_and:
      return rewriter.logical_and();
    case Op::logical_or:
      return rewriter.logical_or();
    case Op::logical_not:
      return rewriter.logical_not();
    case Op::less:
      return rewriter.less();
    case Op::select:
      return rewriter.select();
    default:
      return {};
  }
}

}  // namespace gainswarm::graph
