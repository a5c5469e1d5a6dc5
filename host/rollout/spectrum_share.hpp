// spectrum_share(u, frequency): how much of a signal's variance lies above a frequency.
//
// The signal, sampled at the control ticks, goes through a high-pass of order 4: two biquad sections of a
// Butterworth filter by the bilinear transform, warped so that the cut-off (half the power) is at the
// frequency given. An octave below it passes 0.4 % of the power, an octave above it 99.6 %. The first sample
// is taken off before, so that a constant signal gives no transient. The share is the filter's mean
// squared output over the signal's variance; 0 for a constant signal.
// Source of the sections: A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, chapter 7.
#pragma once

#include "host/rollout/functional_kinds.hpp"

namespace gainswarm::rollout::spectrum_share {

std::vector<Cell> cells(double largest);
std::vector<Value> observe(const Sight& at);
Value result(const Sight& end);
/// Objects unless 0 < frequency < 1/(2 period), in Hz.
std::optional<Objection> examine(const Parameters& parameters);

}  // namespace gainswarm::rollout::spectrum_share
