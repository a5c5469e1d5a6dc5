// What a value that is known only when the rollout has ended cannot fall below.
//
// A bound says: the value turns out to be no number, or at least `least`. Bounds follow from those of the
// operands, because rounding keeps order: a rounded sum is no smaller than that of smaller terms.
#pragma once

#include <optional>
#include <unordered_map>

#include "host/graph/value.hpp"

namespace gainswarm::rollout {

struct Bound {
  /// Known before the end. Nothing: it can become anything; so it can where `least` turns out to be no
  /// number.
  std::optional<graph::Value> least;
  bool not_negative = false;  ///< at least 0, or no number; then so is `least`
  bool is_number = false;     ///< surely
  bool is_exact = false;      ///< the value is `least`: it follows from gains and scenario alone
};

/// Bounds of a graph's values.
class LowerBounds {
 public:
  explicit LowerBounds(graph::Graph& graph) : graph_(&graph) {}
  /// What cannot be found out from the value's operands.
  void learn(graph::Value value, Bound bound);
  /// The value's bound; `least` may be a new node.
  Bound of(graph::Value value);

 private:
  [[nodiscard]] graph::Value operand(graph::NodeId id) const { return {graph_, id}; }
  [[nodiscard]] Bound bound_of(graph::NodeId id) const { return known_.at(id); }
  [[nodiscard]] Bound find(graph::NodeId id);
  [[nodiscard]] Bound of_input(graph::NodeId id);
  [[nodiscard]] Bound of_size(const Bound& inner) const;
  [[nodiscard]] Bound of_root(const Bound& inner) const;
  [[nodiscard]] Bound of_sum(const graph::Node& node);
  [[nodiscard]] Bound of_difference(const graph::Node& node);
  [[nodiscard]] Bound of_product(const graph::Node& node);
  [[nodiscard]] Bound of_quotient(const graph::Node& node);
  [[nodiscard]] Bound of_time(const graph::Node& node) const;
  [[nodiscard]] Bound of_select(const graph::Node& node);
  [[nodiscard]] Bound at_least_zero() const;

  graph::Graph* graph_;
  std::unordered_map<graph::NodeId, Bound> known_;
};

}  // namespace gainswarm::rollout
