// Normal random numbers inside a rollout, of exact operations alone.
//
// Three multiplicative generators whose fractions are added (Wichmann & Hill, "An efficient and portable
// pseudo-random number generator", Applied Statistics 31, 1982). No product reaches 2^24, so that each is
// exact even in float, and float and double run through the same whole numbers. Their states are registers
// that depend on the scenario alone: all its particles face the same noise, and engines compute it once for
// all lanes.
#pragma once

#include <array>

#include "cuda/elementary.hpp"
#include "host/graph/value.hpp"

namespace gainswarm::rollout::noise {

constexpr double two_pi = 6.283185307179586;

/// Standard normal from two numbers in (0, 1], by Box and Muller.
template <class T>
T standard_normal(T first, T second) {
  using arithmetic::constant;
  using arithmetic::square_root;
  return square_root(constant(first, -2) * elementary::logarithm(first)) *
         elementary::cosine(constant(second, two_pi) * second);
}

struct Multiplier {
  double factor, modulus;
};
inline constexpr std::array<Multiplier, 3> multipliers = {{{171, 30269}, {172, 30307}, {170, 30323}}};

/// A whole number from 1 to modulus - 1 of each generator.
template <class T>
using State = std::array<T, multipliers.size()>;

template <class T>
State<T> next(const State<T>& state) {
  using arithmetic::constant;
  using arithmetic::floor;
  State<T> result = state;
  for (std::size_t i = 0; i < state.size(); ++i) {
    const auto [factor, modulus] = multipliers[i];
    const T product = state[i] * constant(state[i], factor);
    result[i] = product - constant(product, modulus) * floor(product * constant(product, 1 / modulus));
  }
  return result;
}

/// In (0, 1].
template <class T>
T uniform(const State<T>& state) {
  using arithmetic::constant;
  using arithmetic::floor;
  T sum = state[0] * constant(state[0], 1 / multipliers[0].modulus);
  for (std::size_t i = 1; i < state.size(); ++i) {
    sum = sum + state[i] * constant(sum, 1 / multipliers[i].modulus);
  }
  return 1 - (sum - floor(sum));
}

/// One sample; the state moves on.
template <class T>
T sample(State<T>& state) {
  state = next(state);
  const T first = uniform(state);
  state = next(state);
  return standard_normal(first, uniform(state));
}

}  // namespace gainswarm::rollout::noise
