#include "host/analysis/delay_paths.hpp"

#include <numeric>

namespace gainswarm::analysis {

using Eigen::Index;

void DelayPaths::see_delayed(Index delay) {
  visit_entering(system_.steps[static_cast<std::size_t>(delay)], delay);
}

void DelayPaths::visit_state(std::int64_t age, Index state) {
  if (!states_[age].insert(state).second) return;
  for (Index i = 0; i < system_.states(); ++i) {
    if (system_.a(state, i) != 0) visit_state(age, i);
  }
  for (Index j = 0; j < system_.delays(); ++j) {
    if (system_.a_d(state, j) != 0) visit_entering(age + system_.steps[static_cast<std::size_t>(j)], j);
  }
}

/// Without a circle no path leads through a dead time twice.
void DelayPaths::visit_entering(std::int64_t age, Index delay) {
  constexpr std::size_t most_ages = 64;
  const auto& steps = system_.steps;
  endless_ = endless_ || age > std::accumulate(steps.begin(), steps.end(), std::int64_t{0}) ||
             entering_.size() > most_ages;
  if (endless_ || !entering_[age].insert(delay).second) return;
  for (Index i = 0; i < system_.states(); ++i) {
    if (system_.e(delay, i) != 0) visit_state(age, i);
  }
  for (Index j = 0; j < system_.delays(); ++j) {
    if (system_.e_d(delay, j) != 0) visit_entering(age + steps[static_cast<std::size_t>(j)], j);
  }
}

}  // namespace gainswarm::analysis
