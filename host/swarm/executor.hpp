// Runs swarm functors on the host through Thrust, under any policy of its host systems (cpp, omp, tbb).
#pragma once

#include <thrust/for_each.h>
#include <thrust/iterator/counting_iterator.h>

#include <algorithm>
#include <cstdint>

namespace gainswarm::swarm {

// One clone of a tile's loop for each generation of x86 vectors; the program picks its machine's at start-up.
// They give the same bits: the arithmetic is exact IEEE and never contracted.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define GAINSWARM_WIDEST_VECTORS \
  __attribute__((flatten, target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define GAINSWARM_WIDEST_VECTORS
#endif

/// A run of up to `size` indices of one swarm, as one piece of work: long enough to vectorise and to outweigh
/// a call.
template <class Functor>
struct Tiles {
  Functor functor;
  std::int32_t count = 0;  ///< indices of a swarm
  std::int32_t tiles = 0;  ///< of a swarm
  static constexpr std::int32_t size = 1024;

  void operator()(std::int64_t tile) const {
    const auto first = static_cast<std::int32_t>(tile % tiles) * size;
    run(static_cast<std::int32_t>(tile / tiles), first, first + std::min(size, count - first));
  }

  GAINSWARM_WIDEST_VECTORS void run(std::int32_t swarm, std::int32_t first, std::int32_t last) const {
    // No call of a functor reads what another call writes.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC ivdep
#endif
    for (std::int32_t index = first; index < last; ++index) functor(swarm, index);
  }
};

template <class Policy>
struct HostExecutor {
  Policy policy;

  template <class Functor>
  void for_each(std::int32_t swarms, std::int32_t count, const Functor& functor) const {
    const std::int32_t tiles = (count - 1) / Tiles<Functor>::size + 1;
    thrust::for_each_n(policy, thrust::counting_iterator<std::int64_t>(0), std::int64_t{swarms} * tiles,
                       Tiles<Functor>{functor, count, tiles});
  }

  /// The same for functors of one index.
  template <class Functor>
  void for_each(std::int64_t count, const Functor& functor) const {
    thrust::for_each_n(policy, thrust::counting_iterator<std::int64_t>(0), count, functor);
  }
};

template <class Policy>
HostExecutor(Policy) -> HostExecutor<Policy>;

#undef GAINSWARM_WIDEST_VECTORS

}  // namespace gainswarm::swarm
