#include "cuda/philox.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>

namespace gainswarm::philox {
namespace {

std::array<std::uint32_t, 4> words(const Block& block) {
  return {block.a, block.b, block.c, block.d};
}

using Words = std::array<std::uint32_t, 4>;

// The known answers that the generator's authors publish with it (Random123, kat_vectors).
TEST(Philox, GivesThePublishedKnownAnswers) {
  EXPECT_EQ(words(encrypt({0, 0, 0, 0}, 0)), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(words(encrypt({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffffffffffff)),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(words(encrypt({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0x299f31d0a4093822)),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, DrawIsKeyedBySeedIterationParticleDimensionAndStream) {
  EXPECT_EQ(words(draw(0x299f31d0a4093822, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344)),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, UniformKeepsTheUpper52BitsAndOmitsBothEnds) {
  EXPECT_EQ(uniform(0), 0x1p-53);
  EXPECT_EQ(uniform(~std::uint64_t{0}), 1 - 0x1p-53);
  EXPECT_EQ(uniform(0x80000000, 0), 0.5 + 0x1p-53);
  EXPECT_EQ(uniform(0, 0x1000), 3 * 0x1p-53);
  EXPECT_EQ(uniform(0, 0x0FFF), 0x1p-53) << "the lower 12 bits do not count";
}

TEST(Philox, UniformNumbersHaveTheMomentsOfTheUniformDistribution) {
  constexpr std::uint32_t count = 100'000;
  double sum = 0, squares = 0, products = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Block block = draw(1, i, 2, 3, 4);
    const double x = uniform(block.a, block.b) - 0.5, y = uniform(block.c, block.d) - 0.5;
    sum += x;
    squares += x * x;
    products += x * y;
  }
  // Five standard errors of each mean.
  EXPECT_LT(std::abs(sum / count), 5 * std::sqrt(1.0 / 12 / count));
  EXPECT_LT(std::abs(squares / count - 1.0 / 12), 5 * std::sqrt(1.0 / 180 / count));
  EXPECT_LT(std::abs(products / count), 5 * std::sqrt(1.0 / 144 / count));
}

TEST(Philox, BelowCoversExactlyTheRange) {
  EXPECT_EQ(below(7, 0), 0U);
  EXPECT_EQ(below(7, 0xFFFFFFFF), 6U);
  EXPECT_EQ(below(1, 0xFFFFFFFF), 0U);
}

}  // namespace
}  // namespace gainswarm::philox
