// What a sampled loop does from one control tick to the next, dead times of the plant included.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "host/analysis/complex.hpp"
#include "host/analysis/delay_paths.hpp"

namespace gainswarm::analysis {

/// What a state was some ticks ago, right after the tick.
struct Kept {
  Eigen::Index state;
  std::int64_t ticks;  ///< at least 1
};

/// A linear map of states: the loop's registers, then what the dead times need beside them.
struct BetweenTicks {
  std::vector<Kept> kept;   ///< what the dead times look back at
  Eigen::MatrixXd flow;     ///< states x (states, then what is kept), over a control period
  Eigen::MatrixXd delayed;  ///< dead times x likewise: what comes out of each as a tick begins
  /// Motions in 1/s that `flow` has once more than the loop, as older and younger copies of the same states.
  std::vector<Complex> repeated;
  /// Where dead times are many ticks long: the flow of the registers, then of each dead time as a polynomial
  /// (see collocated()). Empty otherwise.
  Eigen::MatrixXd collocated{};
};

/// Whether a map of all that is kept takes longer than Newton's method from good starts.
bool is_long(const BetweenTicks& between);

/// What a tick looks at: registers that move, and what comes out of dead times.
struct SeenAtTicks {
  std::vector<bool> states, delayed;
};

/// The registers move as `system` says, those without a rate wait; exact but for rounding. Where a dead time
/// is no whole number of ticks, what is held jumps within them. What comes out of a dead time that follows
/// states is made by copies of these, as old as it is, from what was held then. Nothing where a dead time
/// acts on its own input: no finite number of states does that.
std::optional<BetweenTicks> hold_with_dead_times(const DelayedSystem& system, const SeenAtTicks& seen,
                                                 std::int64_t substeps, double step);

/// Of a plant in discrete time: a step a tick, the signals in its dead times as further states.
BetweenTicks step_with_dead_times(const DelayedSystem& next);

}  // namespace gainswarm::analysis
