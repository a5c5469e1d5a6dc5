// Whether the units of a problem's equations agree: rates with their states, forces with masses and
// accelerations, laws with the inputs that they set, metrics with the units that they are reported in.
#pragma once

#include <vector>

#include "host/graph/unit_check.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::rollout {

/// Every place where they do not, the plant's first. Names without a unit, and the time t, may measure
/// anything. The problem's expressions must be in order.
std::vector<graph::Disagreement> unit_disagreements(const spec::Problem& problem);

}  // namespace gainswarm::rollout
