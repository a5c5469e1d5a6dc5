// A sampled linear loop as it stands after each tick, over what its registers and dead times remember.
#pragma once

#include "host/analysis/history_terms.hpp"
#include "host/analysis/loop_equations.hpp"

namespace gainswarm::analysis {

/// What a tick makes of the states and what it gives, over the states and what is kept.
struct Tick {
  Eigen::MatrixXd states, b, outputs;
};

Tick tick_of(const LoopSlopes& slopes, const BetweenTicks& between);

/// As the loop stands after each tick, which follows the flow from the last one.
HistoryTerms history_of(const Tick& tick, const BetweenTicks& between);

}  // namespace gainswarm::analysis
