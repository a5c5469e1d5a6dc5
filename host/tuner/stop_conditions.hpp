// What a search may still spend, and whether it still gets on.
#pragma once

#include <cstdint>

#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

/// Whether stop.evaluations allows another generation besides the polish. The first is always allowed.
bool generation_fits(const spec::Problem& problem, const SwarmState& state, const Progress& progress);

/// Candidates that the polish may evaluate.
std::int64_t polish_budget(const spec::Problem& problem, const Progress& progress);

/// Counts iterations since the best cost last fell by more than rounding.
void note_cost(double best_cost, Progress& progress);

}  // namespace gainswarm::tuner
