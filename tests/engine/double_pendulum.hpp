// The double inverted pendulum under saturated state feedback, one Runge-Kutta step: written once, for plain
// numbers and for graph values. Formulas of the textbook Lagrangian; both angles absolute, from upright.
#pragma once

#include <array>

#include "cuda/arithmetic.hpp"
#include "host/graph/value.hpp"

namespace gainswarm::engine::pendulum {

using namespace arithmetic;
using namespace graph;

template <class T>
using State = std::array<T, 7>;  ///< x, theta1, theta2, their rates, cost

template <class T>
struct SineCosine {
  T sine;
  T cosine;
};

/// Taylor polynomials about the nearest multiple of pi / 2: not the last word in precision, but every
/// operation.
template <class T>
SineCosine<T> sine_cosine(T x) {
  const T quadrant = round_nearest(x * constant(x, 0.6366197723675814));
  const T r = fma(quadrant, constant(x, -1.5707963267948966), x);
  const T z = r * r;
  T p = fma(z, constant(x, 1 / 362880.0), constant(x, -1 / 5040.0));
  p = fma(fma(p, z, constant(x, 1 / 120.0)), z, constant(x, -1 / 6.0));
  T q = fma(z, constant(x, 1 / 40320.0), constant(x, -1 / 720.0));
  q = fma(fma(q, z, constant(x, 1 / 24.0)), z, constant(x, -0.5));
  const T sine = fma(p * z, r, r);
  const T cosine = fma(q, z, constant(x, 1));
  const T turns = quadrant * constant(x, 0.25);
  const T part = turns - floor(turns);
  const auto swapped = either(part == constant(x, 0.25), part == constant(x, 0.75));
  const auto negative = both(constant(x, 0.25) <= part, part <= constant(x, 0.5));
  const T s = select(swapped, cosine, sine);
  const T c = select(swapped, sine, cosine);
  return {select(constant(x, 0.5) <= part, -s, s), select(negative, -c, c)};
}

template <class T>
State<T> rates(const State<T>& y, T force) {
  constexpr double a1 = 0.1, a2 = 0.0225, k = 0.009, m00 = 1.85, m11 = 0.0401, m22 = 0.006775, g = 9.81;
  const auto c = [&](double value) { return constant(force, value); };
  const auto [s1, c1] = sine_cosine(y[1]);
  const auto [s2, c2] = sine_cosine(y[2]);
  const T m01 = c1 * c(a1);
  const T m02 = c2 * c(a2);
  const T m12 = fma(c1, c2, s1 * s2) * c(k);
  const T coupling = fma(s1, c2, -(c1 * s2)) * c(k);
  const T w1 = y[4] * y[4];
  const T w2 = y[5] * y[5];
  const T f0 = fma(s1 * c(a1), w1, fma(s2 * c(a2), w2, fma(y[3], c(-0.2), force)));
  const T f1 = fma(-coupling, w2, fma(s1, c(a1 * g), y[4] * c(-0.005)));
  const T f2 = fma(coupling, w1, fma(s2, c(a2 * g), y[5] * c(-0.004)));
  const T l1 = m01 / c(m00);
  const T l2 = m02 / c(m00);
  const T d11 = fma(-l1, m01, c(m11));
  const T d12 = fma(-l1, m02, m12);
  const T d22 = fma(-l2, m02, c(m22));
  const T r1 = fma(-l1, f0, f1);
  const T r2 = fma(-l2, f0, f2);
  const T determinant = fma(d11, d22, -(d12 * d12));
  const T q1 = fma(d22, r1, -(d12 * r2)) / determinant;
  const T q2 = fma(d11, r2, -(d12 * r1)) / determinant;
  const T q0 = fma(-l2, q2, fma(-l1, q1, f0 / c(m00)));
  return {y[3], y[4], y[5], q0, q1, q2, fma(y[1], y[1], y[2] * y[2]) + absolute(force) * c(0.01)};
}

template <class T>
State<T> step(const State<T>& y, T force) {
  constexpr double h = 1e-3;
  const auto moved = [&](double by, const State<T>& rate) {
    State<T> result = y;
    for (std::size_t i = 0; i < y.size(); ++i) result[i] = fma(constant(force, by), rate[i], y[i]);
    return result;
  };
  const State<T> a = rates(y, force);
  const State<T> b = rates(moved(h / 2, a), force);
  const State<T> c = rates(moved(h / 2, b), force);
  const State<T> d = rates(moved(h, c), force);
  State<T> result = y;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const T sum = fma(constant(force, 2), b[i] + c[i], a[i] + d[i]);
    result[i] = fma(constant(force, h / 6), sum, y[i]);
  }
  return result;
}

template <class T>
T feedback(const State<T>& y, const std::array<T, 6>& gains) {
  T force = gains[0] * y[0];
  for (std::size_t i = 1; i < gains.size(); ++i) force = fma(gains[i], y[i], force);
  const T limit = constant(force, 150);
  const T above = select(force < -limit, -limit, force);
  return select(limit < above, limit, above);
}

}  // namespace gainswarm::engine::pendulum
