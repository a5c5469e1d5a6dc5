// Sine, cosine and tangent for |x| <= 1e5; NaN beyond.
//
// x = q pi/2 + r with q integral and |r| <= pi/4 (a little more in float, where 2/pi is coarse);
// polynomials give sin(r) and cos(r), q gives the quadrant. Sine and cosine of the same x share everything
// but the last two operations: built as graphs they are the same nodes.
#pragma once

#include "cuda/elementary/polynomial.hpp"

namespace gainswarm::elementary {

/// 3/2 2^52 (float: 3/2 2^23): numbers near it are the integers, and the last bits of such a sum's
/// significand those of what was added, in two's complement.
template <class T>
GAINSWARM_HOST_DEVICE T integers(T like) {
  return constant(like, is_double(like) ? 0x1.8p52 : 0x1.8p23);
}

/// q + integers(x) for q, the number of quarter turns nearest to x.
template <class T>
GAINSWARM_HOST_DEVICE T quarter_turns(T x) {
  return fma(x, constant(x, 0x1.45f306dc9c883p-1), integers(x));
}

/// pi/2 = first + second + third to about 2^-160 (float: 2^-72). The words are rounded down, so that all are
/// positive: q = +0 then adds -0 below and leaves every x alone.
template <class T>
struct HalfPi {
  T first, second, third;
};

template <class T>
GAINSWARM_HOST_DEVICE HalfPi<T> half_pi_words(T like) {
  if (is_double(like)) {
    return {constant(like, 0x1.921fb54442d18p0), constant(like, 0x1.1a62633145c06p-54),
            constant(like, 0x1.c1cd129024e08p-107)};
  }
  return {constant(like, 0x1.921fb4p0), constant(like, 0x1.4442dp-24), constant(like, 0x1.846988p-48)};
}

/// x - q pi/2 by Cody and Waite. The first fma is exact for every x in range, and so is the second where it
/// cancels; the third word matters only when r is tiny.
template <class T>
GAINSWARM_HOST_DEVICE T remainder_of_turns(T x, T q) {
  const HalfPi<T> half_pi = half_pi_words(x);
  return fma(q, -half_pi.third, fma(q, -half_pi.second, fma(q, -half_pi.first, x)));
}

/// The same, NaN where x is out of range.
template <class T>
GAINSWARM_HOST_DEVICE T bounded_remainder(T x, T turns) {
  const T r = remainder_of_turns(x, turns - integers(x));
  return select(absolute(x) <= constant(x, 1e5), r, constant(x, NAN));
}

/// sin(r), z = r^2. Relative error of the polynomial 2^-57.8 for |r| <= 0.7856 (float: 2^-27.8, 0.7935). The
/// sum of -0 and +0 would lose the sign of r = -0.
template <class T>
GAINSWARM_HOST_DEVICE T sine_polynomial(T r, T z) {
  const T p = is_double(r)
                  ? polynomial(z, -0x1.5555555555548p-3, 0x1.111111110f75bp-7, -0x1.a01a019bf1b83p-13,
                               0x1.71de355e8d576p-19, -0x1.ae5e5402e8afcp-26, 0x1.5d8e10c32717ap-33)
                  : polynomial(z, -0x1.555544p-3, 0x1.1106c8p-7, -0x1.991d14p-13);
  return select(r == constant(r, 0.0), r, fma(r * z, p, r));
}

/// cos(r), z = r^2. Relative error of the polynomial 2^-53.8 for |r| <= 0.7856 (float: 2^-24.5, 0.7935).
template <class T>
GAINSWARM_HOST_DEVICE T cosine_polynomial(T z) {
  const T p = is_double(z) ? polynomial(z, -0x1.fffffffffff96p-2, 0x1.555555554f05cp-5, -0x1.6c16c16405d1p-10,
                                        0x1.a019f81881ed1p-16, -0x1.27df446282536p-22, 0x1.1b8b1da61ea49p-29)
                           : polynomial(z, -0x1.ffffaep-2, 0x1.553d92p-5, -0x1.64251ep-10);
  return fma(z, p, constant(z, 1.0));
}

/// An odd q is a quarter turn: sin(r + pi/2) = cos(r). The next bit of q is a half turn: a change of sign.
template <class T>
GAINSWARM_HOST_DEVICE T sine(T x) {
  const T turns = quarter_turns(x);
  const T r = bounded_remainder(x, turns), z = r * r;
  return negate_by_bit_1(select(bit_0(turns), cosine_polynomial(z), sine_polynomial(r, z)), turns);
}

/// As sine, with cos(r + pi/2) = -sin(r).
template <class T>
GAINSWARM_HOST_DEVICE T cosine(T x) {
  const T turns = quarter_turns(x);
  const T r = bounded_remainder(x, turns), z = r * r;
  return negate_by_bit_1(select(bit_0(turns), -sine_polynomial(r, z), cosine_polynomial(z)), turns);
}

/// P with r cot(r) = 1 + z P(z), z = r^2. Relative error 2^-57.1 for |r| <= 0.7856 (float: 2^-27.1, 0.7935).
template <class T>
GAINSWARM_HOST_DEVICE T cotangent_polynomial(T z) {
  return is_double(z) ? polynomial(z, -0x1.555555555556bp-2, -0x1.6c16c16c1169dp-6, -0x1.1566abc3b6779p-9,
                                   -0x1.bbd776c1c01e3p-13, -0x1.66a96966371d2p-16, -0x1.2272cb61c9322p-19,
                                   -0x1.d8c27d9c664afp-23, -0x1.69454d9e59fd5p-26, -0x1.aa5dad0f8d855p-29)
                      : polynomial(z, -0x1.55554p-2, -0x1.6c2a0ep-6, -0x1.12a802p-9, -0x1.0500d4p-12);
}

/// What r = remainder_of_turns(x, q) lost in rounding: x - q first is exact, q second is the exact sum
/// product + product_low, and their difference the exact sum difference + difference_low.
template <class T>
GAINSWARM_HOST_DEVICE T rest_of_remainder(T x, T q, T r) {
  const HalfPi<T> half_pi = half_pi_words(x);
  const T exact = fma(q, -half_pi.first, x);
  const T product = fma(q, half_pi.second, constant(x, 0.0));
  const T product_low = fma(q, half_pi.third, fma(q, half_pi.second, -product));
  const T difference = exact - product;
  const T subtracted = difference - exact;
  const T difference_low = (exact - (difference - subtracted)) - (product + subtracted);
  return (difference - r) + (difference_low - product_low);
}

/// tan(x) = r/g for even q and -g/r for odd q, with g = r cot(r). One Newton step with what r and g lost in
/// rounding (r_low moves g, too: by about -2/3 r r_low) takes the error of all but the last operation out of
/// the quotient.
template <class T>
GAINSWARM_HOST_DEVICE T tangent(T x) {
  const T zero = constant(x, 0.0), one = constant(x, 1.0);
  const T turns = quarter_turns(x), q = turns - integers(x);
  const T r = remainder_of_turns(x, q), r_low = rest_of_remainder(x, q, r);
  const T z = r * r, p = cotangent_polynomial(z);
  const T g = fma(z, p, one);
  const T g_low = fma(r * constant(x, -2.0 / 3.0), r_low, fma(z, p, one - g));
  const auto even = negation(bit_0(turns));
  const T numerator = select(even, r, -g), numerator_low = select(even, r_low, -g_low);
  const T denominator = select(even, g, r), denominator_low = select(even, g_low, r_low);
  const T reciprocal = one / denominator;
  const T quotient = numerator * reciprocal;
  const T rest = fma(-quotient, denominator_low, fma(-quotient, denominator, numerator) + numerator_low);
  const T result = fma(rest, reciprocal, quotient);
  return select(absolute(x) <= constant(x, 1e5), select(x == zero, x, result), constant(x, NAN));
}

}  // namespace gainswarm::elementary
