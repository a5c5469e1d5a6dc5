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
  std::int64_t given_up = 0;
  std::int64_t not_finite = 0;  ///< costs, which no engine should give

  void add(const ranked_cost::Tally& tally) {
    steps += tally.steps;
    failed += tally.failed;
    given_up += tally.given_up;
    not_finite += tally.not_finite;
  }
};

struct Generation {
  /// Makes room for what follows a state, in so many scenarios.
  void prepare(const State& before, std::int64_t scenarios);

  State state;                ///< after it
  std::vector<double> costs;  ///< [swarm][particle], ranked
  Totals totals;
};

inline void Generation::prepare(const State& before, std::int64_t scenarios) {
  state.swarms = before.swarms;
  state.particles = before.particles;
  state.dimensions = before.dimensions;
  state.iteration = before.iteration + 1;
  for (auto* array : {&state.positions, &state.velocities, &state.best_positions})
    array->resize(before.positions.size());
  state.best_costs.resize(before.best_costs.size());
  state.stalled.resize(before.stalled.size());
  state.exemplars.resize(before.exemplars.size());
  costs.resize(before.best_costs.size());
  totals = {.rollouts = before.swarms * before.particles * scenarios};
}

}  // namespace gainswarm::swarm
