// What supervisor and worker tell each other, as JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "host/device/driver.hpp"
#include "host/device/work.hpp"

namespace gainswarm::device {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DeviceInfo, index, name, capability, memory, multiprocessors,
                                   resident_threads, clock, ecc, time_limit)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Work, single_precision, gains, columns, outputs, scenarios)

}  // namespace gainswarm::device
