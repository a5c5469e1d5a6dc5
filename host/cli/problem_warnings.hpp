// What a user should know about a problem before it is tuned.
#pragma once

#include <string>
#include <vector>

#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::cli {

/// What has no effect, steps that are too long for the plant, and where units do not agree: "file:line:col:
/// problem (why it is one); suggestion".
/// `training` is the program that the problem is tuned with.
std::vector<std::string> problem_warnings(const spec::Problem& problem, const rollout::Program& training);

/// Writes each to stderr, on a line of its own.
void tell_warnings(const std::vector<std::string>& warnings);

}  // namespace gainswarm::cli
