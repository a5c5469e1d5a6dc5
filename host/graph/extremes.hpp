// The larger and the smaller of two values, as comparisons with select: b where it is beyond a. So NaN in a
// comes out as NaN, and NaN in b as a.
#pragma once

#include "host/graph/value.hpp"

namespace gainswarm::graph {

inline Value smaller(Value a, Value b) {
  return select(b < a, b, a);
}

inline Value larger(Value a, Value b) {
  return select(a < b, b, a);
}

}  // namespace gainswarm::graph
