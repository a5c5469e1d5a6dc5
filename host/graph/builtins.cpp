// min, max, clamp, sat and sign are comparisons with select. NaN in the first argument comes out as NaN; NaN
// in a later argument of min, max and clamp counts as no bound.
#include "host/graph/builtins.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "host/graph/extremes.hpp"
#include "host/graph/functions.hpp"

namespace gainswarm::graph {
namespace {

constexpr std::size_t many = std::numeric_limits<std::size_t>::max();
constexpr double largest_squared_exponent = 64;

using Arguments = std::span<const Value>;

template <Value (*combine)(Value, Value)>
Value fold(Arguments x) {
  Value result = x[0];
  for (const Value argument : x.subspan(1)) result = combine(result, argument);
  return result;
}

template <Value (*function)(Value)>
Value unary(Arguments x) {
  return function(x[0]);
}

template <Value (*function)(Value, Value)>
Value binary(Arguments x) {
  return function(x[0], x[1]);
}

Value clamp(Arguments x) {
  return smaller(larger(x[0], x[1]), x[2]);
}

Value saturate(Value x) {
  return smaller(larger(x, constant(x, -1)), constant(x, 1));
}

/// x - x is 0, or NaN for NaN.
Value sign(Value x) {
  const Value zero = constant(x, 0);
  return select(zero < x, constant(x, 1), select(x < zero, constant(x, -1), x - x));
}

constexpr std::array<Builtin, 21> table{{
    {"abs", "abs(x): absolute value", 1, 1, Measures::argument, unary<absolute>},
    {"acos", "acos(x): arc cosine in radians", 1, 1, Measures::nothing, unary<arccosine>},
    {"asin", "asin(x): arc sine in radians", 1, 1, Measures::nothing, unary<arcsine>},
    {"atan", "atan(x): arc tangent in radians", 1, 1, Measures::nothing, unary<arctangent>},
    {"atan2", "atan2(y, x): angle of the point (x, y) in radians", 2, 2, Measures::share,
     binary<arctangent2>},
    {"clamp", "clamp(x, low, high): x kept between two bounds", 3, 3, Measures::argument, clamp},
    {"cos", "cos(x): cosine of x radians; NaN where |x| > 1e5", 1, 1, Measures::nothing, unary<cosine>},
    {"exp", "exp(x): e to the x", 1, 1, Measures::nothing, unary<exponential>},
    {"floor", "floor(x): largest integer not above x", 1, 1, Measures::argument, unary<floor>},
    {"hypot", "hypot(x, y): sqrt(x^2 + y^2)", 2, 2, Measures::argument, binary<hypotenuse>},
    {"log", "log(x): natural logarithm", 1, 1, Measures::nothing, unary<logarithm>},
    {"max", "max(a, b, ...): the largest argument", 2, many, Measures::argument, fold<larger>},
    {"min", "min(a, b, ...): the smallest argument", 2, many, Measures::argument, fold<smaller>},
    {"pow", "pow(x, y): x^y", 2, 2, Measures::power, binary<raise>},
    {"round", "round(x): nearest integer, ties to even", 1, 1, Measures::argument, unary<round_nearest>},
    {"sat", "sat(x): x kept between -1 and 1", 1, 1, Measures::nothing, unary<saturate>},
    {"sign", "sign(x): -1, 0 or 1", 1, 1, Measures::share, unary<sign>},
    {"sin", "sin(x): sine of x radians; NaN where |x| > 1e5", 1, 1, Measures::nothing, unary<sine>},
    {"sqrt", "sqrt(x): square root", 1, 1, Measures::root, unary<square_root>},
    {"tan", "tan(x): tangent of x radians; NaN where |x| > 1e5", 1, 1, Measures::nothing, unary<tangent>},
    {"tanh", "tanh(x): hyperbolic tangent", 1, 1, Measures::nothing, unary<hyperbolic_tangent>},
}};

}  // namespace

std::span<const Builtin> builtins() {
  return table;
}

const Builtin* find_builtin(std::string_view name) {
  for (const Builtin& builtin : table) {
    if (builtin.name == name) return &builtin;
  }
  return nullptr;
}

Value raise(Value base, Value exponent) {
  if (base.is_constant() && base.id == constant(base, std::numbers::e).id) return exponential(exponent);
  if (!exponent.is_constant()) return power(base, exponent);
  const double n = exponent.constant();
  if (n == 0.5) return square_root(base);
  if (n == -0.5) return 1.0 / square_root(base);
  const bool by_squaring = std::abs(n) <= largest_squared_exponent && std::floor(n) == n;
  return by_squaring ? integer_power(base, static_cast<int>(n)) : power(base, exponent);
}

}  // namespace gainswarm::graph
