// What the names of gains and parameters stand for: inputs of the rollout where they vary, constants where
// not.
#pragma once

#include <cstdint>
#include <vector>

#include "host/rollout/parsed_problem.hpp"

namespace gainswarm::rollout {

struct Symbols {
  std::vector<Label> gains;  ///< the tuned ones, in the order of the problem, then the derived ones
  std::int64_t derived = 0;  ///< how many of them are derived
  /// The plant's initial states, the parameters and constants that vary, then what noise and jitter start
  /// from.
  std::vector<Label> scenario_columns;
  Names actual;   ///< parameters as the plant has them
  Names given;    ///< what gains are derived from: parameters, the controller's, gains, period, duration
  Names nominal;  ///< what the controller knows: those and the derived gains
  Names stated;   ///< what references, disturbances and objectives know: those and the constants, as they are
};

/// Values are in SI units.
Symbols declare_symbols(const ParsedProblem& problem, graph::Graph& graph);

}  // namespace gainswarm::rollout
