// Trajectories of given gains, as the record and the simulate command show them.
#pragma once

#include <span>
#include <string>

#include "host/engine/trajectory.hpp"
#include "host/record/record.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::cli {

/// The signals of a trajectory with what the problem says about each: its kind and an input's limits.
record::Response response_of(const spec::Problem& problem, const rollout::Program& program,
                             const engine::Trajectory& trajectory, const std::string& set,
                             std::int64_t scenario);

/// The response to the worst (costliest) of the first training scenarios, at most 16 of them. Throws
/// support::Interrupted.
record::Response worst_training_response(const spec::Problem& problem, std::span<const double> gains,
                                         const support::AskInterrupted& interrupted);

}  // namespace gainswarm::cli
