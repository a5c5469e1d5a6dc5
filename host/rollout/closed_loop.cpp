#include "host/rollout/closed_loop.hpp"

#include <algorithm>

#include "host/graph/transform.hpp"
#include "host/rollout/parameters.hpp"

namespace gainswarm::rollout {

namespace {

LoopStates add_states(const ParsedProblem& problem, const Symbols& symbols, Registers& registers,
                      graph::Graph& graph) {
  LoopStates states;
  std::vector<Value> starts;
  const std::vector<Label>& plant_states = problem.plant.states();
  for (std::size_t i = 0; i < plant_states.size(); ++i) {
    const Value initial{&graph, graph.input(graph::InputKind::scenario, static_cast<std::uint32_t>(i))};
    starts.push_back(initial);
  }
  starts = problem.plant.confined(std::move(starts));
  for (std::size_t i = 0; i < plant_states.size(); ++i) {
    states.plant.push_back(registers.add(plant_states[i], starts[i]));
  }
  const std::vector<Value> start = problem.law.start(symbols.nominal, graph);
  for (std::size_t i = 0; i < start.size(); ++i) {
    states.law.push_back(registers.add(problem.law.states()[i], start[i]));
  }
  return states;
}

/// What a reference or disturbance is at a time. At one moment, such as the end, it may well be infinite.
Value lower_signal(const Equation& signal, Value time, graph::Graph& graph, const Names& names) {
  return time.is_constant() ? lower_number(signal, graph, names) : lower_finite(signal, graph, names);
}

}  // namespace

ClosedLoop::ClosedLoop(const ParsedProblem& problem, const Symbols& symbols, Registers& registers,
                       graph::Graph& graph)
    : problem_(problem),
      symbols_(symbols),
      graph_(&graph),
      states_(add_states(problem, symbols, registers, graph)),
      sampling_(sampling_jitter_generator(), problem.source.loop.sampling_jitter, problem.source, symbols,
                registers, graph),
      actuators_(problem, symbols, sampling_, registers, graph),
      sensors_(problem, symbols, registers, graph),
      dead_times_(problem, symbols, registers, graph) {}

Names ClosedLoop::references_at(Value time) const {
  Names names = symbols_.stated;
  names.define("t", time);
  Names references;
  for (const Equation& reference : problem_.references) {
    references.define(reference.name, lower_signal(reference, time, *graph_, names));
  }
  return references;
}

std::vector<std::optional<Value>> ClosedLoop::disturbances_at(Value time) const {
  const std::vector<Label>& inputs = problem_.plant.inputs();
  std::vector<std::optional<Value>> disturbances(inputs.size());
  Names names = symbols_.stated;
  names.define("t", time);
  for (const Equation& disturbance : problem_.disturbances) {
    const auto input = std::ranges::find(inputs, disturbance.name, &Label::name);
    disturbances[static_cast<std::size_t>(input - inputs.begin())] =
        lower_signal(disturbance, time, *graph_, names);
  }
  return disturbances;
}

Point ClosedLoop::point(const std::vector<Value>& states, const std::vector<Value>& inputs,
                        const Moment& when) const {
  std::vector<Value> disturbed = inputs;
  const std::vector<std::optional<Value>> disturbances = disturbances_at(when.time);
  for (std::size_t i = 0; i < disturbed.size(); ++i) {
    if (disturbances[i]) disturbed[i] = disturbed[i] + *disturbances[i];
  }
  return {states, disturbed, symbols_.actual, when.time, dead_times_.at(when.offset)};
}

Reading ClosedLoop::measure(const LoopStates& states, const Moment& when) const {
  const PlantModel& plant = problem_.plant;
  const bool continuous = problem_.law.continuous();
  const std::vector<Value> inputs =
      continuous ? placeholders(*graph_, plant.inputs().size(), 3) : actuators_.inputs();
  const std::vector<Value> outputs = plant.measure(point(states.plant, inputs, when), *graph_);
  if (continuous) refuse_algebraic_loop(outputs, inputs);
  return sensors_.read(outputs);
}

LawInputs ClosedLoop::law_inputs(const LoopStates& states, const std::vector<Value>& measured,
                                 Value time) const {
  const PlantModel& plant = problem_.plant;
  LawInputs seen;
  seen.names = symbols_.nominal;
  seen.names.define_all(references_at(time));
  seen.names.define("t", time);
  for (std::size_t i = 0; i < measured.size(); ++i) seen.names.define(plant.outputs()[i].name, measured[i]);
  seen.states = states.law;
  seen.previous = actuators_.inputs();
  for (const Label& input : plant.inputs()) {
    const spec::Actuator limits = actuator_of(problem_.source.loop, input.name);
    seen.lower.push_back(constant(limits.lower));
    seen.upper.push_back(constant(limits.upper));
  }
  return seen;
}

/// A continuous law has no held inputs that an output could show.
void ClosedLoop::refuse_algebraic_loop(const std::vector<Value>& measured,
                                       const std::vector<Value>& inputs) const {
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const graph::NodeId root = measured[i].id;
    for (const graph::NodeId node : graph::reachable(*graph_, std::span(&root, 1))) {
      for (const Value& input : inputs) {
        if (node != input.id) continue;
        throw spec::InputError(problem_.source.controller.name.position(),
                               "output '" + problem_.plant.outputs()[i].name +
                                   "' depends on an input, which a continuous law " +
                                   "computes from the outputs (an algebraic loop); measure states only, or " +
                                   "make the law sampled");
      }
    }
  }
}

Action ClosedLoop::act(const LoopStates& states, const Moment& when,
                       const std::vector<Value>& injected) const {
  Action action;
  Reading reading = measure(states, when);
  action.law = problem_.law.evaluate(law_inputs(states, reading.values, when.time), *graph_);
  action.commanded = action.law.inputs;
  for (std::size_t i = 0; i < injected.size(); ++i) action.law.inputs[i] = action.law.inputs[i] + injected[i];
  Drive drive = actuators_.drive(action.law.inputs);
  action.law.inputs = std::move(drive.inputs);
  action.latency = drive.latency;
  action.measured = std::move(reading.values);
  action.changes = std::move(drive.changes);
  action.changes.insert(action.changes.end(), reading.changes.begin(), reading.changes.end());
  return action;
}

Instant ClosedLoop::instant(const std::vector<Value>& states, const LawOutputs& law,
                            const Moment& when) const {
  const PlantModel& plant = problem_.plant;
  const Point where = point(states, law.inputs, when);
  Instant result{symbols_.stated, when.time};
  result.names.define_all(law.internals);
  result.names.define_all(references_at(when.time));
  result.names.define_all(plant.names(where, *graph_));
  for (std::size_t i = 0; i < law.inputs.size(); ++i)
    result.names.define(plant.inputs()[i].name, law.inputs[i]);
  const std::vector<Value> measured = plant.measure(where, *graph_);
  for (std::size_t i = 0; i < measured.size(); ++i) result.names.define(plant.outputs()[i].name, measured[i]);
  result.names.define("t", when.time);
  return result;
}

}  // namespace gainswarm::rollout
