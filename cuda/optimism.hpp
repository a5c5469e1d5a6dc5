// Two manners of computing a substep of floats, with the same bits.
//
// A device's reciprocal treats the smallest and largest numbers apart, and sine tells angles beyond its range
// apart: both cost instructions in every substep, for what hardly ever occurs. An optimistic substep does
// not. Where such a number or a failure occurs it is in doubt: it has changed nothing then, and a careful
// substep is computed in its place.
#pragma once

#include "cuda/arithmetic.hpp"

namespace gainswarm::rollout {

/// The cause that an optimistic substep in doubt gives instead of a failure's.
constexpr std::int32_t in_doubt = -2;

/// 1/x to within a unit in the last place; 0 and infinity for what would be subnormal and for 1/subnormal.
GAINSWARM_HOST_DEVICE inline float approximate_reciprocal(float x) {
#if defined(__CUDA_ARCH__)
  float result;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
#else
  constexpr float smallest = 0x1p-126F;
  if (::fabsf(x) < smallest) return ::copysignf(HUGE_VALF, x);
  const float result = 1.0F / x;
  return ::fabsf(result) < smallest ? ::copysignf(0.0F, x) : result;
#endif
}

class Optimistic {
 public:
  /// A register's value.
  GAINSWARM_HOST_DEVICE static float read(float value) { return value; }

  /// 1/x by one step of Newton's method from the device's approximation, as its compiler has it where neither
  /// x nor the result is zero, subnormal or infinite: there the approximation is infinite or zero, and its
  /// error is not small. That the result is rounded correctly is a property of the device's approximations,
  /// not of any within a unit in the last place, from which 33 significands come out wrong.
  GAINSWARM_HOST_DEVICE float reciprocal(float x) {
    const float approximation = approximate_reciprocal(x);
    const float error = arithmetic::fma(x, approximation, -1.0F);
    expect(arithmetic::absolute(error) <= 0x1p-20F);
    return arithmetic::fma(approximation, -error, approximation);
  }

  /// The value, or NaN where the condition does not hold.
  GAINSWARM_HOST_DEVICE float number_if(bool condition, float value) {
    expect(condition);
    return value;
  }

  /// Whether a careful substep has to tell more.
  [[nodiscard]] GAINSWARM_HOST_DEVICE bool is_in_doubt(bool fails) const { return doubt_ | fails; }

 private:
  GAINSWARM_HOST_DEVICE void expect(bool condition) { doubt_ |= !condition; }

  bool doubt_ = false;
};

/// The compiler must not know that an optimistic substep has begun from the same registers: it would keep all
/// of that one's values for this.
class Careful {
 public:
  GAINSWARM_HOST_DEVICE static float read(float value) { return forgotten(value); }
  GAINSWARM_HOST_DEVICE static float reciprocal(float x) { return 1.0F / x; }
  GAINSWARM_HOST_DEVICE static float number_if(bool condition, float value) {
    return condition ? value : arithmetic::bits_as<float>(0x7fc00000U);
  }
  GAINSWARM_HOST_DEVICE static bool is_in_doubt(bool /*fails*/) { return false; }
};

}  // namespace gainswarm::rollout
