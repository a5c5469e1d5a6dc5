#include "host/rollout/sensors.hpp"

#include "host/rollout/dead_times.hpp"
#include "host/rollout/effects.hpp"
#include "host/rollout/generators.hpp"
#include "host/rollout/parameters.hpp"

namespace gainswarm::rollout {
namespace {

/// The outputs of the plant as it starts, no input acting.
std::vector<Value> outputs_at_start(const ParsedProblem& problem, const Symbols& symbols,
                                    graph::Graph& graph) {
  std::vector<Value> states;
  for (std::size_t i = 0; i < problem.plant.states().size(); ++i) {
    states.push_back({&graph, graph.input(graph::InputKind::scenario, static_cast<std::uint32_t>(i))});
  }
  const Value zero{&graph, graph.constant(0)};
  const std::vector<Value> inputs(problem.plant.inputs().size(), zero);
  const std::vector<Value> delayed = before_start(problem, symbols, graph);
  return problem.plant.measure({states, inputs, symbols.actual, zero, delayed}, graph);
}

}  // namespace

Sensors::Sensors(const ParsedProblem& problem, const Symbols& symbols, Registers& registers,
                 graph::Graph& graph) {
  const std::vector<Label>& outputs = problem.plant.outputs();
  std::vector<Value> start;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    Channel channel{sensor_of(problem.source.loop, outputs[i].name), {}, {}, 0, {}};
    const spec::Sensor& sensor = channel.sensor;
    if (sensor.noise.value > 0)
      channel.noise = add_generator(noise_of(outputs[i].name), symbols, registers, graph);
    if (start.empty() && (sensor.filter > 0 || sensor.delay > 0))
      start = outputs_at_start(problem, symbols, graph);
    if (sensor.filter > 0) {
      channel.kept = kept_after(control_period(problem.source), sensor.filter);
      channel.filtered = registers.add({outputs[i].name + " filtered", outputs[i].unit}, start[i]);
    }
    if (sensor.delay > 0) {
      const Value settled = sensor.quantum.value > 0 ? quantise(start[i], sensor.quantum.value) : start[i];
      channel.line =
          add_delay_line(ticks_of(sensor.delay, problem.source), outputs[i].name, settled, registers);
    }
    channels_.push_back(std::move(channel));
  }
}

Value Sensors::read(const Channel& channel, Value value, Changes& changes) const {
  if (channel.noise) {
    noise::State<Value> state = *channel.noise;
    value = value + channel.sensor.noise.value * noise::sample(state);
    for (std::size_t i = 0; i < state.size(); ++i) changes.push_back({(*channel.noise)[i], state[i]});
  }
  if (channel.filtered) {
    value = value + channel.kept * (*channel.filtered - value);
    changes.push_back({*channel.filtered, value});
  }
  if (channel.sensor.quantum.value > 0) value = quantise(value, channel.sensor.quantum.value);
  return delay(value, channel.line, changes);
}

Reading Sensors::read(const std::vector<Value>& outputs) const {
  Reading reading;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    reading.values.push_back(read(channels_[i], outputs[i], reading.changes));
  }
  return reading;
}

}  // namespace gainswarm::rollout
