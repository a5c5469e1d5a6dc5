// What a sampled loop does between its ticks, which no gain changes.
#include <algorithm>
#include <array>
#include <cmath>

#include "host/analysis/delay_terms.hpp"
#include "host/analysis/loop_equations.hpp"
#include "host/analysis/matrix_functions.hpp"
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

/// Whatever gains there are. What is in the loop only because a dead time acts on its own input is looked at,
/// too, so that it is found.
SeenAtTicks LoopEquations::seen_at_ticks() const {
  std::vector<Eigen::Index> functions_seeing = in_loop.states;
  for (Eigen::Index input = 0; input < inputs; ++input) functions_seeing.push_back(states + delays + input);
  const auto is_seen = [&](Eigen::Index variable) {
    return !is_felt(variable) || std::ranges::any_of(functions_seeing, [&](Eigen::Index function) {
      return function != variable && !is_zero(function, variable);
    });
  };
  SeenAtTicks seen;
  for (const Eigen::Index state : in_loop.states) seen.states.push_back(is_seen(state));
  for (const Eigen::Index delay : in_loop.delays) seen.delayed.push_back(is_seen(states + delay));
  return seen;
}

void LoopEquations::find_between_ticks() {
  const Eigen::MatrixXd outside = part_outside(motion.a);
  outside_flow =
      parsed.plant.is_discrete() ? outside : matrix_exponential(outside * rollout::control_period(problem));
  motion = part_in_loop(motion);
  looked_at = seen_at_ticks();
  for (const Value& input : loop.actuators().inputs()) held_inputs.push_back(find_held(input));
  if (parsed.plant.is_discrete()) {
    between_ticks = step_with_dead_times(motion);
    return;
  }
  auto found = hold(motion, looked_at, 1);
  if (!found) {
    throw spec::InputError(
        problem.plant.name.position(),
        "a dead time acts on its own input within the plant, or its dead times combine in too "
        "many ways (with a sampled law that takes more states than can be followed); make "
        "the law continuous to see the linearised loop");
  }
  between_ticks = *std::move(found);
  refuse_size(between_ticks.flow.rows());
}

/// A lag and a dead time commute, so that what a lag gets may come late in place of what it gives.
std::optional<Eigen::Index> LoopEquations::find_held(Value input) const {
  const auto place = std::ranges::find(in_loop.states, static_cast<Eigen::Index>(variable_of(input)));
  if (parsed.plant.is_discrete() || place == in_loop.states.end()) return std::nullopt;
  const Eigen::Index state = place - in_loop.states.begin();
  Eigen::Index held = state;
  for (Eigen::Index i = 0; i < motion.states(); ++i) {
    if (i != state && motion.a(state, i) != 0) held = i;
  }
  const bool is_seen =
      looked_at.states[static_cast<std::size_t>(state)] || looked_at.states[static_cast<std::size_t>(held)];
  return is_seen || motion.moves(held) ? std::nullopt : std::optional(held);
}

/// The system's dead times are so many parts of an integration step each.
std::optional<BetweenTicks> LoopEquations::hold(const DelayedSystem& system, const SeenAtTicks& seen,
                                                std::int64_t parts) const {
  const double period = rollout::control_period(problem),
               part = problem.simulation.step / static_cast<double>(parts);
  const std::int64_t substeps = parts * std::llround(period / problem.simulation.step);
  auto found = hold_with_dead_times(system, seen, substeps, part);
  if (!found || !is_long(*found)) return found;
  DelayTerms terms;
  for (const std::int64_t steps : system.steps) terms.times.push_back(static_cast<double>(steps) * part);
  terms.a_d = system.a_d;
  terms.e = system.e;
  terms.e_d = system.e_d;
  found->collocated = matrix_exponential(collocated(system.a, terms) * period);
  return found;
}

/// Steps are cut that finely where a dead time need not be whole.
constexpr std::int64_t late_parts = std::int64_t{1} << 34;

DelayedSystem LoopEquations::motion_later(Eigen::Index input, double periods) const {
  const double steps_a_period = rollout::control_period(problem) / problem.simulation.step;
  DelayedSystem fine = motion;
  for (std::int64_t& steps : fine.steps) steps *= late_parts;
  return with_late_state(fine, *held_inputs[static_cast<std::size_t>(input)],
                         std::llround(periods * steps_a_period * static_cast<double>(late_parts)));
}

SeenAtTicks LoopEquations::seen_later() const {
  SeenAtTicks seen = looked_at;
  seen.delayed.push_back(false);
  return seen;
}

std::optional<BetweenTicks> LoopEquations::between_ticks_later(Eigen::Index input, double periods) const {
  if (!held_inputs[static_cast<std::size_t>(input)]) return std::nullopt;
  return hold(motion_later(input, periods), seen_later(), late_parts);
}

std::optional<BetweenTicks> LoopEquations::flow_later(Eigen::Index input, double periods) const {
  if (!held_inputs[static_cast<std::size_t>(input)]) return std::nullopt;
  const double period = rollout::control_period(problem), step = problem.simulation.step;
  return hold_with_dead_times(motion_later(input, periods), seen_later(),
                              late_parts * std::llround(period / step),
                              step / static_cast<double>(late_parts));
}

}  // namespace gainswarm::analysis
