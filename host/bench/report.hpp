// The benchmark's report for people and for machines.
#pragma once

#include <string>

#include "host/bench/bench.hpp"
#include "host/bench/device_bench.hpp"

namespace gainswarm::bench {

/// A table of speeds, the ratios under it.
std::string to_table(const Report& report);

/// One JSON object on one line: `ratios` (what is compared from machine to machine), `steps_per_second` by
/// contender, `first_evaluation_seconds`, `agreement` and what ran where.
std::string to_json(const Report& report);

/// The same of the devices.
std::string to_table(const DeviceReport& report);
std::string to_json(const DeviceReport& report);

}  // namespace gainswarm::bench
