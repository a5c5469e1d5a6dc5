// What the names of gains and parameters stand for: inputs of the rollout where they vary, constants where
// not.
#pragma once

#include <vector>

#include "host/rollout/parsed_problem.hpp"

namespace gainswarm::rollout {

struct Symbols {
  std::vector<Label> gains;  ///< the tuned ones, in the order of the problem
  /// The plant's initial states, the parameters that vary, then what the sensors' noise starts from.
  std::vector<Label> scenario_columns;
  Names actual;   ///< parameters as the plant has them
  Names nominal;  ///< what the controller knows: parameters, its own ones, gains, period, duration
};

/// Values are in SI units.
Symbols declare_symbols(const ParsedProblem& problem, graph::Graph& graph);

}  // namespace gainswarm::rollout
