#include "host/rollout/recorded_signals.hpp"

#include <algorithm>

namespace gainswarm::rollout {
namespace {

void record(Program& program, const Label& label, Value value) {
  program.signals.push_back(label);
  program.signal_roots.push_back(value.id);
}

/// A name that stands for two things, such as a state that is an output, is recorded once.
void record_named(Program& program, const Label& label, const Instant& instant) {
  const Value value = *instant.names.find(label.name);
  const bool is_known = std::ranges::find(program.signals, label.name, &Label::name) != program.signals.end();
  if (!is_known && !value.is_condition()) record(program, label, value);
}

void record_disturbances(const Instant& instant, const ParsedProblem& problem, const ClosedLoop& loop,
                         Program& program) {
  const auto disturbances = loop.disturbances_at(instant.time);
  for (std::size_t i = 0; i < disturbances.size(); ++i) {
    const Label& input = problem.plant.inputs()[i];
    if (disturbances[i]) record(program, {input.name + " disturbance", input.unit}, *disturbances[i]);
  }
}

}  // namespace

void record_signals(const Tick& tick, const ParsedProblem& problem, const ClosedLoop& loop,
                    Program& program) {
  const PlantModel& plant = problem.plant;
  for (const auto* labels : {&plant.states(), &plant.outputs(), &plant.inputs()}) {
    for (const Label& label : *labels) record_named(program, label, tick.instant);
  }
  for (const Equation& reference : problem.references)
    record_named(program, {reference.name, ""}, tick.instant);
  record_disturbances(tick.instant, problem, loop, program);
  for (const std::string& internal : tick.action.law.internal_names)
    record_named(program, {internal, ""}, tick.instant);
  const std::vector<Label>& outputs = plant.outputs();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (spec::find(problem.source.loop.sensors, outputs[i].name) == nullptr) continue;
    record(program, {outputs[i].name + " measured", outputs[i].unit}, tick.action.measured[i]);
  }
  const double step = problem.source.simulation.step;
  if (tick.action.latency) record(program, {"output latency", "s"}, *tick.action.latency * step);
  if (tick.lateness) record(program, {"sampling delay", "s"}, *tick.lateness * step);
}

}  // namespace gainswarm::rollout
