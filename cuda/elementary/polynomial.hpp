// c0 + c1 x + c2 x^2 + ... by short chains of fma.
#pragma once

#include "cuda/elementary/vocabulary.hpp"

namespace gainswarm::elementary {

/// Horner's scheme: one fma after the other.
template <class T>
GAINSWARM_HOST_DEVICE T horner(T x, double c0) {
  return constant(x, c0);
}
template <class T, class... More>
GAINSWARM_HOST_DEVICE T horner(T x, double c0, double c1, More... more) {
  return fma(x, horner(x, c1, more...), constant(x, c0));
}

/// Horner's scheme in x2 = x^2 over the independent pairs c0 + c1 x.
template <class T>
GAINSWARM_HOST_DEVICE T horner_of_pairs(T x, T /*x2*/, double c0) {
  return constant(x, c0);
}
template <class T>
GAINSWARM_HOST_DEVICE T horner_of_pairs(T x, T /*x2*/, double c0, double c1) {
  return horner(x, c0, c1);
}
template <class T, class... More>
GAINSWARM_HOST_DEVICE T horner_of_pairs(T x, T x2, double c0, double c1, double c2, More... more) {
  return fma(x2, horner_of_pairs(x, x2, c2, more...), horner(x, c0, c1));
}

/// Horner's scheme in x4 = x^4 over the independent quadruples c0 + c1 x + c2 x^2 + c3 x^3.
template <class T, class... Coefficients>
GAINSWARM_HOST_DEVICE T horner_of_quadruples(T x, T x2, T x4, double c0, double c1, double c2, double c3,
                                             Coefficients... more) {
  const T lowest = horner_of_pairs(x, x2, c0, c1, c2, c3);
  if constexpr (sizeof...(more) == 0) {
    return lowest;
  } else if constexpr (sizeof...(more) < 4) {
    return fma(x4, horner_of_pairs(x, x2, more...), lowest);
  } else {
    return fma(x4, horner_of_quadruples(x, x2, x4, more...), lowest);
  }
}

/// The scheme that balances the number of operations and the length of the chain for the number of
/// coefficients.
template <class T, class... Coefficients>
GAINSWARM_HOST_DEVICE T polynomial(T x, Coefficients... coefficients) {
  if constexpr (sizeof...(coefficients) <= 3) {
    return horner(x, coefficients...);
  } else if constexpr (sizeof...(coefficients) <= 6) {
    return horner_of_pairs(x, x * x, coefficients...);
  } else {
    const T x2 = x * x;
    return horner_of_quadruples(x, x2, x2 * x2, coefficients...);
  }
}

}  // namespace gainswarm::elementary
