// The functors between positions and costs, on the host.
#pragma once

#include <cstdint>

#include "cuda/gain_scale.hpp"
#include "cuda/ranked_cost.hpp"

namespace gainswarm::swarm {

/// Maps the first `elements` coordinates.
void map_to_gains(const gains::MapToGains<double>& functor, std::int64_t elements);

/// Ranks the first `particles` particles.
void rank_costs(const ranked_cost::RankCosts<double>& functor, std::int64_t particles);

}  // namespace gainswarm::swarm
