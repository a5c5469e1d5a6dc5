// What a sampled loop does between its ticks, which no gain changes.
#include <algorithm>
#include <array>
#include <cmath>
#include <unsupported/Eigen/MatrixFunctions>

#include "host/analysis/delay_terms.hpp"
#include "host/analysis/loop_equations.hpp"
#include "host/graph/transform.hpp"

namespace gainswarm::analysis {

using graph::Value;

/// Slopes that no gain enters, over states and what comes out of dead times.
Eigen::MatrixXd LoopEquations::constant_slopes(std::span<const Value> of) {
  const Eigen::Index columns = states + delays;
  const std::vector<Value> over(variables.begin(), variables.begin() + columns);
  const std::vector<Value> at(centre.begin(), centre.begin() + columns);
  const std::vector<Value> found = graph::substitute(graph::derivatives(of, over), over, at);
  Eigen::MatrixXd result(std::ssize(of), columns);
  for (Eigen::Index i = 0; i < result.size(); ++i)
    result(i / columns, i % columns) = found[static_cast<std::size_t>(i)].constant();
  return result;
}

/// The plant moves with held inputs, a lag follows its command, everything else waits.
DelayedSystem LoopEquations::motion_between_ticks() {
  const Eigen::Index of_plant = std::ssize(plant_rates);
  Eigen::MatrixXd rates = Eigen::MatrixXd::Zero(states, states + delays);
  if (parsed.plant.is_discrete()) rates.leftCols(states).setIdentity();
  rates.topRows(of_plant) = constant_slopes(plant_rates);
  if (!parsed.plant.is_discrete()) add_lags(rates);
  const Eigen::MatrixXd entering = constant_slopes(
      std::span(functions).subspan(static_cast<std::size_t>(states), static_cast<std::size_t>(delays)));
  return {rates.leftCols(states), rates.rightCols(delays), entering.leftCols(states),
          entering.rightCols(delays), loop.dead_times().steps()};
}

void LoopEquations::add_lags(Eigen::MatrixXd& rates) {
  for (std::size_t i = 0; i < parsed.plant.inputs().size(); ++i) {
    const double lag = rollout::actuator_of(problem.loop, parsed.plant.inputs()[i].name).lag;
    if (lag <= 0) continue;
    const Value input = loop.actuators().inputs()[i], later = loop.actuators().inputs_after(1)[i];
    const double passed = 1 - rollout::kept_after(problem.simulation.step, lag);
    rates.row(static_cast<Eigen::Index>(variable_of(input))) =
        1 / (passed * lag) * constant_slopes(std::array{later - input});
  }
}

/// Whatever gains there are: where a slope is 0 for certain, nothing is seen.
SeenAtTicks LoopEquations::seen_at_ticks() const {
  const Eigen::Index all = states + delays + inputs;
  SeenAtTicks seen{std::vector<bool>(static_cast<std::size_t>(states)),
                   std::vector<bool>(static_cast<std::size_t>(delays))};
  for (Eigen::Index row = 0; row < all; ++row) {
    if (row >= states && row < states + delays) continue;
    for (Eigen::Index column = 0; column < states + delays; ++column) {
      const graph::Node& slope = graph[slopes[static_cast<std::size_t>(row * all + column)]];
      if (row == column || (slope.op == graph::Op::constant && slope.value == 0)) continue;
      const auto place = static_cast<std::size_t>(column < states ? column : column - states);
      (column < states ? seen.states : seen.delayed)[place] = true;
    }
  }
  return seen;
}

void LoopEquations::find_between_ticks() {
  constexpr std::int64_t many = 30;  // states, from which on a map of all is slower than Newton's method
  const DelayedSystem motion = motion_between_ticks();
  if (parsed.plant.is_discrete()) {
    between_ticks = step_with_dead_times(motion);
    return;
  }
  const double step = problem.simulation.step;
  const std::int64_t substeps = std::llround(rollout::control_period(problem) / step);
  auto found = hold_with_dead_times(motion, seen_at_ticks(), substeps, step);
  if (!found) {
    throw spec::InputError(
        problem.plant.name.position(),
        "a dead time acts on its own input within the plant, or its dead times combine in too "
        "many ways (with a sampled law that takes more states than can be followed); make "
        "the law continuous to see the linearised loop");
  }
  between_ticks = *std::move(found);
  refuse_size(between_ticks.flow.rows());
  const auto is_long = [&](const Kept& kept) { return between_ticks.flow.rows() + kept.ticks > many; };
  if (std::ranges::any_of(between_ticks.kept, is_long)) collocate(motion);
}

void LoopEquations::collocate(const DelayedSystem& motion) {
  DelayTerms terms;
  for (const std::int64_t steps : motion.steps)
    terms.times.push_back(static_cast<double>(steps) * problem.simulation.step);
  terms.a_d = motion.a_d;
  terms.e = motion.e;
  terms.e_d = motion.e_d;
  collocated_flow = (collocated(motion.a, terms) * rollout::control_period(problem)).exp();
}

}  // namespace gainswarm::analysis
