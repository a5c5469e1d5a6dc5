// Gains in use today, from a file beside the problem.
#pragma once

#include <string>
#include <vector>

#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::cli {

/// The tuned gains of the program, in its order, from a result file (its best gains) or a YAML map of gains.
/// Throws InputError for a gain that is missing, unknown, in another unit or out of bounds, or that the
/// problem fixes at another value.
std::vector<double> gains_in_use(const std::string& path, const spec::Problem& problem,
                                 const rollout::Program& program);

}  // namespace gainswarm::cli
