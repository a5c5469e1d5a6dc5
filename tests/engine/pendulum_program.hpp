// The double pendulum as a program.
#pragma once

#include "host/rollout/program.hpp"

namespace gainswarm::engine {

/// Six gains, six scenario columns (the start), one substep a tick; fails when theta1 passes 90 degrees.
/// Outputs: the cost, x, theta1.
rollout::Program pendulum_program(graph::Precision precision, std::int64_t ticks);

}  // namespace gainswarm::engine
