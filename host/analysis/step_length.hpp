// Whether the integration step is short enough for what is integrated.
#pragma once

#include <span>
#include <string>

#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// `problem (why it is one); suggestion` where the step makes a motion of the plant, linearised about the
/// problem's operating point, grow that in truth dies out; empty where it does not, or nothing is known.
std::string step_warning(const spec::Problem& problem);

/// Likewise of plant and law together where the law is continuous, for gains in the program's order.
std::string step_warning(const spec::Problem& problem, std::span<const double> gains);

}  // namespace gainswarm::analysis
