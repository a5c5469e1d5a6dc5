// The elementary functions of graph values. They expand into exact operations (cuda/elementary.hpp); the
// graph remembers what was expanded, so that derivatives use the textbook formulas instead of differentiating
// polynomials.
#pragma once

#include <vector>

#include "host/graph/value.hpp"

namespace gainswarm::graph {

Value sine(Value x);
Value cosine(Value x);
Value tangent(Value x);
Value arcsine(Value x);
Value arccosine(Value x);
Value arctangent(Value x);
/// The angle of the point (x, y).
Value arctangent2(Value y, Value x);
Value exponential(Value x);
Value logarithm(Value x);
Value power(Value x, Value y);
Value hyperbolic_tangent(Value x);
/// sqrt(x^2 + y^2) without overflow on the way.
Value hypotenuse(Value x, Value y);

/// x^n by repeated squaring.
Value integer_power(Value x, int n);

/// The derivative of function(x), or the partial derivatives of function(x, y) after x and after y; `result`
/// is its value.
std::vector<Value> partial_derivatives(Function function, Value x, Value y, Value result);

}  // namespace gainswarm::graph
