// Which states of a closed loop go round in it, and which merely stand beside it.
#pragma once

#include <Eigen/Core>
#include <vector>

namespace gainswarm::analysis {

/// Row i, column j: j acts on i at once. Of states, then dead times, then the law's outputs: as rows what the
/// law gives, as columns what is added to it.
using Influence = Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic>;

/// A state is in the loop when what is added to the law's outputs acts on it, and it acts on what the law
/// gives. All others change no loop transfer function: an integrator that the law does not see, or a filter
/// of the reference.
struct LoopNodes {
  std::vector<Eigen::Index> states, delays;  ///< in the loop, ascending
  std::vector<Eigen::Index> outside;         ///< the other states
  std::vector<bool> felt;                    ///< [state or dead time] acts on what the law gives
  /// [outside][outside], 1 where both act on each other, through others too: all else moves no pole.
  Eigen::MatrixXd mutual;
};

/// Dead times outside the loop that act on their own input stay among those in it, with all between: their
/// poles cannot be told otherwise.
LoopNodes nodes_in_loop(Influence influence, Eigen::Index states, Eigen::Index delays);

}  // namespace gainswarm::analysis
