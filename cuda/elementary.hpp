// Elementary functions written in the exact vocabulary of cuda/arithmetic.hpp alone, so they give the same
// bits on every engine, as numbers (double, float) and as graphs (graph::Value, found by argument-dependent
// lookup).
//
// Rules of this folder:
//  * no libm, no integers, no branches on values: only the words, `select`, and `if (is_double(x))`;
//  * neither a product nor an argument is ever an operand of + or -: sums of products are written as fma. So
//    graph::fuse may join what it likes without changing a bit of what is computed here;
//  * NaN in, NaN out (except power(1, NaN), power(NaN, 0) and hypotenuse(infinity, NaN), as in C).
//
// Largest error found in units of the last place: 2e7 random inputs a function and precision against 80-bit
// numbers (float: double), and every float for sine, cosine, tangent and arcsine. The tests repeat it against
// MPFR; GAINSWARM_ELEMENTARY_SAMPLES sets their number of inputs.
//
//   function            range        double  float
//   sine, cosine        |x| <= 1e5   1.69    1.69
//   tangent             |x| <= 1e5   1.26    1.15
//   arcsine             all          1.46    1.36
//   arccosine           all          1.19    1.14
//   arctangent          all          1.43    1.40
//   arctangent2(y, x)   all          1.56    1.58
//   exponential         all          1.63    1.63
//   logarithm           all          0.89    0.90
//   hyperbolic_tangent  all          1.66    1.68
//   power(x, y)         all          1.62    1.68
//   hypotenuse(x, y)    all          1.18    1.18
//
// Beyond its range a function is NaN. Special values are those of C, Annex F.
#pragma once

#include "cuda/elementary/exponential.hpp"
#include "cuda/elementary/hypotenuse.hpp"
#include "cuda/elementary/inverse_trigonometric.hpp"
#include "cuda/elementary/logarithm.hpp"
#include "cuda/elementary/power.hpp"
#include "cuda/elementary/trigonometric.hpp"
