// A vector of doubles, one a particle, as wide as the processor that this file is compiled for has them. It
// knows the words of cuda/arithmetic.hpp, so the elementary functions work on it as they do on plain numbers.
// The loops over the elements become single instructions; so do fma, rint, floor and sqrt under
// -fno-math-errno.
#pragma once

#include <cstdint>

namespace gainswarm::bench {

#if defined(__AVX512F__)
inline constexpr int kLanes = 8;
#elif defined(__AVX2__)
inline constexpr int kLanes = 4;
#else
inline constexpr int kLanes = 2;
#endif

#define GAINSWARM_INLINE [[gnu::always_inline]] inline

struct Mask {
  using Vector [[gnu::vector_size(kLanes * sizeof(std::int64_t))]] = std::int64_t;
  Vector v;  ///< all bits set where true
};

struct Lanes {
  using Vector [[gnu::vector_size(kLanes * sizeof(double))]] = double;
  Vector v;
};

// clang-format off
GAINSWARM_INLINE Lanes broadcast(double a) { return {a - Lanes::Vector{}}; }
GAINSWARM_INLINE Lanes constant(Lanes, double a) { return broadcast(a); }
GAINSWARM_INLINE bool is_double(Lanes) { return true; }
GAINSWARM_INLINE Lanes operator+(Lanes a, Lanes b) { return {a.v + b.v}; }
GAINSWARM_INLINE Lanes operator-(Lanes a, Lanes b) { return {a.v - b.v}; }
GAINSWARM_INLINE Lanes operator*(Lanes a, Lanes b) { return {a.v * b.v}; }
GAINSWARM_INLINE Lanes operator/(Lanes a, Lanes b) { return {a.v / b.v}; }
GAINSWARM_INLINE Lanes operator-(Lanes a) { return {-a.v}; }
GAINSWARM_INLINE Lanes operator+(Lanes a, double b) { return {a.v + b}; }
GAINSWARM_INLINE Lanes operator-(Lanes a, double b) { return {a.v - b}; }
GAINSWARM_INLINE Lanes operator*(Lanes a, double b) { return {a.v * b}; }
GAINSWARM_INLINE Lanes operator/(Lanes a, double b) { return {a.v / b}; }
GAINSWARM_INLINE Lanes operator+(double a, Lanes b) { return {a + b.v}; }
GAINSWARM_INLINE Lanes operator-(double a, Lanes b) { return {a - b.v}; }
GAINSWARM_INLINE Lanes operator*(double a, Lanes b) { return {a * b.v}; }
GAINSWARM_INLINE Lanes operator/(double a, Lanes b) { return {a / b.v}; }
GAINSWARM_INLINE Mask operator<(Lanes a, Lanes b) { return {a.v < b.v}; }
GAINSWARM_INLINE Mask operator<=(Lanes a, Lanes b) { return {a.v <= b.v}; }
GAINSWARM_INLINE Mask operator>(Lanes a, Lanes b) { return {a.v > b.v}; }
GAINSWARM_INLINE Mask operator>=(Lanes a, Lanes b) { return {a.v >= b.v}; }
GAINSWARM_INLINE Mask operator==(Lanes a, Lanes b) { return {a.v == b.v}; }
GAINSWARM_INLINE Mask both(Mask a, Mask b) { return {a.v & b.v}; }
GAINSWARM_INLINE Mask either(Mask a, Mask b) { return {a.v | b.v}; }
GAINSWARM_INLINE Mask negation(Mask a) { return {~a.v}; }
GAINSWARM_INLINE Lanes select(Mask condition, Lanes a, Lanes b) { return {condition.v ? a.v : b.v}; }
// clang-format on

GAINSWARM_INLINE Mask::Vector bits_of(Lanes a) {
  return reinterpret_cast<Mask::Vector>(a.v);
}
/// Masks choose by the sign bit, into which the last one is moved.
GAINSWARM_INLINE Mask bit_0(Lanes a) {
  return {bits_of(a) << 63 < 0};
}
GAINSWARM_INLINE Lanes negate_by_bit_1(Lanes a, Lanes b) {
  return {reinterpret_cast<Lanes::Vector>(bits_of(a) ^ (bits_of(b) << 62 & std::int64_t{1} << 63))};
}

/// `operation` on each element.
template <class Operation>
GAINSWARM_INLINE Lanes each(Operation operation) {
  Lanes result;
  for (int i = 0; i < kLanes; ++i) result.v[i] = operation(i);
  return result;
}

// clang-format off
GAINSWARM_INLINE Lanes fma(Lanes a, Lanes b, Lanes c) { return each([&](int i) { return __builtin_fma(a.v[i], b.v[i], c.v[i]); }); }
GAINSWARM_INLINE Lanes square_root(Lanes a) { return each([&](int i) { return __builtin_sqrt(a.v[i]); }); }
GAINSWARM_INLINE Lanes absolute(Lanes a) { return each([&](int i) { return __builtin_fabs(a.v[i]); }); }
GAINSWARM_INLINE Lanes round_nearest(Lanes a) { return each([&](int i) { return __builtin_rint(a.v[i]); }); }
GAINSWARM_INLINE Lanes floor(Lanes a) { return each([&](int i) { return __builtin_floor(a.v[i]); }); }
// clang-format on

GAINSWARM_INLINE bool any(Mask a) {
  std::int64_t bits = 0;
  for (int i = 0; i < kLanes; ++i) bits |= a.v[i];
  return bits != 0;
}

}  // namespace gainswarm::bench
