// Sine, cosine and tangent for |x| <= 1e5; NaN beyond.
//
// x = q pi/2 + r with q integral and |r| <= pi/4 (a little more in float, where x 2/pi is rounded coarsely);
// polynomials give sin(r) and cos(r), q gives the quadrant. Sine and cosine of the same x share everything
// but the last two operations: built as graphs they are the same nodes.
#pragma once

#include "cuda/elementary/polynomial.hpp"

namespace gainswarm::elementary {

/// q, the number of quarter turns nearest to x. Adding +0 makes q = +0 for x = -0, which keeps r = -0 below.
template <class T>
GAINSWARM_HOST_DEVICE T quarter_turns(T x) {
  return round_nearest(fma(x, constant(x, 0x1.45f306dc9c883p-1), constant(x, 0.0)));
}

/// x - q pi/2 by Cody and Waite with pi/2 in three words. The first fma is exact for every x in range, and so
/// is the second where it cancels; the third word matters only when r is tiny. The words are rounded down, so
/// that all are positive: q = +0 then adds -0 and leaves every x alone.
template <class T>
GAINSWARM_HOST_DEVICE T remainder_of_turns(T x, T q) {
  if (is_double(x)) {
    const T r = fma(q, constant(x, -0x1.1a62633145c06p-54), fma(q, constant(x, -0x1.921fb54442d18p0), x));
    return fma(q, constant(x, -0x1.c1cd129024e08p-107), r);
  }
  const T r = fma(q, constant(x, -0x1.4442dp-24), fma(q, constant(x, -0x1.921fb4p0), x));
  return fma(q, constant(x, -0x1.846988p-48), r);
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

/// Cosine and negative sine of q quarter turns: each -1, 0 or 1, and exactly one of them 0.
template <class T>
struct Quadrant {
  T cosine, minus_sine;
};

/// The quadrant of q, by its negative m = -q modulo 4 in [-2, 2]; NaN where x is out of range. q = +0 gives
/// minus_sine = +0, on which the sign of sine(-0) rests.
template <class T>
GAINSWARM_HOST_DEVICE Quadrant<T> quadrant(T x, T q) {
  const T m = fma(constant(x, 4.0), round_nearest(q * constant(x, 0.25)), -q);
  const T cosine = select(absolute(x) <= constant(x, 1e5), constant(x, 1.0) - absolute(m), constant(x, NAN));
  return {cosine, fma(m, cosine, m)};
}

/// sin(x) = sin(r) cos(q pi/2) + cos(r) sin(q pi/2), where one product is 0.
template <class T>
GAINSWARM_HOST_DEVICE T sine(T x) {
  const T q = quarter_turns(x);
  const T r = remainder_of_turns(x, q);
  const Quadrant<T> turn = quadrant(x, q);
  const T z = r * r;
  return fma(sine_polynomial(r, z), turn.cosine, -(cosine_polynomial(z) * turn.minus_sine));
}

/// cos(x) = cos(r) cos(q pi/2) - sin(r) sin(q pi/2), where one product is 0.
template <class T>
GAINSWARM_HOST_DEVICE T cosine(T x) {
  const T q = quarter_turns(x);
  const T r = remainder_of_turns(x, q);
  const Quadrant<T> turn = quadrant(x, q);
  const T z = r * r;
  return fma(sine_polynomial(r, z), turn.minus_sine, cosine_polynomial(z) * turn.cosine);
}

}  // namespace gainswarm::elementary
