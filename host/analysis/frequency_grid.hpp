// Where along the imaginary axis a linear loop is looked at.
#pragma once

#include <vector>

#include "host/analysis/linear_loop.hpp"

namespace gainswarm::analysis {

/// To a tenth, that is; the time in s.
bool dies_out_within(double time, Complex pole);

/// In rad/s, ascending from 0: from far below the slowest pole to far above the fastest, or half the sampling
/// rate, with every pole's own among them, so that no resonance slips through.
std::vector<double> frequencies(const LoopModel& model, const std::vector<Complex>& poles);

}  // namespace gainswarm::analysis
