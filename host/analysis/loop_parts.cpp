// What of the loop's equations goes round in the loop, and what stands outside it.
#include "host/analysis/loop_equations.hpp"

namespace gainswarm::analysis {

/// With any gains.
bool LoopEquations::is_zero(Eigen::Index function, Eigen::Index variable) const {
  const Eigen::Index all = states + delays + inputs;
  const graph::Node& slope = graph[slopes[static_cast<std::size_t>(function * all + variable)]];
  return slope.op == graph::Op::constant && slope.value == 0;
}

/// A state acts on another at a tick or between ticks.
void LoopEquations::find_loop() {
  const Eigen::Index all = states + delays + inputs;
  Influence influence(all, all);
  for (Eigen::Index i = 0; i < all; ++i) {
    for (Eigen::Index j = 0; j < all; ++j) influence(i, j) = !is_zero(i, j);
  }
  if (!parsed.law.continuous()) {
    influence.topLeftCorner(states, states) =
        influence.topLeftCorner(states, states) || motion.a.array() != 0;
    influence.block(0, states, states, delays) =
        influence.block(0, states, states, delays) || motion.a_d.array() != 0;
  }
  in_loop = nodes_in_loop(std::move(influence), states, delays);
}

LoopSlopes LoopEquations::loop_slopes_for(std::span<const double> gains) const {
  const LoopSlopes all = slopes_for(gains);
  std::vector<Eigen::Index> variables_in_loop = in_loop.states;
  for (const Eigen::Index delay : in_loop.delays) variables_in_loop.push_back(states + delay);
  for (Eigen::Index input = 0; input < inputs; ++input) variables_in_loop.push_back(states + delays + input);
  return {all.of_states(in_loop.states, variables_in_loop),
          all.of_entering(in_loop.delays, variables_in_loop), all.of_outputs(Eigen::all, variables_in_loop)};
}

/// Of states outside the loop on each other, as far as that decides their poles.
Eigen::MatrixXd LoopEquations::part_outside(const Eigen::MatrixXd& whole) const {
  const Eigen::MatrixXd part = whole(in_loop.outside, in_loop.outside);
  return (in_loop.mutual.array() > 0).select(part, 0);
}

Eigen::MatrixXd LoopEquations::outside_map_for(std::span<const double> gains) const {
  if (in_loop.outside.empty()) return {};
  const Eigen::MatrixXd at_once = part_outside(slopes_for(gains).of_states);
  return parsed.law.continuous() ? at_once : outside_flow * at_once;
}

DelayedSystem LoopEquations::part_in_loop(const DelayedSystem& whole) const {
  const std::vector<Eigen::Index>&in_states = in_loop.states, &in_delays = in_loop.delays;
  return {whole.a(in_states, in_states), whole.a_d(in_states, in_delays), whole.e(in_delays, in_states),
          whole.e_d(in_delays, in_delays), loop_dead_times};
}

}  // namespace gainswarm::analysis
