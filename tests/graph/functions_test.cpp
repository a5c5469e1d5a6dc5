#include "host/graph/functions.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

#include "cuda/elementary.hpp"
#include "host/graph/transform.hpp"
#include "tests/graph/recipe.hpp"
#include "tests/language/seed.hpp"

namespace gainswarm::graph {
namespace {

/// Special values, and random ones of all magnitudes that matter.
std::vector<double> arguments(Precision precision, std::mt19937_64& random) {
  std::vector<double> values = tests::special_values(precision);
  for (int i = 0; i < 1000; ++i) {
    const double mantissa = static_cast<double>(random() >> 12) * 0x1p-51 - 1;
    values.push_back(static_cast<float>(std::ldexp(mantissa, static_cast<int>(random() % 40) - 20)));
  }
  return values;
}

class Functions : public testing::TestWithParam<Precision> {
 protected:
  /// `function` takes two values, doubles or floats.
  template <class Function>
  void expect_plain_bits(const char* name, Function function) {
    Graph graph(GetParam());
    const std::vector<Value> gains = tests::gains(graph, 2);
    const NodeId result = function(gains[0], gains[1]).id;
    Graph fused(GetParam());
    const NodeId fused_result = fuse(graph, std::array{result}, fused).front();
    const std::vector<double> values = arguments(GetParam(), random_);
    for (const double x : values) {
      const double y = values[random_() % values.size()];
      const bool is_double = GetParam() == Precision::float64;
      const double expected =
          is_double ? function(x, y) : function(static_cast<float>(x), static_cast<float>(y));
      const std::array at{x, y};
      ASSERT_TRUE(tests::are_identical(tests::compute(graph, at)[result], expected)) << name << x << ' ' << y;
      ASSERT_TRUE(tests::are_identical(tests::compute(fused, at)[fused_result], expected))
          << name << x << ' ' << y;
    }
  }

 private:
  std::mt19937_64 random_{tests::seed()};
};

// clang-format off
TEST_P(Functions, GiveTheBitsOfTheirPlainFormAlsoWhenFused) {
  expect_plain_bits("sine", [](auto x, auto) { using elementary::sine; return sine(x); });
  expect_plain_bits("cosine", [](auto x, auto) { using elementary::cosine; return cosine(x); });
  expect_plain_bits("tangent", [](auto x, auto) { using elementary::tangent; return tangent(x); });
  expect_plain_bits("arcsine", [](auto x, auto) { using elementary::arcsine; return arcsine(x); });
  expect_plain_bits("arccosine", [](auto x, auto) { using elementary::arccosine; return arccosine(x); });
  expect_plain_bits("arctangent", [](auto x, auto) { using elementary::arctangent; return arctangent(x); });
  expect_plain_bits("exponential", [](auto x, auto) { using elementary::exponential; return exponential(x); });
  expect_plain_bits("logarithm", [](auto x, auto) { using elementary::logarithm; return logarithm(x); });
  expect_plain_bits("hyperbolic_tangent", [](auto x, auto) { using elementary::hyperbolic_tangent; return hyperbolic_tangent(x); });
  expect_plain_bits("arctangent2", [](auto x, auto y) { using elementary::arctangent2; return arctangent2(x, y); });
  expect_plain_bits("power", [](auto x, auto y) { using elementary::power; return power(x, y); });
  expect_plain_bits("hypotenuse", [](auto x, auto y) { using elementary::hypotenuse; return hypotenuse(x, y); });
}
// clang-format on

INSTANTIATE_TEST_SUITE_P(BothPrecisions, Functions, testing::Values(Precision::float64, Precision::float32));

}  // namespace
}  // namespace gainswarm::graph
