// One iteration of the swarms as a sequence of functors. The executor runs functor(swarm, index) for every
// swarm and every index below a count: executor.for_each(swarms, count, functor).
#pragma once

#include "cuda/swarm.hpp"

namespace gainswarm::swarm {

template <class Executor>
void move_towards_global_best(const Executor& executor, const View& view, const Rules& rules) {
  executor.for_each(view.swarms, view.elements(), MoveTowardsGlobalBest{view, rules});
}

template <class Executor>
void move_towards_exemplars(const Executor& executor, const View& view, const Rules& rules) {
  executor.for_each(view.swarms, view.particles, RefreshExemplars{view, rules});
  executor.for_each(view.swarms, view.elements(), MoveTowardsExemplars{view, rules});
}

template <class Executor>
void find_leaders(const Executor& executor, const View& view) {
  executor.for_each(view.swarms, 1, UpdateLeader{view});
}

/// costs: [swarm][particle].
template <class Executor>
void take_costs(const Executor& executor, const View& view, const double* costs) {
  executor.for_each(view.swarms, view.particles, UpdatePersonalBest{view, costs});
  find_leaders(executor, view);
}

}  // namespace gainswarm::swarm
