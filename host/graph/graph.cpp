#include "host/graph/graph.hpp"

#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "cuda/arithmetic.hpp"
#include "host/graph/simplify.hpp"

namespace gainswarm::graph {
namespace {

struct Description {
  const char* name;
  int arity;
  bool gives_condition;
};

/// In the order of Op.
constexpr std::array<Description, 23> descriptions{{
    {"constant", 0, false},     {"input", 0, false},       {"add", 2, false},
    {"subtract", 2, false},     {"multiply", 2, false},    {"divide", 2, false},
    {"fma", 3, false},          {"square_root", 1, false}, {"round_nearest", 1, false},
    {"floor", 1, false},        {"negate", 1, false},      {"absolute", 1, false},
    {"power_of_two", 1, false}, {"exponent", 1, false},    {"negate_by_bit_1", 2, false},
    {"less", 2, true},          {"less_equal", 2, true},   {"equal", 2, true},
    {"bit_0", 1, true},         {"logical_and", 2, true},  {"logical_or", 2, true},
    {"logical_not", 1, true},   {"select", 3, false},
}};

const Description& describe(Op op) {
  return descriptions[static_cast<std::size_t>(op)];
}

/// Whether op(a, b, ...) and op(b, a, ...) always give the same bits (a NaN's sign and payload aside).
bool commutes(Op op) {
  return op == Op::add || op == Op::multiply || op == Op::fma || op == Op::equal || op == Op::logical_and ||
         op == Op::logical_or;
}

bool takes_conditions(Op op) {
  return op == Op::logical_and || op == Op::logical_or || op == Op::logical_not;
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
  return hash ^ (hash >> 32);
}

/// Nodes that are the same up to the order of commuting operands have the same hash.
std::uint64_t hash_of(const Node& node, bool condition) {
  NodeId first = node.a;
  NodeId second = node.b;
  if (commutes(node.op) && second < first) std::swap(first, second);
  std::uint64_t hash = mix(static_cast<std::uint64_t>(node.op), static_cast<std::uint64_t>(node.input));
  hash = mix(mix(hash, node.index), condition ? 1 : 0);
  hash = mix(mix(mix(hash, first), second), node.c);
  return mix(hash, std::bit_cast<std::uint64_t>(node.value));
}

bool are_same(const Node& x, const Node& y) {
  const bool same_operands = (x.a == y.a && x.b == y.b) || (commutes(x.op) && x.a == y.b && x.b == y.a);
  return x.op == y.op && x.input == y.input && x.index == y.index && same_operands && x.c == y.c &&
         std::bit_cast<std::uint64_t>(x.value) == std::bit_cast<std::uint64_t>(y.value);
}

template <class Number>
double evaluate_as(const Node& node, Number a, Number b, Number c) {
  // clang-format off
  switch (node.op) {
    case Op::constant: return node.value;
    case Op::input: break;
    case Op::add: return a + b;
    case Op::subtract: return a - b;
    case Op::multiply: return a * b;
    case Op::divide: return a / b;
    case Op::fma: return arithmetic::fma(a, b, c);
    case Op::square_root: return arithmetic::square_root(a);
    case Op::round_nearest: return arithmetic::round_nearest(a);
    case Op::floor: return arithmetic::floor(a);
    case Op::negate: return -a;
    case Op::absolute: return arithmetic::absolute(a);
    case Op::power_of_two: return arithmetic::power_of_two(a);
    case Op::exponent: return arithmetic::exponent(a);
    case Op::negate_by_bit_1: return arithmetic::negate_by_bit_1(a, b);
    case Op::less: return a < b ? 1 : 0;
    case Op::less_equal: return a <= b ? 1 : 0;
    case Op::equal: return a == b ? 1 : 0;
    case Op::bit_0: return arithmetic::bit_0(a) ? 1 : 0;
    case Op::logical_and: return a != 0 && b != 0 ? 1 : 0;
    case Op::logical_or: return a != 0 || b != 0 ? 1 : 0;
    case Op::logical_not: return a == 0 ? 1 : 0;
    case Op::select: return a != 0 ? b : c;
  }
  // clang-format on
  assert(false && "an input has no value of its own");
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

int arity(Op op) {
  return describe(op).arity;
}
bool is_condition(Op op) {
  return describe(op).gives_condition;
}
const char* name(Op op) {
  return describe(op).name;
}

double evaluate(const Node& node, double a, double b, double c, Precision precision) {
  if (precision == Precision::float64) return evaluate_as(node, a, b, c);
  return evaluate_as(node, static_cast<float>(a), static_cast<float>(b), static_cast<float>(c));
}

NodeId Graph::intern(const Node& node, bool condition) {
  const std::uint64_t hash = hash_of(node, condition);
  const auto [first, last] = index_.equal_range(hash);
  for (auto candidate = first; candidate != last; ++candidate) {
    const NodeId id = candidate->second;
    if (are_same(nodes_[id], node) && condition_[id] == condition) return id;
  }
  const auto id = static_cast<NodeId>(nodes_.size());
  nodes_.push_back(node);
  condition_.push_back(condition);
  index_.emplace(hash, id);
  return id;
}

NodeId Graph::constant(double value) {
  Node node;
  node.value = precision_ == Precision::float32 ? static_cast<double>(static_cast<float>(value)) : value;
  // One NaN only: which sign and payload an operation gives differs between machines.
  if (std::isnan(node.value)) node.value = std::numeric_limits<double>::quiet_NaN();
  return intern(node, false);
}

NodeId Graph::condition(bool value) {
  Node node;
  node.value = value ? 1 : 0;
  return intern(node, true);
}

NodeId Graph::input(InputKind kind, std::uint32_t index) {
  Node node;
  node.op = Op::input;
  node.input = kind;
  node.index = index;
  return intern(node, false);
}

bool Graph::operands_fit(Op op, NodeId a, NodeId b, NodeId c) const {
  const int count = arity(op);
  const bool exist =
      count > 0 && a < size() && (count < 2 ? b == 0 : b < size()) && (count < 3 ? c == 0 : c < size());
  if (!exist) return false;
  if (op == Op::select) return is_condition(a) && is_condition(b) == is_condition(c);
  const bool expected = takes_conditions(op);
  return is_condition(a) == expected && (count < 2 || is_condition(b) == expected) &&
         (count < 3 || is_condition(c) == expected);
}

NodeId Graph::apply(Op op, NodeId a, NodeId b, NodeId c) {
  assert(operands_fit(op, a, b, c) &&
         "a missing operand, or a number in place of a condition or the reverse");
  if (commutes(op) && is_constant(a) && !is_constant(b)) std::swap(a, b);

  Node node;
  node.op = op;
  const int count = arity(op);
  const bool gives_condition = op == Op::select ? is_condition(b) : graph::is_condition(op);
  if (is_constant(a) && (count < 2 || is_constant(b)) && (count < 3 || is_constant(c))) {
    const double value = evaluate(node, nodes_[a].value, nodes_[b].value, nodes_[c].value, precision_);
    return gives_condition ? condition(value != 0) : constant(value);
  }
  if (const auto simpler = simplify(*this, op, a, b, c)) return *simpler;
  node.a = a;
  node.b = b;
  node.c = c;
  return intern(node, gives_condition);
}

void Graph::remember(NodeId id, const Expansion& expansion) {
  if (is_constant(id) || id <= expansion.x || id <= expansion.y) return;
  expansions_.emplace(id, expansion);
}

const Expansion* Graph::expansion(NodeId id) const {
  const auto found = expansions_.find(id);
  return found == expansions_.end() ? nullptr : &found->second;
}

}  // namespace gainswarm::graph
