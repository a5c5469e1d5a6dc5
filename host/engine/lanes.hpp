// How many lanes run fastest.
#pragma once

#include "host/engine/native_code.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

/// Two of the host's widest vectors, because each fills the gaps that the other's latencies leave; four in a
/// short loop, which is one chain of latencies; one when the code for two would outgrow the instruction
/// cache, or their values the registers; a single lane where fma is a call.
int best_lanes(const rollout::Program& program, const HostProcessor& host);

}  // namespace gainswarm::engine
