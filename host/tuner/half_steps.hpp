// Whether the integration step is short enough for what was tuned: what the gains cost with half of it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "host/engine/engine.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

/// The problem with integration steps half as long. Nothing where that is another problem: a plant in
/// discrete time, or jitter, which comes in whole steps.
std::optional<spec::Problem> with_half_steps(const spec::Problem& problem);

/// Cost of gains, in the order of the program, whose loop stands so beside the margins; aggregated as
/// Tuning::cost. `engine` runs `program`, that of `problem`, in the training scenarios.
double cost_of(std::span<const double> gains, const LoopStanding& loop, const spec::Problem& problem,
               const rollout::Program& program, engine::Engine& engine);

/// Whether half the step changes the cost by more than a hundredth.
bool steps_matter(const Tuning& tuning, const spec::Problem& problem);

/// Likewise, and by more than gains do that differ by a ten-thousandth. Where those change as much, as in a
/// loop with noise and coarse sensors, or on the edge of a band in which it settles, the step is not to
/// blame. `engine` as in cost_of().
bool steps_are_too_long(const Tuning& tuning, std::span<const double> gains, const spec::Problem& problem,
                        const rollout::Program& program, engine::Engine& engine);

/// Tells that they are.
std::string warning_of_long_steps(const Tuning& tuning, const spec::Problem& problem);

}  // namespace gainswarm::tuner
