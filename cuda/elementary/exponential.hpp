// Exponential function and hyperbolic tangent, over all numbers.
#pragma once

#include "cuda/elementary/polynomial.hpp"

namespace gainswarm::elementary {

/// h, the number of powers of four nearest to exp(x).
template <class T>
GAINSWARM_HOST_DEVICE T powers_of_four(T x) {
  return round_nearest(x * constant(x, 0x1.71547652b82fep-1));
}

/// x - h 2 ln 2, exact but for what the second word of 2 ln 2 would add.
template <class T>
GAINSWARM_HOST_DEVICE T rough_remainder_of_powers(T x, T h) {
  return fma(h, constant(x, is_double(x) ? -0x1.62e42fefa39efp0 : -0x1.62e43p0), x);
}

/// x - h 2 ln 2.
template <class T>
GAINSWARM_HOST_DEVICE T remainder_of_powers(T x, T h) {
  const T minus_rest = constant(x, is_double(x) ? -0x1.abc9e3b39803fp-55 : 0x1.05c61p-28);
  return fma(h, minus_rest, rough_remainder_of_powers(x, h));
}

/// x + x_low - h 2 ln 2.
template <class T>
GAINSWARM_HOST_DEVICE T remainder_of_powers(T x, T x_low, T h) {
  const T minus_rest = constant(x, is_double(x) ? -0x1.abc9e3b39803fp-55 : 0x1.05c61p-28);
  return rough_remainder_of_powers(x, h) + fma(h, minus_rest, x_low);
}

/// exp(r) for |r| <= ln 2. Relative error of the polynomial 2^-56.4 (float: 2^-26.0).
template <class T>
GAINSWARM_HOST_DEVICE T exponential_polynomial(T r) {
  const T p = is_double(r) ? polynomial(r, 0x1.ffffffffffff3p-2, 0x1.55555555555b6p-3, 0x1.5555555556947p-5,
                                        0x1.111111110831cp-7, 0x1.6c16c169c0d02p-10, 0x1.a01a01b220835p-13,
                                        0x1.a01a0580f19aep-16, 0x1.71de2a14194dcp-19, 0x1.27e1ca941cb6fp-22,
                                        0x1.ae7123945420fp-26, 0x1.217a63264394ep-29, 0x1.5e720d98857fap-33)
                           : polynomial(r, 0x1.00000cp-1, 0x1.555512p-3, 0x1.5549e2p-5, 0x1.112734p-7,
                                        0x1.71c2ccp-10, 0x1.9ba56ep-13);
  return constant(r, 1.0) + fma(r * r, p, r);
}

/// 4^h exp(r), the exponential of a number near x. Two multiplications by 2^h overflow and underflow as they
/// should, rounding once; far outside, where h means nothing, x decides.
template <class T>
GAINSWARM_HOST_DEVICE T scaled_exponential(T x, T h, T r) {
  const T scale = power_of_two(h);
  const T result = exponential_polynomial(r) * scale * scale;
  const T largest = constant(x, is_double(x) ? 710.0 : 89.0);
  const T smallest = constant(x, is_double(x) ? -746.0 : -104.0);
  return select(x > largest, constant(x, HUGE_VAL), select(x < smallest, constant(x, 0.0), result));
}

/// exp(x) = 4^h exp(r), x = h 2 ln 2 + r, |r| <= ln 2.
template <class T>
GAINSWARM_HOST_DEVICE T exponential(T x) {
  const T h = powers_of_four(x);
  return scaled_exponential(x, h, remainder_of_powers(x, h));
}

/// r coth(r/2), z = r^2. Relative error of the polynomial 2^-61.1 for |r| <= 1.1 (float: 2^-26.0).
template <class T>
GAINSWARM_HOST_DEVICE T hyperbolic_cotangent_polynomial(T z) {
  const T p = is_double(z) ? polynomial(z, 0x1.5555555555553p-3, -0x1.6c16c16c15d32p-9, 0x1.1566abbf06d9bp-14,
                                        -0x1.bbd7780fac614p-20, 0x1.66a899d66084p-25, -0x1.227079ff48dep-30,
                                        0x1.d389befe4bf73p-36, -0x1.4d41160025598p-41)
                           : polynomial(z, 0x1.555514p-3, -0x1.6bc2c4p-9, 0x1.060d1ap-14);
  return fma(z, p, constant(z, 2.0));
}

/// With 2|x| = k 2 ln 2 + r, s = 4^k and the even function c = r coth(r/2), so that exp(r) = (c + r)/(c - r):
///   tanh|x| = 1 - 2/(s exp(r) + 1) = 1 - (c - r)/d,  d = ((s + 1) c + (s - 1) r)/2,
/// and for k = 0, where d = c, tanh x = 2x/c. k = 0 reaches to tanh x = 1/2, hence r from -0.288 to 1.099.
template <class T>
GAINSWARM_HOST_DEVICE T hyperbolic_tangent(T x) {
  const T half = constant(x, 0.5), one = constant(x, 1.0), two = constant(x, 2.0);
  const T magnitude = absolute(x);
  const T k = round_nearest(fma(magnitude, constant(x, 0x1.71547652b82fep0), constant(x, -0.2925)));
  const T r = remainder_of_powers(two * magnitude, k);
  const T c = hyperbolic_cotangent_polynomial(r * r);
  const T s = power_of_two(k + k);
  const T d = fma(fma(s, half, half), c, fma(s, half, -half) * r);
  const auto below_half = k == constant(x, 0.0);
  const T quotient = select(below_half, two * x, c - r) / d;
  const auto saturated = magnitude > constant(x, is_double(x) ? 20.0 : 10.0);
  const T upper = select(saturated, one, one - quotient);
  return select(below_half, quotient, select(x < constant(x, 0.0), -upper, upper));
}

}  // namespace gainswarm::elementary
