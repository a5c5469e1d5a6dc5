// How a search starts: anew, or where an earlier run left off.
#pragma once

#include "host/swarm/swarm.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/tune.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

/// New swarms, in which one particle has the given gains, or those that the run goes on with. Throws
/// swarm::UnsoundState when these are no swarms of this problem.
swarm::Swarm swarms_at_start(const TuningInput& input, const GainSpace& space);

/// Of a problem with several objectives: what it goes on with; null when it starts anew. Throws
/// swarm::UnsoundState when the run before was no search for a front.
const FrontSearch* front_at_start(const TuningInput& input);

}  // namespace gainswarm::tuner
