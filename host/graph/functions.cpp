#include "host/graph/functions.hpp"

#include <cassert>

#include "cuda/elementary.hpp"

namespace gainswarm::graph {
namespace {

Value remember(Value result, Function function, Value x, Value y) {
  result.graph->remember(result.id, {function, x.id, y.id});
  return result;
}

Value remember(Value result, Function function, Value x) {
  return remember(result, function, x, x);
}

/// d x^y / dx and d x^y / dy. Where the power is 0 (x = 0, or so small a result) it does not change with y;
/// the formula would say 0 * log(0), which is NaN.
std::vector<Value> power_derivatives(Value x, Value y, Value result) {
  const Value zero = constant(x, 0);
  return {y * power(x, y - 1.0), select(result == zero, zero, result * logarithm(x))};
}

/// Of the functions of one argument.
Value derivative(Function function, Value x, Value result) {
  switch (function) {
    case Function::sine:
      return cosine(x);
    case Function::cosine:
      return -sine(x);
    case Function::tangent:
      return result * result + 1.0;
    case Function::arcsine:
      return 1.0 / square_root((1.0 - x) * (1.0 + x));
    case Function::arccosine:
      return -1.0 / square_root((1.0 - x) * (1.0 + x));
    case Function::arctangent:
      return 1.0 / (x * x + 1.0);
    case Function::exponential:
      return result;
    case Function::logarithm:
      return 1.0 / x;
    case Function::hyperbolic_tangent:
      return (1.0 - result) * (1.0 + result);
    case Function::arctangent2:
    case Function::power:
    case Function::hypotenuse:
      break;
  }
  assert(false && "a function of two arguments");
  return result;
}

}  // namespace

Value sine(Value x) {
  return remember(elementary::sine(x), Function::sine, x);
}
Value cosine(Value x) {
  return remember(elementary::cosine(x), Function::cosine, x);
}
Value tangent(Value x) {
  return remember(elementary::tangent(x), Function::tangent, x);
}
Value arcsine(Value x) {
  return remember(elementary::arcsine(x), Function::arcsine, x);
}
Value arccosine(Value x) {
  return remember(elementary::arccosine(x), Function::arccosine, x);
}
Value arctangent(Value x) {
  return remember(elementary::arctangent(x), Function::arctangent, x);
}
Value exponential(Value x) {
  return remember(elementary::exponential(x), Function::exponential, x);
}
Value logarithm(Value x) {
  return remember(elementary::logarithm(x), Function::logarithm, x);
}

Value hyperbolic_tangent(Value x) {
  return remember(elementary::hyperbolic_tangent(x), Function::hyperbolic_tangent, x);
}

Value arctangent2(Value y, Value x) {
  return remember(elementary::arctangent2(y, x), Function::arctangent2, y, x);
}
Value power(Value x, Value y) {
  return remember(elementary::power(x, y), Function::power, x, y);
}
Value hypotenuse(Value x, Value y) {
  return remember(elementary::hypotenuse(x, y), Function::hypotenuse, x, y);
}

Value integer_power(Value x, int n) {
  if (n < 0) return 1.0 / integer_power(x, -n);
  if (n == 0) return constant(x, 1);
  Value square = x;
  for (; n % 2 == 0; n /= 2) square = square * square;
  Value result = square;
  for (n /= 2; n > 0; n /= 2) {
    square = square * square;
    if (n % 2 == 1) result = result * square;
  }
  return result;
}

std::vector<Value> partial_derivatives(Function function, Value x, Value y, Value result) {
  switch (function) {
    case Function::arctangent2: {  // of (y, x); here the names are those of the arguments' order
      const Value squares = x * x + y * y;
      return {y / squares, -x / squares};
    }
    case Function::power:
      return power_derivatives(x, y, result);
    case Function::hypotenuse:
      return {x / result, y / result};
    default:
      return {derivative(function, x, result)};
  }
}

}  // namespace gainswarm::graph
