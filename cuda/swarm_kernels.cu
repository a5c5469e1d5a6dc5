// What a generation does besides the rollouts, and a competition between their stages, as kernels: the
// functors that a host runs, too. NVRTC compiles them for the device at hand, and so they run where there is
// no toolkit, from the cache.
#include "cuda/competition.hpp"
#include "cuda/gain_scale.hpp"
#include "cuda/launch.hpp"
#include "cuda/portability.hpp"
#include "cuda/ranked_cost.hpp"
#include "cuda/swarm.hpp"

// clang-format off
#define GAINSWARM_SWARM_KERNEL(name, ...)                                       \
  GAINSWARM_KERNEL(128, 1) name(GAINSWARM_ARGUMENT(__VA_ARGS__) launch) {       \
    gainswarm::for_each_index(launch.count, launch);                            \
  }
// clang-format on

namespace gainswarm {

GAINSWARM_SWARM_KERNEL(move_towards_global_best, OverSwarms<swarm::MoveTowardsGlobalBest>)
GAINSWARM_SWARM_KERNEL(refresh_exemplars, OverSwarms<swarm::RefreshExemplars>)
GAINSWARM_SWARM_KERNEL(move_towards_exemplars, OverSwarms<swarm::MoveTowardsExemplars>)
GAINSWARM_SWARM_KERNEL(update_personal_best, OverSwarms<swarm::UpdatePersonalBest>)
GAINSWARM_SWARM_KERNEL(update_leader, OverSwarms<swarm::UpdateLeader>)
GAINSWARM_SWARM_KERNEL(map_to_double_gains, OverIndices<gains::MapToGains<double>>)
GAINSWARM_SWARM_KERNEL(map_to_float_gains, OverIndices<gains::MapToGains<float>>)
GAINSWARM_SWARM_KERNEL(rank_double_costs, OverIndices<ranked_cost::RankCosts<double>>)
GAINSWARM_SWARM_KERNEL(rank_float_costs, OverIndices<ranked_cost::RankCosts<float>>)
GAINSWARM_SWARM_KERNEL(give_up_double_losers, OverIndices<competition::GiveUpLosers<double>>)
GAINSWARM_SWARM_KERNEL(give_up_float_losers, OverIndices<competition::GiveUpLosers<float>>)
GAINSWARM_SWARM_KERNEL(list_running, OverIndices<competition::ListRunning>)

}  // namespace gainswarm
