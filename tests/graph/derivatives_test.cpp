#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

#include "host/graph/functions.hpp"
#include "host/graph/transform.hpp"
#include "tests/graph/recipe.hpp"
#include "tests/language/seed.hpp"

namespace gainswarm::graph {
namespace {

using Numbers = std::vector<double>;

double value_of(Value value, const Numbers& gains) {
  return tests::compute(*value.graph, gains)[value.id];
}

class Derivatives : public testing::Test {
 protected:
  [[nodiscard]] double derivative(Value f, Value after, const Numbers& at) const {
    return value_of(derivatives(f, std::array{after}).front(), at);
  }

  Graph graph_{Precision::float64};
  Value x_{&graph_, graph_.input(InputKind::gain, 0)};
  Value y_{&graph_, graph_.input(InputKind::gain, 1)};
};

TEST_F(Derivatives, FollowTheRulesOfEachOperation) {
  const Numbers at{1.5, -0.75};
  const double x = at[0];
  const double y = at[1];
  EXPECT_EQ(derivative(x_ + y_, x_, at), 1);
  EXPECT_EQ(derivative(x_ - y_, y_, at), -1);
  EXPECT_EQ(derivative(x_ * y_, y_, at), x);
  EXPECT_EQ(derivative(x_ * x_, x_, at), 2 * x);
  EXPECT_EQ(derivative(x_ / y_, x_, at), 1 / y);
  EXPECT_DOUBLE_EQ(derivative(x_ / y_, y_, at), -x / (y * y));
  EXPECT_EQ(derivative(fma(x_, y_, x_), x_, at), y + 1);
  EXPECT_EQ(derivative(fma(x_, y_, x_), y_, at), x);
  EXPECT_DOUBLE_EQ(derivative(square_root(x_), x_, at), 0.5 / std::sqrt(x));
  EXPECT_EQ(derivative(-x_, x_, at), -1);
  EXPECT_EQ(derivative(absolute(x_), x_, at), 1);
  EXPECT_EQ(derivative(absolute(y_), y_, at), -1);
  EXPECT_EQ(derivative(select(x_ < y_, x_, x_ * 3.0), x_, at), 3);
  EXPECT_EQ(derivative(select(y_ < x_, constant(x_, 7), x_), x_, at), 0);
}

TEST_F(Derivatives, OfStepsAndOfWhatDoesNotDependAreZero) {
  for (const Value f : {floor(x_), round_nearest(x_), exponent(x_), power_of_two(x_), constant(x_, 5),
                        y_ * y_, select(x_ < y_, y_, constant(x_, 1))}) {
    const Value result = derivatives(f, std::array{x_}).front();
    EXPECT_TRUE(result.is_constant());
    EXPECT_EQ(result.constant(), 0);
  }
}

TEST_F(Derivatives, OfSeveralVariablesComeInTheirOrder) {
  const std::vector<Value> results = derivatives(x_ * 2.0 + y_ * 3.0, std::array{y_, x_});
  EXPECT_EQ(results[0].constant(), 3);
  EXPECT_EQ(results[1].constant(), 2);
}

/// d f(x) / dx is `expected`(x) for x between low and high.
void expect_derivative(Value (*f)(Value), double (*expected)(double), double low, double high) {
  Graph graph(Precision::float64);
  const Value x = tests::gains(graph, 1).front();
  const Value result = derivatives(f(x), std::array{x}).front();
  std::mt19937_64 random(tests::seed());
  std::uniform_real_distribution<double> uniform(low, high);
  for (int i = 0; i < 1000; ++i) {
    const double at = uniform(random);
    EXPECT_NEAR(value_of(result, {at}), expected(at), 1e-13 * (1 + std::abs(expected(at)))) << "at " << at;
  }
}

TEST(DerivativesOfFunctions, AreTheTextbookOnes) {
  using std::sqrt;
  expect_derivative(
      sine, [](double x) { return std::cos(x); }, -100, 100);
  expect_derivative(
      cosine, [](double x) { return -std::sin(x); }, -100, 100);
  expect_derivative(
      tangent, [](double x) { return 1 / (std::cos(x) * std::cos(x)); }, -1.5, 1.5);
  expect_derivative(
      arcsine, [](double x) { return 1 / sqrt(1 - x * x); }, -0.99, 0.99);
  expect_derivative(
      arccosine, [](double x) { return -1 / sqrt(1 - x * x); }, -0.99, 0.99);
  expect_derivative(
      arctangent, [](double x) { return 1 / (1 + x * x); }, -50, 50);
  expect_derivative(
      exponential, [](double x) { return std::exp(x); }, -20, 20);
  expect_derivative(
      logarithm, [](double x) { return 1 / x; }, 0.001, 1000);
  expect_derivative(
      hyperbolic_tangent, [](double x) { return 1 / (std::cosh(x) * std::cosh(x)); }, -5, 5);
}

TEST_F(Derivatives, OfFunctionsOfTwoArgumentsAreTheTextbookOnes) {
  std::mt19937_64 random(tests::seed());
  std::uniform_real_distribution<double> uniform(0.1, 3);
  for (int i = 0; i < 300; ++i) {
    const Numbers at{uniform(random), uniform(random)};
    const double x = at[0];
    const double y = at[1];
    const double squares = x * x + y * y;
    const auto near = [](double expected) { return 1e-13 * (1 + std::abs(expected)); };
    EXPECT_NEAR(derivative(arctangent2(y_, x_), x_, at), -y / squares, near(1));
    EXPECT_NEAR(derivative(arctangent2(y_, x_), y_, at), x / squares, near(1));
    EXPECT_NEAR(derivative(hypotenuse(x_, y_), y_, at), y / std::sqrt(squares), near(1));
    const double after_x = y * std::pow(x, y - 1);
    const double after_y = std::pow(x, y) * std::log(x);
    EXPECT_NEAR(derivative(power(x_, y_), x_, at), after_x, near(after_x));
    EXPECT_NEAR(derivative(power(x_, y_), y_, at), after_y, near(after_y));
    EXPECT_NEAR(derivative(power(x_, x_), x_, at), std::pow(x, x) * (std::log(x) + 1),
                near(std::pow(x, x) * 3));
  }
}

TEST_F(Derivatives, OfZeroToAPowerIsFinite) {
  EXPECT_EQ(derivative(power(x_, y_), x_, {0, 2.5}), 0);
  EXPECT_EQ(derivative(power(x_, y_), y_, {0, 2.5}), 0);
}

TEST_F(Derivatives, SurviveSubstitution) {
  const Value inner = x_ * y_;
  const Value f = substitute(std::array{sine(x_)}, std::array{x_}, std::array{inner}).front();
  EXPECT_EQ(f.id, sine(inner).id);
  const Value expected = y_ * cosine(inner);
  EXPECT_EQ(derivatives(f, std::array{x_}).front().id, expected.id);
}

TEST(IntegerPowers, AreExactForSmallIntegers) {
  Graph graph(Precision::float64);
  const Value x = tests::gains(graph, 1).front();
  for (int n = 0; n <= 33; ++n) EXPECT_EQ(value_of(integer_power(x, n), {-3}), std::pow(-3.0, n)) << n;
  for (int n = 0; n <= 64; ++n) EXPECT_EQ(value_of(integer_power(x, -n), {2}), std::pow(2.0, -n)) << n;
}

/// One operation on values near 1 in size; so is its result.
Value random_operation(std::uint64_t choice, Value a, Value b, Value c) {
  switch (choice % 12) {
    case 0:
      return (a + b) * 0.5;
    case 1:
      return (a - b) * 0.5;
    case 2:
      return a * b;
    case 3:
      return a / (square_root(b * b + 1.0) + 1.0);
    case 4:
      return fma(a, b, c) * 0.5;
    case 5:
      return -a;
    case 6:
      return absolute(a);
    case 7:
      return select(a < b, c, sine(a));
    case 8:
      return cosine(a * 2.0);
    case 9:
      return exponential(-(a * a));
    case 10:
      return logarithm(a * a + 1.0);
    default:
      return arctangent(a) + hyperbolic_tangent(b);
  }
}

/// A random function of the inputs with every differentiable operation.
Value random_function(std::mt19937_64& random, std::span<const Value> inputs) {
  std::vector<Value> values(inputs.begin(), inputs.end());
  const auto any = [&] { return values[random() % values.size()]; };
  for (int i = 0; i < 25; ++i) {
    const Value a = any();
    const Value b = any();
    const Value c = any();
    values.push_back(random_operation(random(), a, b, c));
  }
  return values.back();
}

/// Differences of two widths tell how far to trust them: where a kink is near, they disagree.
TEST(DerivativesOfRandomPrograms, AgreeWithCentralDifferences) {
  const std::uint64_t seed = tests::seed();
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(-2, 2);
  int sharp = 0;
  for (int round = 0; round < 300; ++round) {
    Graph graph(Precision::float64);
    const std::vector<Value> inputs = tests::gains(graph, 3);
    const Value f = random_function(random, inputs);
    const std::vector<Value> slopes = derivatives(f, inputs);
    const Numbers at{uniform(random), uniform(random), uniform(random)};
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const auto difference = [&](double width) {
        Numbers left = at;
        Numbers right = at;
        left[i] -= width;
        right[i] += width;
        return (value_of(f, right) - value_of(f, left)) / (2 * width);
      };
      const double coarse = difference(2e-4);
      const double fine = difference(1e-4);
      const double slope = value_of(slopes[i], at);
      if (!std::isfinite(slope) || std::abs(coarse - fine) > 1e-5 * (1 + std::abs(fine))) continue;
      ++sharp;
      EXPECT_NEAR(slope, fine, 1e-5 * (1 + std::abs(slope))) << "round " << round;
    }
  }
  EXPECT_GT(sharp, 500);
}

}  // namespace
}  // namespace gainswarm::graph
