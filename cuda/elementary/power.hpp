// x^y, over all numbers.
#pragma once

#include "cuda/elementary/exponential.hpp"
#include "cuda/elementary/logarithm.hpp"

namespace gainswarm::elementary {

/// An unevaluated sum of two numbers, the second far smaller: about twice the precision.
template <class T>
struct DoubleWord {
  T high, low;
};

/// (atanh(s) - s - s^3/3) / s^5, z = s^2. Relative error of atanh(s) 2^-73.4 for |s| <= 0.1716 (float:
/// 2^-36.7).
template <class T>
GAINSWARM_HOST_DEVICE T hyperbolic_arctangent_polynomial(T z) {
  return is_double(z) ? polynomial(z, 0x1.9999999999996p-3, 0x1.2492492492f4bp-3, 0x1.c71c71c59796ap-4,
                                   0x1.745d1828c79ebp-4, 0x1.3b1364f1016b4p-4, 0x1.1120692f23eb3p-4,
                                   0x1.de3e606605a87p-5, 0x1.eabe236a2549dp-5)
                      : polynomial(z, 0x1.999ap-3, 0x1.245282p-3, 0x1.dfa07cp-4);
}

/// s = f/(2 + f). The quotient is written as an fma because it is to be an operand of sums.
template <class T>
GAINSWARM_HOST_DEVICE DoubleWord<T> hyperbolic_argument(T f) {
  const T two = constant(f, 2.0);
  const T denominator = two + f;
  const T denominator_low = f - (denominator - two);
  const T reciprocal = constant(f, 1.0) / denominator;
  const T s = fma(f, reciprocal, constant(f, 0.0));
  return {s, fma(-s, denominator_low, fma(-s, denominator, f)) * reciprocal};
}

/// atanh(s) = s (1 + v), v = s^2 (1/3 + s^2 Q(s^2)).
template <class T>
GAINSWARM_HOST_DEVICE DoubleWord<T> hyperbolic_arctangent(DoubleWord<T> s) {
  const T third = constant(s.high, is_double(s.high) ? 0x1.5555555555555p-2 : 0x1.555556p-2);
  const T third_low = constant(s.high, is_double(s.high) ? 0x1.5555555555555p-56 : -0x1.555556p-27);
  const T z = s.high * s.high;
  const T z_low = fma(s.high + s.high, s.low, fma(s.high, s.high, -z));
  const T q = hyperbolic_arctangent_polynomial(z);
  const T a = fma(z, q, third);
  const T a_low = fma(z, q, third - a) + third_low;
  const T v = z * a;
  const T v_low = fma(z, a_low, fma(z_low, a, fma(z, a, -v)));
  const T high = fma(s.high, v, s.high);
  return {high, fma(s.high, v, s.high - high) + fma(s.high, v_low, fma(s.low, v, s.low))};
}

/// log(x) = k ln 2 + 2 atanh(f/(2 + f)) for positive finite x, to about 2^-64 (float: 2^-33). The first word
/// of ln 2 is so short that k ln2 is exact.
template <class T>
GAINSWARM_HOST_DEVICE DoubleWord<T> precise_logarithm(T x) {
  const T ln2 = constant(x, is_double(x) ? 0x1.62e42fefa38p-1 : 0x1.62e4p-1);
  const T ln2_low = constant(x, is_double(x) ? 0x1.ef35793c7673p-45 : 0x1.7f7d1cp-20);
  const BinarySplit<T> split = split_power(x);
  const DoubleWord<T> half = hyperbolic_arctangent(hyperbolic_argument(split.f));
  const T double_high = half.high + half.high;
  const T high = fma(split.k, ln2, double_high);
  const T lost = double_high - fma(-split.k, ln2, high);
  return {high, lost + fma(split.k, ln2_low, half.low + half.low)};
}

/// x^y for x >= 0, apart from infinite y with x = 1.
template <class T>
GAINSWARM_HOST_DEVICE T power_of_magnitude(T x, T y) {
  const DoubleWord<T> log = precise_logarithm(x);
  const T limit = select(x == constant(x, 0.0), constant(x, -HUGE_VAL), x);
  const T high = select(both(x > constant(x, 0.0), x < constant(x, HUGE_VAL)), log.high, limit);
  const T exponent_high = y * high;
  const T exponent_low = fma(y, log.low, fma(y, high, -exponent_high));
  const T h = powers_of_four(exponent_high);
  return scaled_exponential(exponent_high, h, remainder_of_powers(exponent_high, exponent_low, h));
}

/// x^y as in C: x^0 = 1^y = 1 whatever the other is; a negative x needs an integral y, and an odd one keeps
/// its sign.
template <class T>
GAINSWARM_HOST_DEVICE T power(T x, T y) {
  const T zero = constant(x, 0.0), one = constant(x, 1.0), infinity = constant(x, HUGE_VAL);
  const T half_y = y * constant(x, 0.5);
  const auto integral = floor(y) == y;
  const auto odd = both(integral, negation(floor(half_y) == half_y));
  const auto unit = both(absolute(x) == one, absolute(y) == infinity);
  const T magnitude = select(unit, one, power_of_magnitude(absolute(x), y));
  const auto negative = either(x < zero, one / x < zero);
  const T result = select(both(negative, odd), -magnitude, magnitude);
  const auto complex = both(both(x<zero, x> - infinity), negation(integral));
  return select(either(x == one, y == zero), one, select(complex, constant(x, NAN), result));
}

}  // namespace gainswarm::elementary
