// The reference work as an expert would write it by hand for the widest vectors of the processor: one
// particle a lane, vocabulary of exact operations, no call in the loop.
#pragma once

#include <cstdint>

namespace gainswarm::bench {

/// Runs the reference work for gains[particle][6] and writes one cost a particle. Particles beyond the last
/// full block of lanes are computed with the last one repeated.
void run_simd(const double* gains, std::int64_t particles, double* costs);

/// Doubles in one of its vectors.
int simd_lanes();

}  // namespace gainswarm::bench
