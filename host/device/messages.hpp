// What supervisor and worker tell each other, as JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "cuda/aggregate.hpp"
#include "cuda/swarm.hpp"
#include "host/device/driver.hpp"
#include "host/device/swarm_work.hpp"
#include "host/device/work.hpp"

namespace gainswarm::device {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DeviceInfo, index, name, capability, memory, multiprocessors,
                                   resident_threads, clock, ecc, time_limit)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Work, single_precision, gains, columns, outputs, scenarios, ticks,
                                   competes, is_long, stage_ticks, carried)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SwarmWork, swarms, particles, dimensions, learns, aggregate,
                                   aggregate_parameter, terms, requirements, steps)

}  // namespace gainswarm::device

namespace gainswarm::aggregate {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Rule, kind, parameter)

}  // namespace gainswarm::aggregate

namespace gainswarm::swarm {

/// Numbers become text that reads as the same bits.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Rules, seed, iteration, inertia, cognitive, social, velocity_limit,
                                   refresh, first_swarm)

}  // namespace gainswarm::swarm
