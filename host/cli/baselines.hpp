// What tuned gains are compared with: those in use today, and those that rules give.
#pragma once

#include <vector>

#include "host/record/record.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// Tuned gains in the program's order, none of them validated yet: the incumbent if there is one, then what
/// rules give. Their scale of states and inputs is the largest that the response shows, which is that of the
/// tuned gains.
std::vector<tuner::Baseline> baselines(const spec::Problem& problem, const rollout::Program& program,
                                       const std::vector<double>& incumbent,
                                       const record::Response& response);

}  // namespace gainswarm::cli
