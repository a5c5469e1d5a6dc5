// Points in the unit box, spread as a scenario set asks for.
#pragma once

#include <cstdint>
#include <vector>

#include "host/spec/spec.hpp"

namespace gainswarm::rollout {

/// points[point][dimension] in the open unit interval; the same on every machine for the same seed.
///   sobol            Sobol sequence, digitally shifted by the seed
///   latin_hypercube  one point in each of `count` strata of every dimension, at a random place
///   midpoint         likewise, at the stratum's middle: averages linear functions of one dimension exactly
///   independent      independent draws
std::vector<std::vector<double>> uniform_points(spec::Sampling sampling, std::int64_t count,
                                                std::int64_t dimensions, std::uint64_t seed);

}  // namespace gainswarm::rollout
