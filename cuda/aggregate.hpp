// One number from a candidate's costs in several scenarios, always summed in the same order.
#pragma once

#include "cuda/arithmetic.hpp"
#include "cuda/portability.hpp"

namespace gainswarm::aggregate {

enum class Kind : std::int32_t { mean, sum, worst, mean_plus_worst, cvar, percentile };

/// How scenarios are aggregated. `parameter`: k of mean_plus_worst, the share q (0 to 1) of cvar and
/// percentile.
struct Rule {
  Kind kind = Kind::mean;
  double parameter = 0;

  /// Whether combine() reads its values worst first, instead of in any fixed order.
  [[nodiscard]] GAINSWARM_HOST_DEVICE bool ranked() const { return kind != Kind::mean && kind != Kind::sum; }
};

GAINSWARM_HOST_DEVICE inline double sum(const double* values, std::int64_t count) {
  double total = 0;
  for (std::int64_t i = 0; i < count; ++i) total += values[i];
  return total;
}

/// Mean of the worst (1 - q) share, of which the last value may count only in part: the conditional value at
/// risk (Rockafellar and Uryasev 2000). For q = 1, the worst.
GAINSWARM_HOST_DEVICE inline double conditional_value_at_risk(double q, const double* worst_first,
                                                              std::int64_t count) {
  const double share = (1 - q) * static_cast<double>(count);
  const auto whole = static_cast<std::int64_t>(arithmetic::floor(share));
  if (!(share > 0)) return worst_first[0];
  if (whole >= count) return sum(worst_first, count) / static_cast<double>(count);
  return (sum(worst_first, whole) + (share - static_cast<double>(whole)) * worst_first[whole]) / share;
}

/// The value below which a share q of the values lies, interpolated between its neighbours (Hyndman and Fan's
/// definition 7, the usual one).
GAINSWARM_HOST_DEVICE inline double percentile(double q, const double* worst_first, std::int64_t count) {
  const double place = (1 - q) * static_cast<double>(count - 1);
  const auto above = static_cast<std::int64_t>(arithmetic::floor(place));
  if (above >= count - 1) return worst_first[count - 1];
  return worst_first[above] +
         (place - static_cast<double>(above)) * (worst_first[above + 1] - worst_first[above]);
}

/// Applies the rule to values in rank order (see Rule::ranked). For a given order the result is linear in the
/// values, so the terms of a cost, ranked as the cost is, add up to the aggregated cost.
GAINSWARM_HOST_DEVICE inline double combine(const Rule& rule, const double* values, std::int64_t count) {
  switch (rule.kind) {
    case Kind::sum:
      return sum(values, count);
    case Kind::worst:
      return values[0];
    case Kind::mean_plus_worst:
      return sum(values, count) / static_cast<double>(count) + rule.parameter * values[0];
    case Kind::cvar:
      return conditional_value_at_risk(rule.parameter, values, count);
    case Kind::percentile:
      return percentile(rule.parameter, values, count);
    case Kind::mean:
      break;
  }
  return sum(values, count) / static_cast<double>(count);
}

/// Puts `value` into the hole at the root of a heap (smallest first) of which only that place is out of
/// order.
GAINSWARM_HOST_DEVICE inline void sift_down(double* heap, std::int64_t hole, std::int64_t end, double value) {
  for (std::int64_t child = 2 * hole + 1; child < end; child = 2 * hole + 1) {
    if (child + 1 < end && heap[child + 1] < heap[child]) ++child;
    if (!(heap[child] < value)) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = value;
}

/// Heap sort, largest first. No value may be NaN.
GAINSWARM_HOST_DEVICE inline void sort_descending(double* values, std::int64_t count) {
  for (std::int64_t root = count / 2; root-- > 0;) sift_down(values, root, count, values[root]);
  for (std::int64_t end = count - 1; end > 0; --end) {
    const double value = values[end];
    values[end] = values[0];
    sift_down(values, 0, end, value);
  }
}

/// Aggregates values in the order of the scenarios, none of them NaN; leaves them in rank order.
GAINSWARM_HOST_DEVICE inline double over_scenarios(const Rule& rule, double* values, std::int64_t count) {
  if (rule.ranked()) sort_descending(values, count);
  return combine(rule, values, count);
}

}  // namespace gainswarm::aggregate
