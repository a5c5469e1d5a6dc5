#include "cuda/gain_scale.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "cuda/elementary/logarithm.hpp"

#include "tests/support/seed.hpp"

namespace gainswarm::gains {
namespace {

Scale logarithmic(double low, double high) {
  return {low, high, elementary::logarithm(high / low)};
}

TEST(GainScale, LinearScaleSpreadsTheValueEvenly) {
  EXPECT_EQ(at({-50, 50, 0}, 0.25), -25);
  EXPECT_EQ(at({-50, 50, 0}, 0.5), 0);
}

TEST(GainScale, LogarithmicScaleSpreadsTheDecadesEvenly) {
  EXPECT_DOUBLE_EQ(at(logarithmic(0.01, 100), 0.5), 1);
  EXPECT_DOUBLE_EQ(at(logarithmic(0.01, 100), 0.75), 10);
}

TEST(GainScale, EndsAreExactlyTheBoundsAndNothingLiesOutside) {
  std::mt19937_64 random(tests::fresh_seed());
  std::uniform_real_distribution<double> exponents(-8, 8), positions(0, 1);
  for (int i = 0; i < 1000; ++i) {
    const double low = std::pow(10, exponents(random)), high = low * (1 + std::pow(10, exponents(random)));
    for (const Scale& scale : {Scale{low, high, 0}, Scale{-high, -low, 0}, logarithmic(low, high)}) {
      EXPECT_EQ(at(scale, 0), scale.low);
      EXPECT_EQ(at(scale, 1), scale.high);
      const double gain = at(scale, positions(random));
      EXPECT_TRUE(scale.low <= gain && gain <= scale.high)
          << gain << " of " << scale.low << " to " << scale.high;
    }
  }
}

TEST(GainScale, MapUsesTheScaleOfEachDimension) {
  const std::vector<Scale> scales{{0, 2, 0}, {-1, 1, 0}};
  const std::vector<double> positions{0.5, 0.5, 1, 0};
  std::vector<double> gains(4);
  for (std::int64_t element = 0; element < 4; ++element) {
    MapToGains<double>{scales.data(), 2, positions.data(), gains.data()}(element);
  }
  EXPECT_EQ(gains, (std::vector<double>{1, 0, 2, -1}));
}

}  // namespace
}  // namespace gainswarm::gains
