// What a sample of scenarios says about all the scenarios that it was drawn from.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace gainswarm::tuner {

/// Confidence of every interval that is reported.
constexpr double confidence = 0.95;

struct Interval {
  double low = 0;
  double high = 0;
};

/// Bounds of the probability behind `successes` of `trials` (> 0) independent trials, each of which misses it
/// with at most (1 - confidence) / 2, whatever it is (Clopper, Pearson, Biometrika 26, 1934).
Interval clopper_pearson(std::int64_t successes, std::int64_t trials);

/// McNemar's exact test (Psychometrika 12, 1947): the probability of a split at least as uneven as this one
/// between trials that only one of two succeeds in, if both succeed equally often.
double mcnemar(std::int64_t only_first, std::int64_t only_second);

/// How values are spread; all NaN where there are none.
struct Percentiles {
  double lowest = std::numeric_limits<double>::quiet_NaN();
  double p5 = lowest, p50 = lowest, p95 = lowest;
  double highest = lowest;
};

/// Of the values that are finite numbers, interpolated between the two nearest (numpy's default).
Percentiles percentiles(std::span<const double> values);

}  // namespace gainswarm::tuner
