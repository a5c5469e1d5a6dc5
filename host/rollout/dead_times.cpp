#include "host/rollout/dead_times.hpp"

#include <algorithm>
#include <cmath>

#include "host/graph/transform.hpp"
#include "host/rollout/parameters.hpp"
#include "host/spec/number.hpp"

namespace gainswarm::rollout {
namespace {

using spec::InputError;

/// In s. A rollout's own graph may be in single precision, which would spoil the number of steps.
double seconds(const Equation& dead_time, const ParsedProblem& problem) {
  graph::Graph graph(graph::Precision::float64);
  const std::set<std::string> varied = varied_parameters(problem.source, Purpose::validation);
  Names parameters;
  for (const auto& parameter : problem.plant.parameters()) {
    const std::string& name = parameter.name.str();
    const graph::NodeId node =
        varied.contains(name) ? graph.input(graph::InputKind::scenario)
                              : graph.constant(nominal_value(problem.source, name, parameter.value.value));
    parameters.define(name, {&graph, node});
  }
  const Value value = lower_coefficient(dead_time, graph, parameters);
  if (value.is_constant()) return value.constant();
  throw InputError(dead_time.text.position(),
                   "this dead time varies from scenario to scenario (it is a number of steps, fixed when the "
                   "rollout is compiled); make one problem for each");
}

std::int64_t whole_steps(double time, double step, const spec::Position& where) {
  const double steps = time / step, rounded = std::round(steps);
  if (rounded >= 1 && rounded <= static_cast<double>(most_kept_values) &&
      std::abs(steps - rounded) <= 1e-9 * rounded) {
    return std::llround(steps);
  }
  if (!(time > 0)) {
    throw InputError(where, "the dead time is " + spec::to_text(time) +
                                " s (nothing acts before its cause); give a time above 0, or leave dead_time "
                                "out");
  }
  if (!(steps <= static_cast<double>(most_kept_values))) {
    throw InputError(where, "the dead time is " + spec::to_text(steps) + " integration steps (" +
                                spec::to_text(static_cast<double>(most_kept_values)) +
                                " is the limit: each is kept in memory); lengthen the step");
  }
  throw InputError(where, "the dead time is not a whole number of integration steps " +
                              spec::not_whole(time, step) + ", or choose a step that fits");
}

std::int64_t steps_of(const DeadTime& dead_time, const ParsedProblem& problem) {
  const Equation& equation = *dead_time.block->dead_time();
  return whole_steps(seconds(equation, problem), problem.source.simulation.step, equation.text.position());
}

/// Of each dead time: whether its signal changes at the beginning of a step only.
std::vector<bool> held_signals(const ParsedProblem& problem, const Symbols& symbols, graph::Graph& graph) {
  const PlantModel& plant = problem.plant;
  const auto has_lag = [](const auto& actuator) { return actuator.value.lag > 0; };
  const bool inputs_move = problem.law.continuous() || !problem.disturbances.empty() ||
                           std::ranges::any_of(problem.source.loop.actuators, has_lag);
  const Point point{placeholders(graph, plant.states().size(), 6),
                    placeholders(graph, plant.inputs().size(), 7), symbols.actual,
                    placeholders(graph, 1, 8).front(), placeholders(graph, plant.dead_times().size(), 9)};
  std::vector<Value> moving = point.states;
  moving.push_back(point.time);
  moving.insert(moving.end(), point.delayed.begin(), point.delayed.end());
  if (inputs_move) moving.insert(moving.end(), point.inputs.begin(), point.inputs.end());

  std::vector<bool> held;
  for (const Value& signal : plant.entering(point, graph)) {
    const std::vector<graph::NodeId> needed = graph::reachable(graph, std::span(&signal.id, 1));
    const auto is_needed = [&](Value value) { return std::ranges::binary_search(needed, value.id); };
    held.push_back(plant.is_discrete() || std::ranges::none_of(moving, is_needed));
  }
  return held;
}

}  // namespace

std::vector<Value> before_start(const ParsedProblem& problem, const Symbols& symbols, graph::Graph& graph) {
  const PlantModel& plant = problem.plant;
  const Value zero{&graph, graph.constant(0)};
  Point point{{},
              std::vector<Value>(plant.inputs().size(), zero),
              symbols.actual,
              zero,
              std::vector<Value>(plant.dead_times().size(), zero)};
  for (std::uint32_t i = 0; i < plant.states().size(); ++i) {
    point.states.push_back({&graph, graph.input(graph::InputKind::scenario, i)});
  }
  point.states = plant.confined(std::move(point.states));
  for (std::size_t i = 0; i < point.delayed.size(); ++i) {
    point.time = constant(zero, -seconds(*plant.dead_times()[i].block->dead_time(), problem));
    point.delayed[i] = plant.entering(point, graph)[i];
  }
  return point.delayed;
}

DeadTimes::DeadTimes(const ParsedProblem& problem, const Symbols& symbols, Registers& registers,
                     graph::Graph& graph) {
  const std::vector<DeadTime>& dead_times = problem.plant.dead_times();
  if (dead_times.empty()) return;
  const std::vector<bool> held = held_signals(problem, symbols, graph);
  const std::vector<Value> start = before_start(problem, symbols, graph);
  std::int64_t kept = 0;
  for (std::size_t i = 0; i < dead_times.size(); ++i) {
    const auto add = [&](const std::string& when) {
      return registers.add({dead_times[i].block->name() + " delayed" + when, ""}, start[i]);
    };
    Line line{steps_of(dead_times[i], problem), add(""), {}, {}};
    if (!held[i]) {
      line.end = add(", end of the step");
      if (problem.source.simulation.integrator == spec::Integrator::rk4) line.middle = add(", mid-step");
    }
    kept += line.steps * (1 + (line.end ? 1 : 0) + (line.middle ? 1 : 0));
    if (kept > most_kept_values) {
      throw InputError(
          dead_times[i].block->dead_time()->text.position(),
          "the dead times keep " + spec::to_text(static_cast<double>(kept)) + " values (" +
              spec::to_text(static_cast<double>(most_kept_values)) +
              " is the limit; three a step, one where a sampled law holds the signal); lengthen the "
              "step, or make the law sampled");
    }
    lines_.push_back(line);
  }
}

bool DeadTimes::all_held() const {
  return std::ranges::none_of(lines_, [](const Line& line) { return line.end.has_value(); });
}

std::vector<Value> DeadTimes::at(double offset) const {
  std::vector<Value> values;
  for (const Line& line : lines_) {
    const bool is_end = offset == 1;
    values.push_back(offset == 0 ? line.start : (is_end ? line.end : line.middle).value_or(line.start));
  }
  return values;
}

std::vector<std::int64_t> DeadTimes::steps() const {
  std::vector<std::int64_t> steps;
  for (const Line& line : lines_) steps.push_back(line.steps);
  return steps;
}

std::vector<Value> DeadTimes::registers() const {
  std::vector<Value> all;
  for (const Line& line : lines_) {
    all.push_back(line.start);
    if (line.middle) all.push_back(*line.middle);
    if (line.end) all.push_back(*line.end);
  }
  return all;
}

void DeadTimes::advance(const Entering& entering, Registers& registers) const {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    registers.delay(line.start, entering.start[i], line.steps);
    if (line.middle) registers.delay(*line.middle, entering.middle[i], line.steps);
    if (line.end) registers.delay(*line.end, entering.end[i], line.steps);
  }
}

}  // namespace gainswarm::rollout
