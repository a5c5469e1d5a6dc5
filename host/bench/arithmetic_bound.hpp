// How fast a device could run a program if nothing but its arithmetic took time.
#pragma once

#include "host/device/driver.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::bench {

/// The most steps a second: in double what the pipe for doubles allows, in float what the instructions that
/// can be issued do. Counted are those that the program's operations take at least.
double arithmetic_bound(const rollout::Program& program, const device::DeviceInfo& device);

}  // namespace gainswarm::bench
