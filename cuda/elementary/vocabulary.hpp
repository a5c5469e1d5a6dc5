// The words that the elementary functions are written in, for plain numbers; graph::Value brings its own.
#pragma once

#include "cuda/arithmetic.hpp"

namespace gainswarm::elementary {

using arithmetic::absolute;
using arithmetic::bit_0;
using arithmetic::both;
using arithmetic::constant;
using arithmetic::either;
using arithmetic::exponent;
using arithmetic::floor;
using arithmetic::fma;
using arithmetic::is_double;
using arithmetic::negate_by_bit_1;
using arithmetic::negation;
using arithmetic::power_of_two;
using arithmetic::round_nearest;
using arithmetic::select;
using arithmetic::square_root;

}  // namespace gainswarm::elementary
