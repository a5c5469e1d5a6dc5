// What files and functions say, printed for people.
#pragma once

#include "host/analysis/loop_report.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::cli {

// Each builds the equations first, and throws InputError at the first that means nothing.

/// The equations, and what the linearised plant is like about 0.
void describe(const spec::Plant& plant);
void describe(const spec::Controller& controller);
/// What is tuned, in which loop, and by what it is judged, and what the linearised plant is like about the
/// problem's operating point.
void describe(const spec::Problem& problem);
/// The plant's own poles, and whether they can be moved and seen.
void describe(const analysis::PlantReport& report);

/// All functions that expressions may use.
void describe_functions();

}  // namespace gainswarm::cli
