// The swarms' start design.
#pragma once

#include <cstdint>

#include "host/spec/spec.hpp"
#include "host/swarm/state.hpp"

namespace gainswarm::swarm {

/// Swarms before their first iteration: positions as `options.start` says, velocities within the limit, no
/// costs yet. A swarm's start depends on the seed and its own number, not on how many other swarms there are.
State start(const spec::Swarm& options, std::int64_t dimensions);

}  // namespace gainswarm::swarm
