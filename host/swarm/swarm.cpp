#include "host/swarm/swarm.hpp"

#include <thrust/system/cpp/execution_policy.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "cuda/swarm_steps.hpp"
#include "host/swarm/executor.hpp"
#include "host/swarm/rules.hpp"
#include "host/swarm/start.hpp"

namespace gainswarm::swarm {

namespace {

bool has_shape(const State& state, const spec::Swarm& options) {
  const auto rows = static_cast<std::size_t>(options.swarms * options.particles);
  const std::size_t elements = rows * static_cast<std::size_t>(state.dimensions);
  const bool learns = options.algorithm == spec::Algorithm::comprehensive_learning;
  return state.swarms == options.swarms && state.particles == options.particles &&
         state.positions.size() == elements && state.velocities.size() == elements &&
         state.best_positions.size() == elements && state.best_costs.size() == rows &&
         state.stalled.size() == rows && state.exemplars.size() == (learns ? elements : 0);
}

/// Whether every number is one that a swarm may have: files may say anything.
bool is_sound(const State& state) {
  const auto finite = [](double number) { return std::isfinite(number); };
  const auto is_particle = [&](std::int64_t index) { return 0 <= index && index < state.particles; };
  const auto is_count = [&](std::int64_t count) { return 0 <= count && count <= state.iteration; };
  return state.dimensions > 0 && state.iteration >= 0 && are_in_box(state.positions) &&
         std::ranges::all_of(state.velocities, finite) && are_in_box(state.best_positions) &&
         std::ranges::none_of(state.best_costs, [](double cost) { return !(cost > -spec::infinity); }) &&
         std::ranges::all_of(state.stalled, is_count) && std::ranges::all_of(state.exemplars, is_particle);
}

}  // namespace

Swarm::Swarm(const spec::Swarm& options, std::int64_t dimensions)
    : Swarm(options, start(options, dimensions)) {}

Swarm::Swarm(const spec::Swarm& options, State state)
    : options_(options),
      state_(std::move(state)),
      learning_probabilities_(learning_probabilities(options.particles)),
      leaders_(static_cast<std::size_t>(options.swarms)) {
  if (!has_shape(state_, options_)) {
    throw UnsoundState("the saved swarm state does not fit the swarm options (another shape or algorithm)");
  }
  if (!is_sound(state_)) throw UnsoundState("the saved swarm state is none of a swarm's");
  find_leaders(HostExecutor{thrust::cpp::par}, pointers());
}

View Swarm::pointers() {
  View swarms = view(state_);
  swarms.leaders = leaders_.data();
  swarms.learning_probabilities = learning_probabilities_.data();
  return swarms;
}

std::span<const double> Swarm::propose() {
  if (state_.iteration == 0) return state_.positions;
  before_ = state_;
  proposed_ = true;
  const HostExecutor executor{thrust::cpp::par};
  const Rules now = rules(options_, state_.iteration);
  if (options_.algorithm == spec::Algorithm::global_best) {
    move_towards_global_best(executor, pointers(), now);
  } else {
    move_towards_exemplars(executor, pointers(), now);
  }
  return state_.positions;
}

void Swarm::absorb(std::span<const double> costs) {
  if (costs.size() != state_.best_costs.size())
    throw std::invalid_argument("one cost a particle is expected");
  take_costs(HostExecutor{thrust::cpp::par}, pointers(), costs.data());
  ++state_.iteration;
  proposed_ = false;
}

void Swarm::withdraw() {
  if (std::exchange(proposed_, false)) std::swap(state_, before_);
}

void Swarm::cost_anew(std::span<const double> best_costs) {
  if (best_costs.size() != state_.best_costs.size())
    throw std::invalid_argument("one cost a particle is expected");
  state_.best_costs.assign(best_costs.begin(), best_costs.end());
  find_leaders(HostExecutor{thrust::cpp::par}, pointers());
}

void Swarm::adopt(State& after) {
  if (!has_shape(after, options_)) throw std::invalid_argument("the swarms have got another shape");
  std::swap(state_, after);
  find_leaders(HostExecutor{thrust::cpp::par}, pointers());
}

Best Swarm::best(std::int64_t swarm) const {
  const auto row =
      static_cast<std::size_t>(swarm * state_.particles + leaders_[static_cast<std::size_t>(swarm)]);
  const auto dimensions = static_cast<std::size_t>(state_.dimensions);
  return {state_.best_costs[row], swarm,
          std::span(state_.best_positions).subspan(row * dimensions, dimensions)};
}

Best Swarm::best() const {
  Best lowest = best(0);
  for (std::int64_t swarm = 1; swarm < state_.swarms; ++swarm) {
    const Best candidate = best(swarm);
    if (candidate.cost < lowest.cost) lowest = candidate;
  }
  return lowest;
}

}  // namespace gainswarm::swarm
