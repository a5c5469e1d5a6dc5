// How gains do in scenarios that they were not tuned for.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

struct ValidationInput {
  const std::string& name;  ///< of the scenario set
  const spec::Problem& problem;
  const rollout::Program& program;  ///< built for validation
  engine::Engine& engine;           ///< runs that program in the set's scenarios
};

/// The gains' values in the order of the program. Throws std::invalid_argument when one is missing.
std::vector<double> arrange(const rollout::Program& program, std::span<const BestGain> gains);

/// Runs the gains (those named by the program are used) in every scenario of the set.
Validation validate(const ValidationInput& input, std::span<const BestGain> gains);

/// Runs every compromise of a front in every one of the set's `scenarios`, all side by side unless they are
/// more than memory should hold, and fills in `validated_in`, `success_rates` and `median_costs`; when it
/// throws, nothing has changed.
void validate_front(const ValidationInput& input, std::int64_t scenarios, Front& front);

}  // namespace gainswarm::tuner
