// Special values as in C (Annex F), symmetry, and NaN wherever there is no answer.
#include <gtest/gtest.h>

#include <array>
#include <bit>

#include "tests/cuda/elementary_functions.hpp"
#include "tests/cuda/ulp.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::tests {
namespace {

/// Numbers at which something happens, with both signs.
template <class T>
std::vector<T> edges() {
  using Limits = std::numeric_limits<T>;
  const T one = 1, below = std::nextafter(one, T(0)), above = std::nextafter(one, T(2)),
          integers = 1 / Limits::epsilon();
  std::vector<T> values = {0,
                           Limits::denorm_min(),
                           Limits::min() - Limits::denorm_min(),
                           Limits::min(),
                           T(1e-30),
                           below,
                           one,
                           above,
                           T(0.25),
                           T(0.5),
                           T(1.5),
                           2,
                           3,
                           4,
                           10,
                           T(0.1),
                           T(19.5),
                           88,
                           700,
                           1000,
                           T(1e5),
                           integers - 1,
                           integers,
                           integers + 2,
                           Limits::max() / 2,
                           Limits::max(),
                           Limits::infinity(),
                           Limits::quiet_NaN()};
  for (std::size_t i = 0, count = values.size(); i < count; ++i) values.push_back(-values[i]);
  return values;
}

template <class T>
void expect_special_value(const ElementaryFunction& function, T x, T y) {
  const T got = function.value(x, y);
  const double expected = std::abs(x) > function.range ? NAN : function.libm(x, y);
  SCOPED_TRACE(testing::Message() << function.name << '(' << x << ", " << y << ") = " << got << ", C "
                                  << expected);
  if (std::isnan(expected) || std::isinf(expected) || expected == 0) {
    EXPECT_EQ(std::isnan(got), std::isnan(expected));
    if (!std::isnan(expected)) {
      EXPECT_EQ(std::signbit(got), std::signbit(expected));
    }
  }
  if (std::isnan(expected) || std::isnan(got)) return;
  Real exact(expected);
  if (std::isfinite(expected) && expected != 0) function.exact(exact.get(), Real(x).get(), Real(y).get());
  EXPECT_LE(error_in_ulp(got, exact), 2);
}

template <class T>
void expect_special_values(const ElementaryFunction& function) {
  for (const T x : edges<T>()) {
    if (!function.takes_two) {
      expect_special_value<T>(function, x, 0);
      continue;
    }
    for (const T y : edges<T>()) expect_special_value(function, x, y);
  }
}

/// NaNs of either sign with any payload.
template <class T>
T random_nan(Draw<T>& draw) {
  using Bits = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  return std::bit_cast<T>(static_cast<Bits>(std::bit_cast<Bits>(draw.any()) |
                                            std::bit_cast<Bits>(std::numeric_limits<T>::quiet_NaN())));
}

template <class T>
void expect_nan_of_nan(const ElementaryFunction& function) {
  Draw<T> draw(fresh_seed());
  for (int i = 0; i < 2000; ++i) {
    const T nan = random_nan(draw);
    EXPECT_TRUE(std::isnan(function.value(nan, T(2))));
    if (!function.takes_two) continue;
    EXPECT_TRUE(std::isnan(function.value(T(2), nan)));
    EXPECT_TRUE(std::isnan(function.value(nan, random_nan(draw))));
  }
}

template <class T>
void expect_opposite_values(const ElementaryFunction& function) {
  Draw<T> draw(fresh_seed());
  for (int i = 0; i < 20000; ++i) {
    const T x = function.sample(draw).x;
    EXPECT_EQ(function.value(-x, T(0)), -function.value(x, T(0))) << x;
  }
}

class ElementaryEdges : public testing::TestWithParam<ElementaryFunction> {};

TEST_P(ElementaryEdges, SpecialValuesAreThoseOfC) {
  expect_special_values<double>(GetParam());
  expect_special_values<float>(GetParam());
}

TEST_P(ElementaryEdges, NanGivesNanWhateverItsPayload) {
  expect_nan_of_nan<double>(GetParam());
  expect_nan_of_nan<float>(GetParam());
}

TEST(ElementarySymmetry, OddFunctionsAreExactlyOdd) {
  for (const ElementaryFunction& function : elementary_functions()) {
    if (!function.odd) continue;
    SCOPED_TRACE(function.name);
    expect_opposite_values<double>(function);
    expect_opposite_values<float>(function);
  }
}

INSTANTIATE_TEST_SUITE_P(All, ElementaryEdges, testing::ValuesIn(elementary_functions()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace gainswarm::tests
