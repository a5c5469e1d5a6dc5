// The exact vocabulary: IEEE 754 operations that give the same bits on every machine.
// Everything numerical in gainswarm is written in these words, for plain numbers here and for graph values in
// host/graph/value.hpp; compile with -ffp-contract=off. No function here calls libm apart from the exactly
// rounded fma, sqrt, rint and floor.
#pragma once

#include "cuda/portability.hpp"

namespace gainswarm::arithmetic {

template <class To, class From>
GAINSWARM_HOST_DEVICE inline To bits_as(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  memcpy(&to, &from, sizeof(To));
  return to;
}

// clang-format off
/// What +, - and * give. A device's compiler knows rules of algebra for the operators, and may compute a product
/// twice to save a negation; these it leaves as they are.
GAINSWARM_HOST_DEVICE inline double add(double a, double b) { return GAINSWARM_ON_DEVICE(__dadd_rn(a, b), a + b); }
GAINSWARM_HOST_DEVICE inline float add(float a, float b) { return GAINSWARM_ON_DEVICE(__fadd_rn(a, b), a + b); }
GAINSWARM_HOST_DEVICE inline double subtract(double a, double b) { return GAINSWARM_ON_DEVICE(__dsub_rn(a, b), a - b); }
GAINSWARM_HOST_DEVICE inline float subtract(float a, float b) { return GAINSWARM_ON_DEVICE(__fsub_rn(a, b), a - b); }
GAINSWARM_HOST_DEVICE inline double multiply(double a, double b) { return GAINSWARM_ON_DEVICE(__dmul_rn(a, b), a * b); }
GAINSWARM_HOST_DEVICE inline float multiply(float a, float b) { return GAINSWARM_ON_DEVICE(__fmul_rn(a, b), a * b); }
GAINSWARM_HOST_DEVICE inline double fma(double a, double b, double c) { return ::fma(a, b, c); }
GAINSWARM_HOST_DEVICE inline float fma(float a, float b, float c) { return ::fmaf(a, b, c); }
GAINSWARM_HOST_DEVICE inline double square_root(double a) { return ::sqrt(a); }
GAINSWARM_HOST_DEVICE inline float square_root(float a) { return ::sqrtf(a); }
GAINSWARM_HOST_DEVICE inline double absolute(double a) { return ::fabs(a); }
GAINSWARM_HOST_DEVICE inline float absolute(float a) { return ::fabsf(a); }
/// Nearest integer, ties to even.
GAINSWARM_HOST_DEVICE inline double round_nearest(double a) { return ::rint(a); }
GAINSWARM_HOST_DEVICE inline float round_nearest(float a) { return ::rintf(a); }
GAINSWARM_HOST_DEVICE inline double floor(double a) { return ::floor(a); }
GAINSWARM_HOST_DEVICE inline float floor(float a) { return ::floorf(a); }
GAINSWARM_HOST_DEVICE inline double select(bool condition, double a, double b) { return condition ? a : b; }
GAINSWARM_HOST_DEVICE inline float select(bool condition, float a, float b) { return condition ? a : b; }
GAINSWARM_HOST_DEVICE inline bool both(bool a, bool b) { return a && b; }
GAINSWARM_HOST_DEVICE inline bool either(bool a, bool b) { return a || b; }
GAINSWARM_HOST_DEVICE inline bool negation(bool a) { return !a; }
/// A constant of the same kind as `like`.
GAINSWARM_HOST_DEVICE inline double constant(double /*like*/, double value) { return value; }
GAINSWARM_HOST_DEVICE inline float constant(float /*like*/, double value) { return static_cast<float>(value); }
/// True in double arithmetic, false in float.
GAINSWARM_HOST_DEVICE inline bool is_double(double) { return true; }
GAINSWARM_HOST_DEVICE inline bool is_double(float) { return false; }
// clang-format on

/// 2^n for an integral n in [-1022, 1023] (float: [-126, 127]). Defined by its bits for every other n, too:
/// (bits(n + (2^52 + 1023)) << 52), in float (bits(n + (2^23 + 127)) << 23), modulo the word.
GAINSWARM_HOST_DEVICE inline double power_of_two(double n) {
  return bits_as<double>(bits_as<std::uint64_t>(n + 4503599627371519.0) << 52);
}
GAINSWARM_HOST_DEVICE inline float power_of_two(float n) {
  return bits_as<float>(bits_as<std::uint32_t>(n + 8388735.0F) << 23);
}

/// The exponent field less its bias: floor(log2 |a|) for a normal a, -1023 (float: -127) for zero and
/// subnormal a, 1024 (128) for infinity and NaN.
GAINSWARM_HOST_DEVICE inline double exponent(double a) {
  return static_cast<double>(static_cast<std::int64_t>((bits_as<std::uint64_t>(a) >> 52) & 0x7FF) - 1023);
}
GAINSWARM_HOST_DEVICE inline float exponent(float a) {
  return static_cast<float>(static_cast<std::int32_t>((bits_as<std::uint32_t>(a) >> 23) & 0xFF) - 127);
}

/// Whether a number is odd. A device's compiler makes two instructions of `bits & 1`, which it then compares
/// with 1; of this it makes one that takes the next bit along.
GAINSWARM_HOST_DEVICE inline bool is_odd(std::uint32_t bits) {
#if defined(__CUDA_ARCH__)
  asm("and.b32 %0, %0, 1;" : "+r"(bits));
  return bits != 0;
#else
  return (bits & 1) != 0;
#endif
}

/// Whether the last bit of the significand is set. That of a NaN differs from machine to machine.
GAINSWARM_HOST_DEVICE inline bool bit_0(double a) {
  return is_odd(static_cast<std::uint32_t>(bits_as<std::uint64_t>(a)));
}
GAINSWARM_HOST_DEVICE inline bool bit_0(float a) {
  return is_odd(bits_as<std::uint32_t>(a));
}

/// -a where the second last bit of b's significand is set, else a.
GAINSWARM_HOST_DEVICE inline double negate_by_bit_1(double a, double b) {
  const std::uint64_t sign = bits_as<std::uint64_t>(b) << 62 & std::uint64_t{1} << 63;
  return bits_as<double>(bits_as<std::uint64_t>(a) ^ sign);
}
GAINSWARM_HOST_DEVICE inline float negate_by_bit_1(float a, float b) {
  return (bits_as<std::uint32_t>(b) & 2) != 0 ? -a : a;
}

// The rest is for device code alone: operations on doubles by their bits; see host/device/bit_operation.hpp.

/// a == 0.
GAINSWARM_HOST_DEVICE inline bool is_zero(double a) {
  return bits_as<std::uint64_t>(a) << 1 == 0;
}
/// |a| <= b, for b >= 0.
GAINSWARM_HOST_DEVICE inline bool is_within(double a, double b) {
  return bits_as<std::uint64_t>(a) << 1 <= bits_as<std::uint64_t>(b) << 1;
}
/// condition ? -a : b.
GAINSWARM_HOST_DEVICE inline double select_negative(bool condition, double a, double b) {
  return condition ? bits_as<double>(bits_as<std::uint64_t>(a) ^ std::uint64_t{1} << 63) : b;
}

}  // namespace gainswarm::arithmetic
