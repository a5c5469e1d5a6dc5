// Length of a vector, over all numbers.
#pragma once

#include "cuda/elementary/vocabulary.hpp"

namespace gainswarm::elementary {

/// sqrt(x^2 + y^2) without overflow or underflow on the way: far from 1 both are scaled by a power of two.
/// hypotenuse(infinity, y) is infinity even where y is NaN.
template <class T>
GAINSWARM_HOST_DEVICE T hypotenuse(T x, T y) {
  const T a = absolute(x), b = absolute(y);
  const T infinity = constant(x, HUGE_VAL), limit = constant(x, is_double(x) ? 500.0 : 50.0);
  const T shift = constant(x, is_double(x) ? 600.0 : 100.0), none = constant(x, 0.0);
  const auto large = either(a > power_of_two(limit), b > power_of_two(limit));
  const auto small = both(a < power_of_two(-limit), b < power_of_two(-limit));
  const T up = select(large, -shift, select(small, shift, none));
  const T scale = power_of_two(up);
  const T p = a * scale, q = b * scale;
  const T length = square_root(fma(p, p, q * q)) * power_of_two(-up);
  return select(either(a == infinity, b == infinity), infinity, length);
}

}  // namespace gainswarm::elementary
