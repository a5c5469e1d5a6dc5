// Values of the tuned gains as a user gives them.
#pragma once

#include <string>
#include <vector>

#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// The gains of a problem's program, in its order and in SI units: from a result's gains, overridden by texts
/// such as "reaching=12.5" or "length=30 mm"; then those derived from them. Throws InputError for text that
/// is no gain or no value, UsageError when a gain stays without a value.
std::vector<double> gain_values(const spec::Problem& problem, const rollout::Program& program,
                                const std::vector<tuner::BestGain>& result,
                                const std::vector<std::string>& given);

}  // namespace gainswarm::cli
