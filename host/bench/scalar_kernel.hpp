// The reference work as one would first write it: a loop over particles in double, sin and cos from the C
// library.
#pragma once

#include <cstdint>

namespace gainswarm::bench {

/// Runs the reference work for gains[particle][6] and writes one cost a particle.
void run_scalar(const double* gains, std::int64_t particles, double* costs);

}  // namespace gainswarm::bench
