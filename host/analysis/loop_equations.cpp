#include "host/analysis/loop_equations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unsupported/Eigen/MatrixFunctions>

#include "host/analysis/evaluation.hpp"
#include "host/analysis/linear_model.hpp"
#include "host/graph/transform.hpp"

namespace gainswarm::analysis {
namespace {

using graph::NodeId;
using graph::Value;

/// The problem without what has no slope, or one of 0, wherever the signal happens to be, without limits,
/// disturbances and jitter. Jitter makes no two ticks alike; what it delays in the mean comes off the delay
/// margin.
spec::Problem smooth(spec::Problem problem) {
  problem.plant.limits.clear();
  problem.disturbances.clear();
  problem.loop.jitter = problem.loop.sampling_jitter = 0;
  for (auto& [name, actuator] : problem.loop.actuators) {
    actuator.dead_zone.value = actuator.backlash.value = actuator.quantum.value = 0;
    actuator.lower = -spec::infinity;
    actuator.upper = actuator.rate_limit.value = spec::infinity;
  }
  for (auto& [name, sensor] : problem.loop.sensors) sensor.noise.value = sensor.quantum.value = 0;
  return problem;
}

std::vector<NodeId> ids(const std::vector<Value>& values) {
  std::vector<NodeId> result;
  result.reserve(values.size());
  for (const Value& value : values) result.push_back(value.id);
  return result;
}

}  // namespace

LoopEquations::LoopEquations(const spec::Problem& given, const spec::Map<spec::Quantity>& about)
    : problem(smooth(given)),
      parsed(problem, rollout::Purpose::training),
      registers(graph),
      symbols(rollout::declare_symbols(parsed, graph)),
      loop(parsed, symbols, registers, graph) {
  refuse_other_than_rates(parsed.plant, problem.plant.name.position());
  declare_variables(about);
  refuse_size();
  write_functions();
  differentiate();
  if (!parsed.law.continuous()) between_ticks = hold_between_ticks();
}

/// With nominal parameters in place of the scenario's.
std::vector<Value> LoopEquations::in_numbers(const std::vector<Value>& values) {
  std::vector<Value> from, to;
  for (std::size_t i = 0; i < symbols.scenario_columns.size(); ++i) {
    from.push_back({&graph, graph.input(graph::InputKind::scenario, static_cast<std::uint32_t>(i))});
    const std::string& name = symbols.scenario_columns[i].name;
    double nominal = rollout::nominal_value(problem, name, 0);
    for (const auto& parameter : parsed.plant.parameters()) {
      if (parameter.name.str() == name)
        nominal = rollout::nominal_value(problem, name, parameter.value.value);
    }
    to.push_back(i < parsed.plant.states().size() ? centre[i] : constant(nominal));
  }
  return graph::substitute(values, from, to);
}

/// Actuators rest at the operating point's input, everything else as it starts there.
Value LoopEquations::operating_value(std::size_t i, const spec::Map<spec::Quantity>& about) {
  const std::string& name = registers.labels()[i].name;
  for (const rollout::Label& input : parsed.plant.inputs()) {
    if (name == input.name || name.starts_with(input.name + " "))
      return constant(spec::operating_value(about, input.name));
  }
  return in_numbers({Value{&graph, registers.start()[i]}}).front();
}

void LoopEquations::declare_variables(const spec::Map<spec::Quantity>& about) {
  const std::size_t plant_states = parsed.plant.states().size();
  for (std::size_t i = 0; i < registers.labels().size(); ++i) {
    variables.push_back(reg(i));
    centre.push_back(i < plant_states ? constant(spec::operating_value(about, registers.labels()[i].name))
                                      : operating_value(i, about));
  }
  for (const rollout::Label& input : parsed.plant.inputs())
    rest_inputs.push_back(spec::operating_value(about, input.name));
  states = static_cast<Eigen::Index>(variables.size());
  inputs = static_cast<Eigen::Index>(parsed.plant.inputs().size());
  const std::vector<Value> injected = rollout::placeholders(graph, parsed.plant.inputs().size(), 6);
  variables.insert(variables.end(), injected.begin(), injected.end());
  centre.insert(centre.end(), injected.size(), constant(0));
}

/// The work grows with the cube of this.
void LoopEquations::refuse_size() const {
  constexpr Eigen::Index most = 100;
  if (states <= most) return;
  throw spec::InputError(
      problem.name.position(),
      fmt::format("the loop has {} states, delays and filters included ({} is the limit of "
                  "its analysis); shorten the delays",
                  states, most));
}

void LoopEquations::write_functions() {
  const std::vector<Value> injected(variables.begin() + states, variables.end());
  const rollout::Moment end{constant(problem.simulation.duration)};
  const rollout::LoopStates& at = loop.states();
  const rollout::Action action = loop.act(at, end, injected);
  const bool continuous = parsed.law.continuous();
  const std::vector<Value> plant_inputs = continuous ? action.law.inputs : loop.actuators().inputs();
  plant_rates = in_numbers(parsed.plant.rates(loop.point(at.plant, plant_inputs, end), graph));
  std::vector<Value> resting;
  for (const double input : rest_inputs) resting.push_back(constant(input));
  rates_at_rest = roots_of(in_numbers(parsed.plant.rates(loop.point(at.plant, resting, end), graph)));
  if (continuous) {
    functions = plant_rates;
    functions.insert(functions.end(), action.law.state_rates.begin(), action.law.state_rates.end());
  } else {
    functions.assign(variables.begin(), variables.begin() + states);
    const auto index_of = [&](Value value) { return graph[value.id].index; };
    for (std::size_t i = 0; i < at.law.size(); ++i)
      functions[index_of(at.law[i])] = action.law.states_next[i];
    for (const rollout::Change& change : action.changes) functions[index_of(change.reg)] = change.next;
  }
  functions.insert(functions.end(), action.commanded.begin(), action.commanded.end());
  functions = in_numbers(functions);
  function_roots = roots_of(functions);
}

Roots LoopEquations::roots_of(const std::vector<Value>& values) const {
  const std::vector<NodeId> wanted = ids(values);
  return {wanted, graph::reachable(graph, wanted)};
}

void LoopEquations::differentiate() {
  slopes = ids(graph::substitute(graph::derivatives(functions, variables), variables, centre));
  std::vector<NodeId> roots = slopes;
  for (const NodeId id : ids(centre)) roots.push_back(id);
  nodes = graph::reachable(graph, roots);
}

/// The plant moves with held inputs, a lag follows its command, everything else waits: the exponential of
/// their joint generator, over a period.
Eigen::MatrixXd LoopEquations::hold_between_ticks() {
  Eigen::MatrixXd generator = Eigen::MatrixXd::Zero(states, states);
  const std::vector<Value> all(variables.begin(), variables.begin() + states);
  const std::vector<Value> at(centre.begin(), centre.begin() + states);
  const auto slopes_of = [&](std::span<const Value> rates) {
    return graph::substitute(graph::derivatives(rates, all), all, at);
  };
  const std::vector<Value> plant_slopes = slopes_of(plant_rates);
  for (std::size_t i = 0; i < plant_slopes.size(); ++i) {
    generator(static_cast<Eigen::Index>(i) / states, static_cast<Eigen::Index>(i) % states) =
        plant_slopes[i].constant();
  }
  for (std::size_t i = 0; i < parsed.plant.inputs().size(); ++i) {
    const double lag = rollout::actuator_of(problem.loop, parsed.plant.inputs()[i].name).lag;
    if (lag <= 0) continue;
    const Value input = loop.actuators().inputs()[i], later = loop.actuators().inputs_after(1)[i];
    const double passed = 1 - rollout::kept_after(problem.simulation.step, lag);
    const std::vector<Value> entries = slopes_of(std::array{later - input});
    for (Eigen::Index j = 0; j < states; ++j) {
      generator(graph[input.id].index, j) =
          1 / (passed * lag) * entries[static_cast<std::size_t>(j)].constant();
    }
  }
  return (generator * rollout::control_period(problem)).exp();
}

Eigen::MatrixXd LoopEquations::slopes_for(std::span<const double> gains) const {
  const std::vector<double> found =
      evaluate(graph, nodes, [&](const graph::Node& input) { return gains[input.index]; });
  const Eigen::Index all = states + inputs;
  Eigen::MatrixXd result(all, all);
  for (Eigen::Index i = 0; i < all; ++i) {
    for (Eigen::Index j = 0; j < all; ++j)
      result(i, j) = found[slopes[static_cast<std::size_t>(i * all + j)]];
  }
  return result;
}

std::vector<double> LoopEquations::centre_for(std::span<const double> gains) const {
  const std::vector<double> found =
      evaluate(graph, nodes, [&](const graph::Node& input) { return gains[input.index]; });
  std::vector<double> at;
  for (const NodeId id : ids(centre)) at.push_back(found[id]);
  return at;
}

std::vector<double> LoopEquations::values(const Roots& roots, std::span<const double> gains,
                                          std::span<const double> at) const {
  const auto found = evaluate(graph, roots.nodes, [&](const graph::Node& input) {
    if (input.input == graph::InputKind::gain) return gains[input.index];
    const auto same = [&](const Value& variable) { return graph[variable.id].index == input.index; };
    return at[static_cast<std::size_t>(std::ranges::find_if(variables, same) - variables.begin())];
  });
  std::vector<double> result;
  result.reserve(roots.ids.size());
  for (const NodeId id : roots.ids) result.push_back(found[id]);
  return result;
}

std::string LoopEquations::name_of(Eigen::Index i) const {
  if (i >= states)
    return "the law's '" + parsed.plant.inputs()[static_cast<std::size_t>(i - states)].name + "'";
  return "'" + registers.labels()[static_cast<std::size_t>(i)].name + "'";
}

}  // namespace gainswarm::analysis
