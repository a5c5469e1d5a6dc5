// How far the elementary functions are from MPFR. GAINSWARM_ELEMENTARY_SAMPLES asks for more samples.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "tests/cuda/elementary_functions.hpp"
#include "tests/cuda/ulp.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::tests {
namespace {

long samples() {
  const char* given = std::getenv("GAINSWARM_ELEMENTARY_SAMPLES");
  return given != nullptr ? std::strtol(given, nullptr, 10) : 150000;
}

template <class T>
void expect_at_most_two_ulp(const ElementaryFunction& function) {
  Draw<T> draw(fresh_seed());
  Real exact;
  Arguments<T> worst;
  double largest = 0;
  for (long i = 0; i < samples(); ++i) {
    const Arguments<T> at = function.sample(draw);
    function.exact(exact.get(), Real(at.x).get(), Real(at.y).get());
    const double error = error_in_ulp(function.value(at.x, at.y), exact);
    if (error <= largest) continue;
    largest = error;
    worst = at;
  }
  std::cout << function.name << ' ' << std::numeric_limits<T>::digits << " bits: " << largest << " ulp at "
            << std::hexfloat << worst.x << ' ' << worst.y << std::defaultfloat << '\n';
  EXPECT_GT(largest, 0.4);  // nothing is exact: a comparison that finds no error compares nothing
  EXPECT_LE(largest, 2.0) << "x = " << worst.x << ", y = " << worst.y;
}

class ElementaryAccuracy : public testing::TestWithParam<ElementaryFunction> {};

TEST_P(ElementaryAccuracy, IsWithinTwoUlpInDouble) {
  expect_at_most_two_ulp<double>(GetParam());
}
TEST_P(ElementaryAccuracy, IsWithinTwoUlpInFloat) {
  expect_at_most_two_ulp<float>(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, ElementaryAccuracy, testing::ValuesIn(elementary_functions()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace gainswarm::tests
