// Arcsine, arccosine and the two arctangents, over all numbers.
#pragma once

#include "cuda/elementary/polynomial.hpp"

namespace gainswarm::elementary {

/// P with arcsin(w) = w + w^3 P(w^2), z = w^2 <= 1/4. Relative error of arcsin(w) 2^-55.9 (float: 2^-27.6).
template <class T>
GAINSWARM_HOST_DEVICE T arcsine_polynomial(T z) {
  return is_double(z)
             ? polynomial(z, 0x1.555555555539p-3, 0x1.333333336e80fp-4, 0x1.6db6db427a4f8p-5,
                          0x1.f1c72c38fb342p-6, 0x1.6e89f440197a7p-6, 0x1.1c6be1a687738p-6,
                          0x1.c6fdc1aaa5332p-7, 0x1.8ec2fca60444ep-7, 0x1.abcf5cd7c4303p-8,
                          0x1.3ff4a990b2acep-6, -0x1.09d32833a132cp-6, 0x1.056d6c813a1d3p-5)
             : polynomial(z, 0x1.5555c8p-3, 0x1.330206p-4, 0x1.747b72p-5, 0x1.8c415ap-6, 0x1.5959aap-5);
}

/// arcsin(w) = w + cube p with |w| <= 1/2.
template <class T>
struct ArcsineParts {
  T w, cube, p;
};

/// w = x below 1/2; above, where arcsin|x| = pi/2 - 2 arcsin(w), it is sqrt((1 - |x|)/2): NaN for |x| > 1.
template <class T, class Condition>
GAINSWARM_HOST_DEVICE ArcsineParts<T> arcsine_parts(T x, Condition small) {
  const T half = constant(x, 0.5);
  const T z = select(small, x * x, fma(-half, absolute(x), half));
  const T w = select(small, x, square_root(z));
  return {w, w * z, arcsine_polynomial(z)};
}

/// What pi/2 lost in rounding.
template <class T>
GAINSWARM_HOST_DEVICE T half_pi_rest(T like) {
  return constant(like, is_double(like) ? 0x1.1a62633145c07p-54 : -0x1.777a5cp-25);
}

/// arcsin(x); above 1/2 it is pi/4 + ((pi/4 - 2w) - 2 cube p), so that little is lost in the large terms.
template <class T>
GAINSWARM_HOST_DEVICE T arcsine(T x) {
  const T quarter_pi = constant(x, is_double(x) ? 0x1.921fb54442d18p-1 : 0x1.921fb6p-1);
  const T minus_two = constant(x, -2.0);
  const auto small = absolute(x) < constant(x, 0.5);
  const ArcsineParts<T> a = arcsine_parts(x, small);
  const T rest = fma(minus_two * a.cube, a.p, half_pi_rest(x));
  const T upper = quarter_pi + (fma(minus_two, a.w, quarter_pi) + rest);
  return select(small, fma(a.cube, a.p, a.w), select(x < constant(x, 0.0), -upper, upper));
}

/// arccos(x) = pi/2 - arcsin(x) for |x| < 1/2, above 2 arcsin(w), below pi - 2 arcsin(w).
template <class T>
GAINSWARM_HOST_DEVICE T arccosine(T x) {
  const T half_pi = constant(x, is_double(x) ? 0x1.921fb54442d18p0 : 0x1.921fb6p0);
  const T two = constant(x, 2.0);
  const auto small = absolute(x) < constant(x, 0.5);
  const ArcsineParts<T> a = arcsine_parts(x, small);
  const T middle = half_pi - (a.w + fma(a.cube, a.p, -half_pi_rest(x)));
  const T upper = two * fma(a.cube, a.p, a.w);
  return select(small, middle, select(x < constant(x, 0.0), two * middle, upper));
}

/// P with arctan(t) = t + t^3 P(t^2), z = t^2 <= 1/4. Relative error of arctan(t) 2^-57.7 (float: 2^-27.4).
template <class T>
GAINSWARM_HOST_DEVICE T arctangent_polynomial(T z) {
  return is_double(z)
             ? polynomial(z, -0x1.5555555555516p-2, 0x1.9999999991142p-3, -0x1.249249215de3bp-3,
                          0x1.c71c7090e8ec8p-4, -0x1.745cf4cb397c1p-4, 0x1.3b113dc14f8e3p-4,
                          -0x1.10f31f1db049p-4, 0x1.dfe977c719ea7p-5, -0x1.a39864e6c909cp-5,
                          0x1.56f5c02b0bde4p-5, -0x1.c17fb6b7c5306p-6, 0x1.4b83dcc405b95p-7)
             : polynomial(z, -0x1.555512p-2, 0x1.997b1ep-3, -0x1.224ba2p-3, 0x1.a01416p-4, -0x1.a43b3p-5);
}

/// arctan(n/d) = j pi/4 + arctan(t), |t| <= 1/2, for n, d >= 0 with a finite sum: below 1/2 t = n/d, above 2
/// t = -d/n, between t = (n - d)/(n + d), where the difference is exact.
template <class T>
struct ArctangentParts {
  T j, t;
};

template <class T>
GAINSWARM_HOST_DEVICE ArctangentParts<T> arctangent_parts(T n, T d) {
  const auto low = n + n <= d, high = d + d < n;
  const T numerator = select(low, n, select(high, -d, n - d));
  const T denominator = select(low, d, select(high, n, n + d));
  const T j = select(low, constant(n, 0.0), select(high, constant(n, 2.0), constant(n, 1.0)));
  return {j, numerator / denominator};
}

/// j pi/4 + arctan(t).
template <class T>
GAINSWARM_HOST_DEVICE T assembled_arctangent(T j, T t) {
  const T quarter_pi = constant(t, is_double(t) ? 0x1.921fb54442d18p-1 : 0x1.921fb6p-1);
  const T quarter_pi_rest = constant(t, is_double(t) ? 0x1.1a62633145c07p-55 : -0x1.777a5cp-26);
  const T z = t * t;
  const T small = fma(t * z, arctangent_polynomial(z), j * quarter_pi_rest);
  return fma(j, quarter_pi, t + small);
}

/// arctan(x).
template <class T>
GAINSWARM_HOST_DEVICE T arctangent(T x) {
  const T zero = constant(x, 0.0);
  const ArctangentParts<T> parts = arctangent_parts(absolute(x), constant(x, 1.0));
  const T angle = assembled_arctangent(parts.j, parts.t);
  return select(x > zero, angle, select(x < zero, -angle, x));
}

/// Whether the sign bit of a number is set; only a quotient tells -0 from +0.
template <class T>
GAINSWARM_HOST_DEVICE auto is_negative(T x) {
  const T zero = constant(x, 0.0);
  return either(x < zero, constant(x, 1.0) / x < zero);
}

/// |a| where only its ratio to |b| matters: large numbers are made smaller, and if one is infinite, a number
/// that is not becomes 0.
template <class T>
GAINSWARM_HOST_DEVICE T bounded_magnitude(T a, T b) {
  const T infinity = constant(a, HUGE_VAL), large = constant(a, is_double(a) ? 0x1p1000 : 0x1p120);
  const T m = absolute(a), other = absolute(b);
  const T of_infinite = select(m == infinity, constant(a, 1.0), m * constant(a, 0.0));
  const T of_large = select(either(m > large, other > large), m * constant(a, 0.25), m);
  return select(either(m == infinity, other == infinity), of_infinite, of_large);
}

/// The angle of the point (x, y) in [-pi, pi], with the sign of y also where y is a zero.
template <class T>
GAINSWARM_HOST_DEVICE T arctangent2(T y, T x) {
  const T zero = constant(x, 0.0), pi = constant(x, is_double(x) ? 0x1.921fb54442d18p1 : 0x1.921fb6p1);
  const ArctangentParts<T> parts = arctangent_parts(bounded_magnitude(y, x), bounded_magnitude(x, y));
  const auto left = x < zero;
  const T j = select(left, constant(x, 4.0) - parts.j, parts.j);
  const T angle = assembled_arctangent(j, select(left, -parts.t, parts.t));
  const T on_axis = select(is_negative(x), select(is_negative(y), -pi, pi), y);
  return select(both(y == zero, absolute(x) >= zero), on_axis, select(y < zero, -angle, angle));
}

}  // namespace gainswarm::elementary
