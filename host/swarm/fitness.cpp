#include "host/swarm/fitness.hpp"

#include <thrust/system/cpp/execution_policy.h>

#include "host/swarm/executor.hpp"

namespace gainswarm::swarm {

void map_to_gains(const gains::MapToGains<double>& functor, std::int64_t elements) {
  HostExecutor{thrust::cpp::par}.for_each(elements, functor);
}

void rank_costs(const ranked_cost::RankCosts<double>& functor, std::int64_t particles) {
  HostExecutor{thrust::cpp::par}.for_each(particles, functor);
}

}  // namespace gainswarm::swarm
