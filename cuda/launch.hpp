// A functor over many indices as the argument of a kernel. More indices than one launch may have are launched
// in pieces, [first, first + count).
#pragma once

#include "cuda/portability.hpp"

namespace gainswarm {

/// Calls functor(index).
template <class Functor>
struct OverIndices {
  std::int64_t count = 0;
  std::int64_t first = 0;
  Functor functor;

  GAINSWARM_HOST_DEVICE void operator()(std::int64_t index) const { functor(first + index); }
};

/// Calls functor(swarm, index) for the `each` indices of every swarm.
template <class Functor>
struct OverSwarms {
  std::int64_t count = 0;
  std::int64_t first = 0;
  std::int64_t each = 1;
  Functor functor;

  GAINSWARM_HOST_DEVICE void operator()(std::int64_t index) const {
    const std::int64_t at = first + index, swarm = at / each;
    functor(static_cast<std::int32_t>(swarm), static_cast<std::int32_t>(at - swarm * each));
  }
};

}  // namespace gainswarm
