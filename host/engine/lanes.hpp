// How many lanes run fastest.
#pragma once

#include "host/engine/native_code.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

/// Two of the host's widest vectors, because each fills the gaps that the other's latencies leave; one when
/// the loop's code for two would outgrow the instruction cache; a single lane where fma is a call.
int best_lanes(const rollout::Program& program, const HostProcessor& host);

}  // namespace gainswarm::engine
