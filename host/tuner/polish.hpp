// The local search that follows the swarms.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/spec/spec.hpp"

namespace gainswarm::tuner {

/// A point of the unit box and its cost.
struct Candidate {
  std::vector<double> position;
  double cost = 0;
};

/// Costs of positions [point][dimension].
using CostFunction = std::function<std::span<const double>(std::span<const double>)>;

/// Improves the starts by Nelder-Mead simplices, all of them stepping side by side in one batch. The budget
/// (of points evaluated) is spent in equal rounds; after each the better half of the simplices goes on, so
/// that the most promising one gets the longest way. Ends when every simplex left has converged, the budget
/// is spent or `stop` says so. Returns the best point found, never worse than the best start.
Candidate polish(const spec::Polish& options, std::span<const Candidate> starts, std::int64_t budget,
                 const CostFunction& costs, const std::function<bool()>& stop);

/// Costs of positions [point][dimension], each of which belongs to a start.
using CostFunctionOfStarts =
    std::function<std::span<const double>(std::span<const double>, std::span<const std::int64_t>)>;

/// Improves each start by a simplex of its own, by costs of its own, all of them stepping side by side in one
/// batch. Ends when every simplex has converged, the next batch would exceed the budget (of points
/// evaluated) or `stop` says so. Returns how many points were evaluated.
std::int64_t polish_each(const spec::Polish& options, std::span<const Candidate> starts, std::int64_t budget,
                         const CostFunctionOfStarts& costs, const std::function<bool()>& stop);

}  // namespace gainswarm::tuner
