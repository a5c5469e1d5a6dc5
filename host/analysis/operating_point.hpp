// Where a problem's plant and loop are linearised.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host/analysis/linear_model.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// The operating point that the problem itself names: its own, or that of its first derived gains.
inline spec::Map<spec::Quantity> operating_point(const spec::Problem& problem) {
  if (problem.operating_point) return *problem.operating_point;
  return problem.controller.derived.empty() ? spec::Map<spec::Quantity>{}
                                            : problem.controller.derived.front().value.about;
}

/// A plant's model about the operating point that it is given.
using Linearisation = std::function<LinearModel(const spec::Map<spec::Quantity>&)>;

/// Why a plant does not rest at an operating point, and where near it it does, if that is found; empty if it
/// rests. `has_to`: [state] whether its rate matters.
std::string unrest(const Rest& there, const spec::Map<spec::Quantity>& about, const std::vector<bool>& has_to,
                   const Linearisation& linearised);

}  // namespace gainswarm::analysis
