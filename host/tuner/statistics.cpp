#include "host/tuner/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <functional>
#include <iterator>
#include <vector>

#include "cuda/aggregate.hpp"

namespace gainswarm::tuner {

Interval clopper_pearson(std::int64_t successes, std::int64_t trials) {
  using Binomial = boost::math::binomial_distribution<double>;
  const auto count = static_cast<double>(trials), reached = static_cast<double>(successes);
  constexpr double miss = (1 - confidence) / 2;
  return {Binomial::find_lower_bound_on_p(count, reached, miss),
          Binomial::find_upper_bound_on_p(count, reached, miss)};
}

double mcnemar(std::int64_t only_first, std::int64_t only_second) {
  const std::int64_t trials = only_first + only_second;
  if (trials == 0) return 1;
  const boost::math::binomial_distribution<double> even(static_cast<double>(trials), 0.5);
  const auto fewer = static_cast<double>(std::min(only_first, only_second));
  return std::min(1.0, 2 * boost::math::cdf(even, fewer));
}

Percentiles percentiles(std::span<const double> values) {
  std::vector<double> sorted;
  std::ranges::copy_if(values, std::back_inserter(sorted), [](double value) { return std::isfinite(value); });
  if (sorted.empty()) return {};
  std::ranges::sort(sorted, std::greater{});
  const auto at = [&](double share) {
    return aggregate::percentile(share, sorted.data(), static_cast<std::int64_t>(sorted.size()));
  };
  return {
      .lowest = sorted.back(), .p5 = at(0.05), .p50 = at(0.5), .p95 = at(0.95), .highest = sorted.front()};
}

}  // namespace gainswarm::tuner
