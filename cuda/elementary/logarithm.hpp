// Natural logarithm, over all numbers.
#pragma once

#include "cuda/elementary/polynomial.hpp"

namespace gainswarm::elementary {

/// x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2), for positive finite x.
template <class T>
struct BinarySplit {
  T k, f;
};

/// The split is exact. Moving x towards 1 first brings subnormal numbers, and powers of two whose reciprocal
/// is subnormal, into the normal range.
template <class T>
GAINSWARM_HOST_DEVICE BinarySplit<T> split_power(T x) {
  const double shift = is_double(x) ? 54.0 : 24.0;
  const auto below_one = x < constant(x, 1.0);
  const T up = constant(x, shift), down = constant(x, -shift);
  const T moved = x * select(below_one, power_of_two(up), power_of_two(down));
  const T e = exponent(moved * constant(x, 0x1.6a09e667f3bcdp0));
  return {e - select(below_one, up, down), fma(moved, power_of_two(-e), constant(x, -1.0))};
}

/// (2 atanh(s) - 2s) / s^3 over z = s^2. Relative error of 2 atanh(s) 2^-59.4 for |s| <= 0.1716 (float:
/// 2^-30.2).
template <class T>
GAINSWARM_HOST_DEVICE T logarithm_polynomial(T z) {
  if (is_double(z)) {
    return polynomial(z, 0x1.5555555555592p-1, 0x1.999999997ff58p-2, 0x1.24924941dc60dp-2,
                      0x1.c71c5218e11e7p-3, 0x1.74663bf27e498p-3, 0x1.39a2024d03472p-3, 0x1.2f02bc1c6ca58p-3);
  }
  return polynomial(z, 0x1.55557ap-1, 0x1.995ed8p-2, 0x1.31e03ap-2);
}

/// log(x) = k ln 2 + log(1 + f). With s = f/(2 + f), log(1 + f) = 2 atanh(s) = f - s (f - s^2 P(s^2)), where
/// the large term f is exact.
template <class T>
GAINSWARM_HOST_DEVICE T logarithm(T x) {
  const T zero = constant(x, 0.0);
  const BinarySplit<T> split = split_power(x);
  const T k = split.k, f = split.f;
  const T s = f / (constant(x, 2.0) + f);
  const T z = s * s;
  const T ln2 = constant(x, is_double(x) ? 0x1.62e42fefa39efp-1 : 0x1.62e43p-1);
  const T ln2_rest = constant(x, is_double(x) ? 0x1.abc9e3b39803fp-56 : -0x1.05c61p-29);
  const T rest = fma(-s, fma(-z, logarithm_polynomial(z), f), k * ln2_rest);
  const T finite = fma(k, ln2, f + rest);
  const T limit = select(x == zero, constant(x, -HUGE_VAL), constant(x, NAN));
  return select(x > zero, select(x < constant(x, HUGE_VAL), finite, x), limit);
}

}  // namespace gainswarm::elementary
