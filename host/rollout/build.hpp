// From a problem's equations to one rollout: plant + controller + loop effects + objective.
#pragma once

#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::rollout {

/// What a program is for. A training program computes the cost and its parts and takes as columns what the
/// training scenarios vary. A validation program computes the success condition too and takes what any
/// scenario set varies.
enum class Purpose { training, validation };

/// Builds the rollout of a problem. Program::gains are the tuned gains, in the order of the problem; fixed
/// gains and parameters that no scenario varies are folded into the graph as constants. Throws InputError at
/// the offending character of an expression.
Program build_program(const spec::Problem& problem, Purpose purpose);

}  // namespace gainswarm::rollout
