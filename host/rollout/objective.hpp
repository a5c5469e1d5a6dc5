// From the objective's expressions to a rollout's outputs: its cost, the parts of it, and what is asked of
// it.
#pragma once

#include <optional>
#include <vector>

#include "host/rollout/build.hpp"
#include "host/rollout/equations.hpp"
#include "host/rollout/lower_bounds.hpp"

namespace gainswarm::rollout {

/// Whether a problem lets rollouts of losers be given up: if one cost ranks its candidates in training, which
/// grows with that of each scenario.
bool gives_up_losers(const spec::Problem& problem, Purpose purpose);

/// The objective's expressions, parsed.
class Objective {
 public:
  /// The success condition and the metrics count in a validation program only. Throws InputError at the first
  /// expression that cannot be parsed.
  Objective(const spec::Objective& objective, Purpose purpose);

  /// All of them: terms, requirements, success, metrics.
  [[nodiscard]] std::vector<const Equation*> expressions() const;

  /// Sets the program's outputs, their roots in `finish` and the numbers of terms, requirements and metrics;
  /// reads its number of steps. `calls` knows the time functionals; `signals` are what these look at, and
  /// nothing else may. Throws InputError at what cannot be lowered. Returns the terms.
  std::vector<Value> add_outputs(Program& program, graph::Graph& graph, const Names& names,
                                 const CallHandler& calls, const Names& signals) const;

  /// Sets what the program's cost cannot fall below, whether the rollout fails or not, or the term that can
  /// become anything. A little less than the terms' bounds make it: these may differ from the terms by
  /// rounding.
  void add_least_cost(const std::vector<Value>& terms, LowerBounds& bounds, Program& program) const;

 private:
  Purpose purpose_;
  Equations terms_, requirements_, metrics_;
  std::optional<Equation> success_;
  std::vector<double> weights_;                         ///< one a term
  std::vector<std::optional<spec::Requirement>> soft_;  ///< one a term, given if it is the excess of one
  double failure_penalty_;
};

}  // namespace gainswarm::rollout
