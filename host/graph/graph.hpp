// A hash-consed graph of exact IEEE 754 operations: the one meaning that every engine executes.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace gainswarm::graph {

enum class Precision : std::uint8_t { float32, float64 };

/// Operations, each exactly defined by IEEE 754 in the graph's precision (see cuda/arithmetic.hpp for those
/// on an exponent or on single bits). The comparisons, bit_0 and the logical operations give conditions, the
/// rest numbers.
enum class Op : std::uint8_t {
  constant,         ///< value
  input,            ///< what the engine supplies; see Input
  add,              ///< a + b
  subtract,         ///< a - b
  multiply,         ///< a * b
  divide,           ///< a / b
  fma,              ///< a * b + c, rounded once
  square_root,      ///< sqrt(a)
  round_nearest,    ///< nearest integer, ties to even
  floor,            ///< largest integer not above a
  negate,           ///< -a
  absolute,         ///< |a|
  power_of_two,     ///< 2^a
  exponent,         ///< exponent field of a
  negate_by_bit_1,  ///< -a where the second last bit of b's significand is set, else a
  less,             ///< a < b
  less_equal,       ///< a <= b
  equal,            ///< a == b
  bit_0,            ///< whether the last bit of a's significand is set
  logical_and,
  logical_or,
  logical_not,
  select,  ///< a (a condition) ? b : c
};

/// Number of operands of an operation.
int arity(Op op);
/// Whether the operation always gives a condition instead of a number (select and constants may give either).
bool is_condition(Op op);
/// The operation's name, e.g. "add".
const char* name(Op op);

/// What an input node stands for. Gains differ from particle to particle; scenario values, ticks and substeps
/// are uniform; registers are carried from one block of the rollout to the next.
enum class InputKind : std::uint8_t {
  gain,      ///< physical value of gain [index]
  scenario,  ///< column [index] of the scenario table
  reg,       ///< register [index]
  tick,      ///< number of the control tick, from 0
  substep,   ///< number of the substep within the tick, from 0
  survived,  ///< substeps a rollout lived through; only in the finish block
};

using NodeId = std::uint32_t;

/// Functions that are expanded into operations; see functions.hpp.
enum class Function : std::uint8_t {
  sine,
  cosine,
  tangent,
  arcsine,
  arccosine,
  arctangent,
  arctangent2,
  exponential,
  logarithm,
  power,
  hyperbolic_tangent,
  hypotenuse,
};

/// What an expanded node is the value of.
struct Expansion {
  Function function = Function::sine;
  NodeId x = 0, y = 0;  ///< the arguments, in the function's order; the same node twice if there is only one
};

struct Node {
  Op op = Op::constant;
  InputKind input = InputKind::gain;
  std::uint32_t index = 0;  ///< of an input
  NodeId a = 0, b = 0, c = 0;
  double value = 0;  ///< of a constant; in a float32 graph always a float's value. A condition: 0 or 1
};

/// Nodes in topological order: operands have smaller ids. Equal nodes are one node: constants by their bits,
/// commuting operands in either order. They stay in the order first given, a constant second, so that nothing
/// depends on numbers of nodes, which depend on the order in which a compiler evaluates the operands of a C++
/// operator. Every constructor below folds constants in the graph's own precision and applies only rewrites
/// that keep every bit for every input (NaN payloads aside).
class Graph {
 public:
  explicit Graph(Precision precision) : precision_(precision) {}

  [[nodiscard]] Precision precision() const { return precision_; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] const Node& operator[](NodeId id) const { return nodes_[id]; }
  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }
  [[nodiscard]] bool is_constant(NodeId id) const { return nodes_[id].op == Op::constant; }
  /// Whether the node is a condition (true or false) instead of a number.
  [[nodiscard]] bool is_condition(NodeId id) const { return condition_[id]; }

  NodeId constant(double value);
  NodeId condition(bool value);
  NodeId input(InputKind kind, std::uint32_t index = 0);
  /// One operation; unused operands are 0. select's branches may be two numbers or two conditions.
  NodeId apply(Op op, NodeId a, NodeId b = 0, NodeId c = 0);

  /// Notes that the node is the value of a function; derivatives rely on it. Constants, and nodes that do not
  /// come after the arguments, are not worth a note.
  void remember(NodeId id, const Expansion& expansion);
  /// What was noted of the node, or null.
  [[nodiscard]] const Expansion* expansion(NodeId id) const;

 private:
  NodeId intern(const Node& node, bool condition);
  [[nodiscard]] bool operands_fit(Op op, NodeId a, NodeId b, NodeId c) const;

  Precision precision_;
  std::vector<Node> nodes_;
  std::unordered_multimap<std::uint64_t, NodeId> index_;  ///< hash -> candidates
  std::vector<bool> condition_;
  std::unordered_map<NodeId, Expansion> expansions_;
};

/// The value of one operation on plain numbers (conditions as 0 and 1), in the given precision.
double evaluate(const Node& node, double a, double b, double c, Precision precision);

}  // namespace gainswarm::graph
