#include "host/rollout/actuators.hpp"

#include <cmath>

#include "host/rollout/effects.hpp"
#include "host/rollout/parameters.hpp"

namespace gainswarm::rollout {

Actuators::Actuators(const ParsedProblem& problem, Registers& registers, graph::Graph& graph)
    : problem_(problem), graph_(&graph) {
  for (const Label& input : problem.plant.inputs()) add_channel(input, registers);
}

void Actuators::add_channel(const Label& input, Registers& registers) {
  Channel channel{actuator_of(problem_.source.loop, input.name), {}, {}, {}};
  const spec::Actuator& actuator = channel.actuator;
  if (!problem_.law.continuous()) {
    const Value zero{graph_, graph_->constant(0)};
    const bool has_rate_limit = std::isfinite(actuator.rate_limit.value);
    const Value start = has_rate_limit ? limit(zero, actuator.lower, actuator.upper) : zero;
    inputs_.push_back(registers.add(input, start));
    if (actuator.lag > 0) channel.command = registers.add({input.name + " command", input.unit}, start);
    if (actuator.backlash.value > 0)
      channel.position = registers.add({input.name + " behind the backlash", input.unit}, zero);
    const std::size_t ticks = ticks_of(actuator.delay, problem_.source);
    channel.line = add_delay_line(ticks, input.name + " computed", zero, registers);
  }
  channels_.push_back(std::move(channel));
}

/// What the actuator makes of the value that it gets at a tick, before its lag.
Value Actuators::shape(const Channel& channel, std::size_t i, Value value, Changes& changes) const {
  const spec::Actuator& actuator = channel.actuator;
  value = delay(value, channel.line, changes);
  if (actuator.dead_zone.value > 0) value = dead_zone(value, actuator.dead_zone.value);
  if (channel.position) {
    value = follow_with_play(*channel.position, value, actuator.backlash.value);
    changes.push_back({*channel.position, value});
  }
  if (actuator.quantum.value > 0) value = quantise(value, actuator.quantum.value);
  value = limit(value, actuator.lower, actuator.upper);
  if (std::isfinite(actuator.rate_limit.value)) {
    const Value before = channel.command.value_or(inputs_[i]);
    value = limit_step(before, value, actuator.rate_limit.value * control_period(problem_.source));
  }
  return value;
}

Drive Actuators::drive(const std::vector<Value>& commanded) const {
  Drive drive;
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const Value value = shape(channels_[i], i, commanded[i], drive.changes);
    const std::optional<Value>& command = channels_[i].command;
    drive.inputs.push_back(command ? inputs_[i] : value);
    if (!inputs_.empty()) drive.changes.push_back({command.value_or(inputs_[i]), value});
  }
  return drive;
}

std::vector<Value> Actuators::inputs_after(double offset) const {
  std::vector<Value> inputs = inputs_;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::optional<Value>& command = channels_[i].command;
    if (!command || offset == 0) continue;
    const double kept = kept_after(offset * problem_.source.simulation.step, channels_[i].actuator.lag);
    inputs[i] = *command + kept * (inputs[i] - *command);
  }
  return inputs;
}

Changes Actuators::changes_in_substep() const {
  Changes changes;
  const std::vector<Value> after = inputs_after(1);
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (channels_[i].command) changes.push_back({inputs_[i], after[i]});
  }
  return changes;
}

}  // namespace gainswarm::rollout
