#include "host/analysis/loop_equations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/analysis/delay_terms.hpp"
#include "host/analysis/evaluation.hpp"
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

/// Constants, row after row.
Eigen::MatrixXd in_matrix(const std::vector<Value>& values, Eigen::Index columns) {
  Eigen::MatrixXd result(std::ssize(values) / columns, columns);
  for (Eigen::Index i = 0; i < result.size(); ++i)
    result(i / columns, i % columns) = values[static_cast<std::size_t>(i)].constant();
  return result;
}

}  // namespace

LoopEquations::LoopEquations(const spec::Problem& given, const spec::Map<spec::Quantity>& about)
    : problem(smooth(given)),
      parsed(problem, rollout::Purpose::training),
      registers(graph),
      symbols(rollout::declare_symbols(parsed, graph)),
      loop(parsed, symbols, registers, graph) {
  declare_states(about);
  declare_delayed();
  declare_injected();
  refuse_size(states);
  write_functions();
  find_rest();
  differentiate();
  if (!parsed.law.continuous()) motion = motion_between_ticks();
  find_loop();
  add_dead_times();
  if (!parsed.law.continuous()) find_between_ticks();
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
Value LoopEquations::operating_value(std::size_t reg, const spec::Map<spec::Quantity>& about) {
  const std::string& name = registers.labels()[reg].name;
  for (const rollout::Label& input : parsed.plant.inputs()) {
    if (name == input.name || name.starts_with(input.name + " "))
      return constant(spec::operating_value(about, input.name));
  }
  return in_numbers({Value{&graph, registers.start()[reg]}}).front();
}

/// The plant's states are the first registers.
void LoopEquations::declare_states(const spec::Map<spec::Quantity>& about) {
  const std::vector<Value> of_dead_times = loop.dead_times().registers();
  for (std::size_t i = 0; i < registers.labels().size(); ++i) {
    const Value reg{&graph, graph.input(graph::InputKind::reg, static_cast<std::uint32_t>(i))};
    if (std::ranges::find(of_dead_times, reg.id, &Value::id) != of_dead_times.end()) continue;
    names.push_back(registers.labels()[i].name);
    variables.push_back(reg);
    centre.push_back(i < parsed.plant.states().size() ? constant(spec::operating_value(about, names.back()))
                                                      : operating_value(i, about));
  }
  for (const rollout::Label& input : parsed.plant.inputs())
    rest_inputs.push_back(spec::operating_value(about, input.name));
  states = std::ssize(variables);
}

/// At rest what comes out of a dead time is what enters it; it may be what came out of another.
void LoopEquations::declare_delayed() {
  const std::vector<Value> delayed = loop.dead_times().at(0);
  delays = std::ssize(delayed);
  if (delays > most_dead_times) {
    throw spec::InputError(problem.plant.name.position(),
                           fmt::format("the plant has {} dead times ({} is the limit of its analysis)",
                                       delays, most_dead_times));
  }
  rollout::Point rest{{centre.begin(), centre.begin() + std::ssize(parsed.plant.states())},
                      {},
                      symbols.actual,
                      constant(problem.simulation.duration),
                      std::vector<Value>(delayed.size(), constant(0))};
  for (const double input : rest_inputs) rest.inputs.push_back(constant(input));
  for (std::size_t pass = 0; pass < delayed.size(); ++pass)
    rest.delayed = in_numbers(parsed.plant.entering(rest, graph));
  variables.insert(variables.end(), delayed.begin(), delayed.end());
  centre.insert(centre.end(), rest.delayed.begin(), rest.delayed.end());
}

void LoopEquations::declare_injected() {
  inputs = std::ssize(parsed.plant.inputs());
  const std::vector<Value> injected = rollout::placeholders(graph, parsed.plant.inputs().size(), 6);
  variables.insert(variables.end(), injected.begin(), injected.end());
  centre.insert(centre.end(), injected.size(), constant(0));
}

/// The work grows with the cube of this.
void LoopEquations::refuse_size(Eigen::Index size) const {
  constexpr Eigen::Index most = 100;
  if (size <= most) return;
  throw spec::InputError(
      problem.name.position(),
      fmt::format("the loop has {} states, delays and filters included ({} is the limit of its "
                  "analysis); shorten the delays",
                  size, most));
}

void LoopEquations::add_dead_times() {
  for (const Eigen::Index delay : in_loop.delays) {
    loop_dead_times.push_back(loop.dead_times().steps()[static_cast<std::size_t>(delay)]);
    dead_time += static_cast<double>(loop_dead_times.back()) * problem.simulation.step;
  }
  const auto has_in_loop = [&](const std::string& name) {  // a register of an actuator or a sensor
    return std::ranges::any_of(in_loop.states, [&](Eigen::Index state) {
      return names[static_cast<std::size_t>(state)].starts_with(name + " ");
    });
  };
  const auto slowest = [&](const auto& all) {
    double longest = 0;
    for (const auto& [name, of] : all) {
      if (has_in_loop(name.str())) longest = std::max(longest, of.delay);
    }
    return longest;
  };
  dead_time += slowest(problem.loop.actuators) + slowest(problem.loop.sensors);
}

std::size_t LoopEquations::variable_of(Value value) const {
  return static_cast<std::size_t>(std::ranges::find(variables, value.id, &Value::id) - variables.begin());
}

void LoopEquations::write_functions() {
  const std::vector<Value> injected(variables.end() - inputs, variables.end());
  const rollout::LoopStates& at = loop.states();
  const rollout::Action action =
      loop.act(at, rollout::Moment{constant(problem.simulation.duration)}, injected);
  const bool continuous = parsed.law.continuous();
  write_plant(continuous ? from_rest(action.law.inputs) : loop.actuators().inputs());
  if (continuous) {
    functions.insert(functions.begin(), action.law.state_rates.begin(), action.law.state_rates.end());
    functions.insert(functions.begin(), plant_rates.begin(), plant_rates.end());
  } else {
    std::vector<Value> next(variables.begin(), variables.begin() + states);
    for (std::size_t i = 0; i < at.law.size(); ++i) next[variable_of(at.law[i])] = action.law.states_next[i];
    for (const rollout::Change& change : action.changes) next[variable_of(change.reg)] = change.next;
    functions.insert(functions.begin(), next.begin(), next.end());
  }
  functions.insert(functions.end(), action.commanded.begin(), action.commanded.end());
  functions = in_numbers(functions);
  function_roots = roots_of(functions);
}

/// What a continuous law gives, moved so that it is the operating point's input there, which integrators that
/// start at 0 have yet to reach: the plant is not linear in its inputs, and its slopes depend on where they
/// are.
std::vector<Value> LoopEquations::from_rest(const std::vector<Value>& given) {
  const std::vector<Value> numbers = in_numbers(given);
  const std::vector<Value> there = graph::substitute(numbers, variables, centre);
  std::vector<Value> moved;
  for (std::size_t i = 0; i < given.size(); ++i)
    moved.push_back(constant(rest_inputs[i]) + (numbers[i] - there[i]));
  return moved;
}

/// Its rates, and what enters its dead times.
void LoopEquations::write_plant(const std::vector<Value>& plant_inputs) {
  const rollout::Moment end{constant(problem.simulation.duration)};
  const rollout::Point moving = loop.point(loop.states().plant, plant_inputs, end);
  plant_rates = in_numbers(parsed.plant.rates(moving, graph));
  functions = in_numbers(parsed.plant.entering(moving, graph));
}

/// At the end of the rollout, as the loop's slopes are.
void LoopEquations::find_rest() {
  const rollout::Moment end{constant(problem.simulation.duration)};
  const std::vector<Value> held = rollout::placeholders(graph, rest_inputs.size(), 7);
  const std::vector<Value>& plant = loop.states().plant;
  std::vector<Value> rates = parsed.plant.rates(loop.point(plant, held, end), graph);
  for (std::size_t i = 0; parsed.plant.is_discrete() && i < rates.size(); ++i) rates[i] = rates[i] - plant[i];
  rates = in_numbers(rates);
  std::vector<Value> numbers = plant, there(centre.begin(), centre.begin() + std::ssize(plant));
  numbers.insert(numbers.end(), variables.begin() + states, variables.begin() + states + delays);
  there.insert(there.end(), centre.begin() + states, centre.begin() + states + delays);
  numbers.insert(numbers.end(), held.begin(), held.end());
  for (const double input : rest_inputs) there.push_back(constant(input));
  const auto slopes_there = graph::substitute(graph::derivatives(rates, numbers), numbers, there);
  rest = Rest(in_matrix(graph::substitute(rates, numbers, there), 1),
              in_matrix(slopes_there, std::ssize(there)), in_matrix(there, 1));
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

LoopSlopes LoopEquations::slopes_for(std::span<const double> gains) const {
  const std::vector<double> found =
      evaluate(graph, nodes, [&](const graph::Node& input) { return gains[input.index]; });
  const Eigen::Index all = states + delays + inputs;
  Eigen::MatrixXd result(all, all);
  for (Eigen::Index i = 0; i < all; ++i) {
    for (Eigen::Index j = 0; j < all; ++j)
      result(i, j) = found[slopes[static_cast<std::size_t>(i * all + j)]];
  }
  return {result.topRows(states), result.middleRows(states, delays), result.bottomRows(inputs)};
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

bool LoopEquations::is_of_plant(Eigen::Index function) const {
  const bool enters_dead_time = function >= states && function < states + delays;
  return enters_dead_time || (parsed.law.continuous() && function < std::ssize(parsed.plant.states()));
}

std::string LoopEquations::name_of(Eigen::Index i) const {
  if (i < states) return "'" + names[static_cast<std::size_t>(i)] + "'";
  if (i < states + delays) {
    const auto& delayed = parsed.plant.dead_times()[static_cast<std::size_t>(i - states)];
    return "the signal in the dead time of '" + delayed.block->name() + "'";
  }
  return "the law's '" + parsed.plant.inputs()[static_cast<std::size_t>(i - states - delays)].name + "'";
}

}  // namespace gainswarm::analysis
