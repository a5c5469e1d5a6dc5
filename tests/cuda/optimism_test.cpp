// An optimistic reciprocal has the bits of 1/x or is in doubt, and it is in doubt only where x or 1/x is
// zero, subnormal, infinite or no number. A host's approximation is the nearest float, so that this says
// nothing of a device's: there parity with the processor does (scripts/gpu_check).
#include "cuda/optimism.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace gainswarm::rollout {
namespace {

float float_of(std::uint32_t exponent_field, std::uint32_t mantissa) {
  return std::bit_cast<float>(exponent_field << 23 | mantissa);
}

bool is_normal_with_its_reciprocal(float x) {
  return std::isnormal(x) && std::isnormal(1 / x);
}

void expect_right_or_in_doubt(float x) {
  Optimistic manner;
  const float result = manner.reciprocal(x);
  const bool in_doubt = manner.is_in_doubt(false);
  EXPECT_FALSE(in_doubt && is_normal_with_its_reciprocal(x)) << x;
  if (!in_doubt) {
    EXPECT_EQ(std::bit_cast<std::uint32_t>(result), std::bit_cast<std::uint32_t>(1 / x)) << x;
  }
}

TEST(Optimistic, ReciprocalFromTheNearestFloatIsRightForEverySignificand) {
  for (std::uint32_t mantissa = 0; mantissa < 1U << 23; ++mantissa)
    expect_right_or_in_doubt(float_of(127, mantissa));
}

TEST(Optimistic, ReciprocalAtEveryExponentIsRightOrInDoubt) {
  for (std::uint32_t exponent_field = 0; exponent_field < 256; ++exponent_field) {
    for (std::uint32_t mantissa = 0; mantissa < 1U << 23; mantissa += mantissa < 64 ? 1 : 5003) {
      expect_right_or_in_doubt(float_of(exponent_field, mantissa));
      expect_right_or_in_doubt(-float_of(exponent_field, (1U << 23) - 1 - mantissa));
    }
  }
}

TEST(Optimistic, IsInDoubtWhereThereIsNoReciprocalAndWhereAnythingFails) {
  using Limits = std::numeric_limits<float>;
  for (const float x : {0.0F, -0.0F, Limits::denorm_min(), Limits::infinity(), -Limits::infinity(),
                        Limits::max(), Limits::quiet_NaN()}) {
    Optimistic manner;
    static_cast<void>(manner.reciprocal(x));
    EXPECT_TRUE(manner.is_in_doubt(false)) << x;
  }
  Optimistic manner;
  EXPECT_EQ(manner.number_if(true, 2.0F), 2.0F);
  EXPECT_FALSE(manner.is_in_doubt(false));
  EXPECT_TRUE(manner.is_in_doubt(true));
  static_cast<void>(manner.number_if(false, 2.0F));
  static_cast<void>(manner.reciprocal(2.0F));
  EXPECT_TRUE(manner.is_in_doubt(false));
}

TEST(Careful, IsNeverInDoubt) {
  EXPECT_EQ(Careful::reciprocal(0.0F), std::numeric_limits<float>::infinity());
  EXPECT_TRUE(std::isnan(Careful::number_if(false, 2.0F)));
  EXPECT_EQ(Careful::number_if(true, 2.0F), 2.0F);
  EXPECT_FALSE(Careful::is_in_doubt(true));
}

}  // namespace
}  // namespace gainswarm::rollout
