// Programs written by hand, in a few lines.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "host/graph/value.hpp"
#include "host/rollout/program.hpp"
#include "host/rollout/scenarios.hpp"

namespace gainswarm::engine {

struct Builder {
  explicit Builder(graph::Precision precision = graph::Precision::float64) {
    program.graph = graph::Graph(precision);
    program.control_period = 0.5;
  }

  graph::Value input(graph::InputKind kind, std::uint32_t index = 0) {
    return {&program.graph, program.graph.input(kind, index)};
  }
  graph::Value gain(std::uint32_t index) { return input(graph::InputKind::gain, index); }
  graph::Value scenario(std::uint32_t index) { return input(graph::InputKind::scenario, index); }
  graph::Value reg(std::uint32_t index) { return input(graph::InputKind::reg, index); }
  graph::Value number(double value) { return {&program.graph, program.graph.constant(value)}; }

  /// A register: what it starts with, and its value after a tick block and after a substep.
  void add_register(graph::Value start, graph::Value tick, graph::Value substep) {
    program.registers.push_back({"register", ""});
    program.start.push_back(start.id);
    program.tick.push_back(tick.id);
    program.substep.push_back(substep.id);
  }
  void add_failure(const std::string& cause, graph::Value condition) {
    program.failures.push_back({cause, condition.id});
  }
  void add_output(graph::Value value) {
    program.outputs.push_back({"output", ""});
    program.finish.push_back(value.id);
  }
  void declare_gains(std::size_t count) { program.gains.resize(count); }

  rollout::Program program;
};

inline rollout::ScenarioTable one_scenario(std::initializer_list<double> values = {}) {
  return {.scenarios = 1, .columns = static_cast<std::int64_t>(values.size()), .values = values};
}

}  // namespace gainswarm::engine
