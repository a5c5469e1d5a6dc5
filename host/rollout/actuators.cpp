#include "host/rollout/actuators.hpp"

#include <cmath>

#include "host/rollout/effects.hpp"
#include "host/rollout/parameters.hpp"

namespace gainswarm::rollout {

Actuators::Actuators(const ParsedProblem& problem, const Symbols& symbols, const Lateness& sampling,
                     Registers& registers, graph::Graph& graph)
    : problem_(problem),
      graph_(&graph),
      sampling_(sampling),
      latency_(jitter_generator(), problem.source.loop.jitter, problem.source, symbols, registers, graph) {
  for (const Label& input : problem.plant.inputs()) add_channel(input, registers);
}

void Actuators::add_channel(const Label& input, Registers& registers) {
  Channel channel{actuator_of(problem_.source.loop, input.name), {}, {}, {}, {}};
  const spec::Actuator& actuator = channel.actuator;
  if (!problem_.law.continuous()) {
    const Value zero{graph_, graph_->constant(0)};
    const bool has_rate_limit = std::isfinite(actuator.rate_limit.value);
    const Value start = has_rate_limit ? limit(zero, actuator.lower, actuator.upper) : zero;
    inputs_.push_back(registers.add(input, start));
    if (actuator.lag > 0) channel.command = registers.add({input.name + " command", input.unit}, start);
    if (latency_.varies()) channel.coming = registers.add({input.name + " on its way", input.unit}, start);
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
    value = limit_step(held(i), value, actuator.rate_limit.value * control_period(problem_.source));
  }
  return value;
}

Drive Actuators::drive(const std::vector<Value>& commanded) const {
  Drive drive;
  if (latency_.varies()) drive.latency = latency_.draw(drive.changes);
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const Value value = shape(channels_[i], i, commanded[i], drive.changes);
    drive.inputs.push_back(channels_[i].command ? inputs_[i] : value);
    if (!inputs_.empty()) drive.changes.push_back({channels_[i].coming.value_or(held(i)), value});
  }
  return drive;
}

/// In a substep: whether the outputs of the last sample have arrived. Only where their latency varies.
Value Actuators::arrived() const {
  const Value substep{graph_, graph_->input(graph::InputKind::substep)};
  return substep >= (sampling_.varies() ? sampling_.steps() + latency_.steps() : latency_.steps());
}

/// What holds in a substep: the last tick's command once it has arrived.
Value Actuators::held_in_substep(std::size_t i) const {
  const std::optional<Value>& coming = channels_[i].coming;
  return coming ? select(arrived(), *coming, held(i)) : held(i);
}

std::vector<Value> Actuators::inputs_after(double offset) const {
  std::vector<Value> inputs = inputs_;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Value held = held_in_substep(i);
    if (!channels_[i].command) {
      inputs[i] = held;
    } else if (offset > 0) {
      const double kept = kept_after(offset * problem_.source.simulation.step, channels_[i].actuator.lag);
      inputs[i] = held + kept * (inputs[i] - held);
    }
  }
  return inputs;
}

Changes Actuators::changes_in_substep() const {
  Changes changes;
  const std::vector<Value> after = inputs_after(1);
  for (std::size_t i = 0; i < after.size(); ++i) {
    const Channel& channel = channels_[i];
    if (channel.command || channel.coming) changes.push_back({inputs_[i], after[i]});
    if (channel.command && channel.coming) changes.push_back({*channel.command, held_in_substep(i)});
  }
  return changes;
}

}  // namespace gainswarm::rollout
