// Whole generations, from positions to personal bests, under an executor.
#pragma once

#include <vector>

#include "cuda/gain_scale.hpp"
#include "cuda/ranked_cost.hpp"
#include "cuda/swarm_steps.hpp"
#include "host/swarm/rules.hpp"
#include "host/swarm/start.hpp"
#include "tests/swarm/swarm_helpers.hpp"

namespace gainswarm::swarm::tests {

/// One functor call after the other, the last first.
struct PlainLoop {
  template <class Functor>
  void for_each(std::int32_t swarms, std::int32_t count, const Functor& functor) const {
    for (std::int32_t swarm = swarms; swarm-- > 0;) {
      for (std::int32_t index = count; index-- > 0;) functor(swarm, index);
    }
  }
  template <class Functor>
  void for_each(std::int64_t count, const Functor& functor) const {
    for (std::int64_t index = count; index-- > 0;) functor(index);
  }
};

/// Rollouts in some scenarios whose costs are a function of the gains; some fail, one requirement is
/// sometimes not met.
class Rollouts {
 public:
  Rollouts(std::int64_t particles, std::int64_t dimensions) : particles_(particles), dimensions_(dimensions) {
    const auto rollouts = static_cast<std::size_t>(scenarios * particles);
    outputs_.resize(2 * rollouts);
    survived_.resize(rollouts);
    cause_.resize(rollouts);
  }

  void run(const std::vector<double>& gains) {
    const std::vector<double> costs = costs_of(gains, dimensions_);
    for (std::int64_t rollout = 0; rollout < scenarios * particles_; ++rollout) {
      const auto at = static_cast<std::size_t>(rollout);
      const std::int64_t scenario = rollout / particles_;
      const double cost = costs[static_cast<std::size_t>(rollout % particles_)];
      const bool fails = static_cast<std::int64_t>(cost * 1e6) % 11 == scenario;
      outputs_[at] = cost * static_cast<double>(1 + scenario);
      outputs_[outputs_.size() / 2 + at] = cost;
      survived_[at] = fails ? 30 : steps;
      cause_[at] = fails ? 0 : -1;
    }
  }
  [[nodiscard]] ranked_cost::Rollouts<double> view() const {
    return {scenarios, particles_, outputs_.data(), scenarios * particles_, survived_.data(), cause_.data()};
  }

  static constexpr std::int64_t scenarios = 5, steps = 100;

 private:
  std::int64_t particles_, dimensions_;
  std::vector<double> outputs_;
  std::vector<std::int64_t> survived_;
  std::vector<std::int32_t> cause_;
};

/// Twelve generations: moves, the costs that `costs_of` finds for the state's positions, personal bests,
/// leaders.
template <class Executor, class CostsOf>
State run_generations(const Executor& executor, const spec::Swarm& options, std::int64_t dimensions,
                      CostsOf costs_of) {
  State state = start(options, dimensions);
  const std::vector<double> probabilities = learning_probabilities(options.particles);
  std::vector<std::int32_t> leaders(static_cast<std::size_t>(options.swarms));
  View pointers = view(state);
  pointers.leaders = leaders.data();
  pointers.learning_probabilities = probabilities.data();
  for (; state.iteration < 12; ++state.iteration) {
    const Rules now = rules(options, state.iteration);
    if (state.iteration > 0 && options.algorithm == spec::Algorithm::global_best) {
      move_towards_global_best(executor, pointers, now);
    } else if (state.iteration > 0) {
      move_towards_exemplars(executor, pointers, now);
    }
    const std::vector<double> costs = costs_of(state);
    take_costs(executor, pointers, costs.data());
  }
  return state;
}

/// Generations whose gains are mapped and whose costs are ranked, over scenarios and by a requirement, under
/// the executor, too.
template <class Executor>
State run_chain(const Executor& executor, const spec::Swarm& options, std::int64_t dimensions) {
  const std::vector<gains::Scale> scales(static_cast<std::size_t>(dimensions), {0.1, 1, 2.302585});
  const ranked_cost::Limits limits{.below = 1, .above = -1};
  const std::int64_t particles = options.swarms * options.particles;
  const auto count = static_cast<std::size_t>(particles);
  Rollouts rollouts(particles, dimensions);
  std::vector<double> gains(count * static_cast<std::size_t>(dimensions)),
      scratch(count * Rollouts::scenarios);
  std::vector<ranked_cost::Tally> tallies(count);
  return run_generations(executor, options, dimensions, [&](const State& state) {
    executor.for_each(
        particles * dimensions,
        gains::MapToGains<double>{scales.data(), dimensions, state.positions.data(), gains.data()});
    rollouts.run(gains);
    std::vector<double> costs(count);
    executor.for_each(particles,
                      ranked_cost::RankCosts<double>{
                          {{aggregate::Kind::cvar, 0.5}, 0, 1, &limits, static_cast<double>(Rollouts::steps)},
                          rollouts.view(),
                          scratch.data(),
                          costs.data(),
                          tallies.data()});
    return costs;
  });
}

/// The state after generations under the executor is that of a plain loop, for both algorithms, fewer
/// particles than a tile and several tiles.
template <class Executor>
void expect_bits_of_a_plain_loop(const Executor& executor, std::uint64_t seed) {
  for (const spec::Algorithm algorithm : algorithms) {
    for (const std::int64_t particles : {5, 200}) {
      spec::Swarm some = options(algorithm, 3, particles);
      some.seed = seed;
      expect_same_bits(run_chain(executor, some, 7), run_chain(PlainLoop{}, some, 7));
    }
  }
}

}  // namespace gainswarm::swarm::tests
