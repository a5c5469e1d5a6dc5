#include "host/analysis/delay_margin.hpp"

#include <cmath>

#include "host/analysis/margins.hpp"

namespace gainswarm::analysis {
namespace {

/// Of a loop that is stable with `low` and not with `high` periods more of dead time.
template <class IsStable>
double between(double low, double high, const IsStable& is_stable) {
  constexpr int halvings = 22;
  for (int i = 0; i < halvings; ++i) {
    const double middle = (low + high) / 2;
    (is_stable(middle) ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

double delay_margin(const LinearLoop& loop, std::span<const double> gains, Eigen::Index input,
                    double in_whole_periods) {
  constexpr double most_periods = 20, stride = 0.25, periods_ahead = 3;
  const double period = loop.at(gains).period;
  if (!(in_whole_periods < most_periods * period) || !loop.later(gains, input, stride))
    return in_whole_periods;
  const auto is_stable = [&](double periods) {
    const auto model = loop.later(gains, input, periods);
    return model && decay_rate(poles(*model)) > 0;
  };
  const double first = std::floor(in_whole_periods / period);
  for (double low = first; low < first + periods_ahead; low += stride) {
    if (!is_stable(low + stride)) return period * between(low, low + stride, is_stable);
  }
  return in_whole_periods;
}

}  // namespace gainswarm::analysis
