// With which dead time a pole of a sampled loop first comes to the limit of stability.
#pragma once

#include <vector>

#include "host/analysis/late_input.hpp"

namespace gainswarm::analysis {

/// The smallest dead time, in periods, with which -L = 1 at some frequency, of a loop that is stable without
/// it; infinite if there is none. -L is looked at on a grid of frequencies (rad/s, ascending from 0 to half
/// the sampling rate) and parts of a period. Where its size goes through 1, its logarithm is nearly linear:
/// so a crossing is guessed, then found to rounding by Broyden's method.
double first_crossing(LateResponse& response, const std::vector<double>& frequencies, double period);

}  // namespace gainswarm::analysis
