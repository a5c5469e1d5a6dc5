// What one iteration looked like, as a row of the history.
#pragma once

#include <span>

#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

/// The middle of the values; the mean of the two middle ones of an even number.
double median(std::span<const double> values);

/// Mean distance of the particles from the mean of their swarm, as a share of the range: per dimension, the
/// root of the mean square over the dimensions.
double spread(const SwarmState& state);

}  // namespace gainswarm::tuner
