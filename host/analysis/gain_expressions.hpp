// Expressions of the tuned gains and the parameters, evaluated for one candidate after the other.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/rollout/symbols.hpp"

namespace gainswarm::analysis {

class GainExpressions {
 public:
  /// The problem must outlive this.
  explicit GainExpressions(const spec::Problem& problem);

  /// Returns the expression's index. Throws InputError where it cannot be understood.
  std::size_t add(const spec::Text& text);
  /// To be called when every expression is there.
  void finish();

  /// Values of all expressions, in double precision, for tuned gains in the program's order.
  [[nodiscard]] std::vector<double> evaluate(std::span<const double> tuned) const;

 private:
  rollout::ParsedProblem problem_;
  graph::Graph graph_{graph::Precision::float64};
  rollout::Symbols symbols_;
  std::vector<graph::NodeId> roots_, nodes_;  ///< nodes_: what the roots need, operands first
};

}  // namespace gainswarm::analysis
