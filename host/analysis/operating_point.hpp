// Where a problem's plant and loop are linearised.
#pragma once

#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// The operating point that the problem itself names: its own, or that of its first derived gains.
inline spec::Map<spec::Quantity> operating_point(const spec::Problem& problem) {
  if (problem.operating_point) return *problem.operating_point;
  return problem.controller.derived.empty() ? spec::Map<spec::Quantity>{}
                                            : problem.controller.derived.front().value.about;
}

/// A plant rests where no rate (in SI units) is larger: what is smaller may be rounding of the point's
/// numbers.
constexpr double at_rest = 1e-6;

}  // namespace gainswarm::analysis
