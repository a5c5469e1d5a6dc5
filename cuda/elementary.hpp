// Elementary functions written in the exact vocabulary of cuda/arithmetic.hpp alone, so they give the same
// bits on every engine, as numbers (double, float) and as graphs (graph::Value, found by argument-dependent
// lookup).
//
// Rules of this folder:
//  * no libm, no integers, no branches on values: only the words, `select`, and `if (is_double(x))`;
//  * neither a product nor an argument is ever an operand of + or -, sums of products are written as fma. A
//  graph
//    may therefore join products and sums (graph::fuse) without changing a bit of what is computed here;
//  * NaN in, NaN out (except power(1, NaN), power(NaN, 0) and hypotenuse(infinity, NaN), as in C).
#pragma once

#include "cuda/elementary/exponential.hpp"
#include "cuda/elementary/hypotenuse.hpp"
#include "cuda/elementary/inverse_trigonometric.hpp"
#include "cuda/elementary/logarithm.hpp"
#include "cuda/elementary/power.hpp"
#include "cuda/elementary/trigonometric.hpp"
