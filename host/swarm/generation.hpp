// One whole generation of swarms as work for somebody who moves them and runs their rollouts, too.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cuda/gain_scale.hpp"
#include "cuda/ranked_cost.hpp"
#include "host/spec/spec.hpp"
#include "host/swarm/state.hpp"

namespace gainswarm::swarm {

/// What stays the same in all generations: how the swarms move, and how their particles are judged. The
/// dimensions are the program's gains.
struct Job {
  const spec::Swarm* options = nullptr;
  std::span<const gains::Scale> scales;  ///< [dimension]
  ranked_cost::Rule rule;
};

/// Of the rollouts of a batch.
struct Totals {
  std::int64_t rollouts = 0;
  std::int64_t steps = 0;  ///< really executed
  std::int64_t failed = 0;
  std::int64_t not_finite = 0;  ///< costs, which no engine should give

  void add(const ranked_cost::Tally& tally) {
    steps += tally.steps;
    failed += tally.failed;
    not_finite += tally.not_finite;
  }
};

struct Generation {
  State state;                ///< after it
  std::vector<double> costs;  ///< [swarm][particle], ranked
  Totals totals;
};

}  // namespace gainswarm::swarm
