#include "tests/cuda/elementary_functions.hpp"

#include <numbers>

#include "cuda/elementary.hpp"

namespace gainswarm::tests {
namespace {

template <class T>
constexpr bool wide = sizeof(T) == sizeof(double);

/// Near 0, all over the range, and beside multiples of pi/2.
constexpr auto angles = [](auto& draw) {
  switch (draw.one_of(5)) {
    case 0:
      return draw.uniform(-1e5, 1e5);
    case 1:
      return draw.uniform(-10, 10);
    case 2:
      return draw.uniform(-1, 1);
    case 3:
      return draw.logarithmic(-1070, 16.6);
    default:
      return draw.beside(std::floor(draw.uniform(-63660, 63660)) * (std::numbers::pi / 2));
  }
};

/// In [-1, 1]: beside 0, the ends, and 1/2, where the formula changes.
constexpr auto ratios = [](auto& draw) {
  switch (draw.one_of(4)) {
    case 0:
      return draw.uniform(-1, 1);
    case 1:
      return draw.logarithmic(-1070, 0);
    case 2:
      return 1 - std::abs(draw.logarithmic(-50, 0));
    default:
      return decltype(draw.any())(0.5) + draw.logarithmic(-40, -1);
  }
};

/// All numbers, more of them beside 1/2, 1 and 2.
constexpr auto numbers = [](auto& draw) {
  switch (draw.one_of(4)) {
    case 0:
      return draw.any();
    case 1:
      return draw.uniform(-3, 3);
    case 2:
      return draw.logarithmic(-40, 40);
    default:
      return static_cast<decltype(draw.any())>(std::exp2(draw.one_of(3) - 1)) + draw.logarithmic(-50, -1);
  }
};

constexpr auto positive_numbers = [](auto& draw) { return std::abs(numbers(draw)); };

/// All that does not overflow or vanish, and a little more.
constexpr auto exponents = [](auto& draw) {
  using T = decltype(draw.any());
  const double limit = wide<T> ? 750 : 105;
  switch (draw.one_of(4)) {
    case 0:
      return draw.uniform(-limit, limit);
    case 1:
      return draw.uniform(-2, 2);
    case 2:
      return draw.logarithmic(-1070, 9);
    default:
      return draw.uniform(-limit, -0.93 * limit);  // subnormal results
  }
};

constexpr auto slopes = [](auto& draw) {
  switch (draw.one_of(3)) {
    case 0:
      return draw.uniform(-20, 20);
    case 1:
      return draw.uniform(-1, 1);
    default:
      return draw.logarithmic(-1070, 5);
  }
};

/// Both all over the numbers, or of like size.
constexpr auto points = [](auto& draw) {
  using T = decltype(draw.any());
  if (draw.one_of(2) == 0) return Arguments<T>{numbers(draw), numbers(draw)};
  const T scale = std::abs(draw.any());
  return Arguments<T>{scale * draw.uniform(-1, 1), scale * draw.uniform(-1, 1)};
};

/// Bases and exponents whose power is a number of ordinary size, those near 1 with huge exponents, and
/// integers.
constexpr auto powers = [](auto& draw) {
  using T = decltype(draw.any());
  switch (draw.one_of(4)) {
    case 0:
      return Arguments<T>{draw.uniform(0, 10), draw.uniform(-20, 20)};
    case 1:
      return Arguments<T>{numbers(draw), std::round(draw.uniform(-6, 6))};
    case 2:
      return Arguments<T>{1 + draw.logarithmic(-20, -1), draw.logarithmic(-5, 30)};
    default: {
      const T base = std::abs(draw.any());
      const double largest = (wide<T> ? 745 : 103) / std::abs(std::log(static_cast<double>(base)));
      return Arguments<T>{base, draw.uniform(-largest, largest)};
    }
  }
};

template <class F, class Libm, class Exact, class Sample>
ElementaryFunction of_two(std::string name, F f, Libm libm, Exact exact, Sample sample) {
  ElementaryFunction function;
  function.name = std::move(name);
  function.in_double = f;
  function.in_float = f;
  function.in_graph = f;
  function.libm = libm;
  function.exact = [exact](mpfr_ptr result, mpfr_srcptr x, mpfr_srcptr y) { exact(result, x, y, MPFR_RNDN); };
  function.draw_double = sample;
  function.draw_float = sample;
  function.takes_two = true;
  return function;
}

template <class F, class Libm, class Exact, class Sample>
ElementaryFunction of_one(std::string name, F f, Libm libm, Exact exact, Sample sample) {
  ElementaryFunction function = of_two(
      std::move(name), [f](auto x, auto) { return f(x); }, [libm](double x, double) { return libm(x); },
      [exact](mpfr_ptr result, mpfr_srcptr x, mpfr_srcptr, mpfr_rnd_t) { exact(result, x, MPFR_RNDN); },
      [sample](auto& draw) {
        const auto x = sample(draw);
        return Arguments<std::remove_const_t<decltype(x)>>{x, 0};
      });
  function.takes_two = false;
  return function;
}

ElementaryFunction odd(ElementaryFunction function, double range = HUGE_VAL) {
  function.odd = true;
  function.range = range;
  return function;
}

using Libm1 = double (*)(double);
using Libm2 = double (*)(double, double);

std::vector<ElementaryFunction> trigonometric() {
  ElementaryFunction cosine = of_one(
      "cosine", [](auto x) { return elementary::cosine(x); }, Libm1(std::cos), mpfr_cos, angles);
  cosine.range = 1e5;
  return {
      odd(of_one(
              "sine", [](auto x) { return elementary::sine(x); }, Libm1(std::sin), mpfr_sin, angles),
          1e5),
      cosine,
      odd(of_one(
              "tangent", [](auto x) { return elementary::tangent(x); }, Libm1(std::tan), mpfr_tan, angles),
          1e5),
      odd(of_one(
          "arcsine", [](auto x) { return elementary::arcsine(x); }, Libm1(std::asin), mpfr_asin, ratios)),
      of_one(
          "arccosine", [](auto x) { return elementary::arccosine(x); }, Libm1(std::acos), mpfr_acos, ratios),
      odd(of_one(
          "arctangent", [](auto x) { return elementary::arctangent(x); }, Libm1(std::atan), mpfr_atan,
          numbers)),
      of_two(
          "arctangent2", [](auto y, auto x) { return elementary::arctangent2(y, x); }, Libm2(std::atan2),
          mpfr_atan2, points),
  };
}

std::vector<ElementaryFunction> exponential() {
  return {
      of_one(
          "exponential", [](auto x) { return elementary::exponential(x); }, Libm1(std::exp), mpfr_exp,
          exponents),
      of_one(
          "logarithm", [](auto x) { return elementary::logarithm(x); }, Libm1(std::log), mpfr_log,
          positive_numbers),
      odd(of_one(
          "hyperbolic_tangent", [](auto x) { return elementary::hyperbolic_tangent(x); }, Libm1(std::tanh),
          mpfr_tanh, slopes)),
      of_two(
          "power", [](auto x, auto y) { return elementary::power(x, y); }, Libm2(std::pow), mpfr_pow, powers),
      of_two(
          "hypotenuse", [](auto x, auto y) { return elementary::hypotenuse(x, y); }, Libm2(std::hypot),
          mpfr_hypot, points),
  };
}

}  // namespace

std::vector<ElementaryFunction> elementary_functions() {
  std::vector<ElementaryFunction> all = trigonometric();
  for (ElementaryFunction& function : exponential()) all.push_back(std::move(function));
  return all;
}

}  // namespace gainswarm::tests
