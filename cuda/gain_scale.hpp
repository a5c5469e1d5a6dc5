// From the unit box to physical gains.
#pragma once

#include "cuda/arithmetic.hpp"
#include "cuda/elementary/exponential.hpp"
#include "cuda/portability.hpp"

namespace gainswarm::gains {

/// The bounds of one gain. On a logarithmic scale its logarithm is spread evenly over the unit interval.
struct Scale {
  double low = 0;
  double high = 1;
  double logarithmic_range = 0;  ///< ln(high / low) of a logarithmic scale, 0 of a linear one
};

/// The gain at a position in [0, 1]; never outside the bounds, exactly on them at 0 and 1.
GAINSWARM_HOST_DEVICE inline double at(const Scale& scale, double position) {
  using arithmetic::select;
  double gain = scale.low + position * (scale.high - scale.low);
  if (scale.logarithmic_range > 0) {
    gain = scale.low * elementary::exponential(position * scale.logarithmic_range);
  }
  gain = select(position == 1, scale.high, gain);
  return select(gain < scale.low, scale.low, select(gain > scale.high, scale.high, gain));
}

/// Maps one coordinate of one particle.
template <class Number>
struct MapToGains {
  const Scale* scales = nullptr;  ///< [dimension]
  std::int64_t dimensions = 0;
  const double* positions = nullptr;  ///< [particle][dimension]
  Number* gains = nullptr;            ///< [particle][dimension], rounded

  GAINSWARM_HOST_DEVICE void operator()(std::int64_t element) const {
    gains[element] = static_cast<Number>(at(scales[element % dimensions], positions[element]));
  }
};

}  // namespace gainswarm::gains
