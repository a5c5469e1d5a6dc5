// Programs that nobody would write, to compare engines on: every operation, every kind of input, failures,
// odd numbers.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "host/rollout/program.hpp"
#include "host/rollout/scenarios.hpp"

namespace gainswarm::engine {

using Random = std::mt19937_64;

/// An integer from `low` to `high`.
int any_integer(Random& random, int low, int high);

/// Numbers of all magnitudes, now and then a zero of either sign, an infinity, NaN or a subnormal number.
double any_number(Random& random);

rollout::Program random_program(Random& random, graph::Precision precision);
/// Up to `most` scenarios.
rollout::ScenarioTable random_scenarios(Random& random, const rollout::Program& program, int most = 3);
std::vector<double> random_gains(Random& random, const rollout::Program& program, int particles);

}  // namespace gainswarm::engine
