#include "host/rollout/dependence.hpp"

#include <algorithm>

#include "host/graph/reach.hpp"

namespace gainswarm::rollout {
namespace {

using graph::InputKind;
using graph::Node;
using graph::NodeId;
using graph::Op;

bool is_register(const Node& node, std::size_t index) {
  return node.op == Op::input && node.input == InputKind::reg && node.index == index;
}

/// Registers to which the block with these roots assigns anything but their own value.
std::vector<bool> assigned(const rollout::Program& program, const std::vector<NodeId>& roots) {
  std::vector<bool> result(roots.size());
  for (std::size_t i = 0; i < roots.size(); ++i) result[i] = !is_register(program.graph[roots[i]], i);
  return result;
}

Rate input_rate(const Node& node, const std::vector<Rate>& register_rate) {
  switch (node.input) {
    case InputKind::gain:
    case InputKind::scenario:
      return Rate::rollout;
    case InputKind::tick:
      return Rate::tick;
    case InputKind::reg:
      return register_rate[node.index];
    case InputKind::substep:
    case InputKind::survived:
      break;
  }
  return Rate::substep;
}

/// result[node]: the combination over all inputs below the node, e.g. the fastest rate.
template <class T, class OfInput, class Combine>
std::vector<T> accumulate_inputs(const graph::Graph& graph, T of_constant, OfInput of_input,
                                 Combine combine) {
  std::vector<T> result(graph.size(), of_constant);
  for (NodeId id = 0; id < graph.size(); ++id) {
    const Node& node = graph[id];
    if (node.op == Op::input) {
      result[id] = of_input(node);
      continue;
    }
    T value = of_constant;
    graph::visit_operands(node, [&](NodeId operand) { value = combine(value, T{result[operand]}); });
    result[id] = value;
  }
  return result;
}

std::vector<bool> uniform_nodes(const graph::Graph& graph, const std::vector<bool>& register_is_uniform,
                                ScenarioOf scenario_of) {
  const auto of_input = [&](const Node& node) -> bool {
    if (node.input == InputKind::reg) return register_is_uniform[node.index];
    if (node.input == InputKind::scenario) return scenario_of == ScenarioOf::block;
    return node.input != InputKind::gain && node.input != InputKind::survived;
  };
  return accumulate_inputs<bool>(graph, true, of_input, [](bool a, bool b) { return a && b; });
}

/// The largest set of registers that nothing but uniform values is ever assigned to.
std::vector<bool> uniform_registers(const rollout::Program& program, ScenarioOf scenario_of) {
  std::vector<bool> uniform(program.registers.size(), true);
  for (const rollout::Delay& delay : program.delays) uniform[delay.reg] = false;
  for (bool changed = true; changed;) {
    changed = false;
    const std::vector<bool> node = uniform_nodes(program.graph, uniform, scenario_of);
    for (std::size_t i = 0; i < uniform.size(); ++i) {
      if (!uniform[i] || (node[program.start[i]] && node[program.tick[i]] && node[program.substep[i]]))
        continue;
      uniform[i] = false;
      changed = true;
    }
  }
  return uniform;
}

}  // namespace

Dependence analyse(const rollout::Program& program, ScenarioOf scenario_of) {
  const std::vector<bool> by_tick = assigned(program, program.tick);
  std::vector<bool> by_substep = assigned(program, program.substep);
  for (const Delay& delay : program.delays) by_substep[delay.reg] = true;
  Dependence result;
  result.scenario_of = scenario_of;
  result.register_rate.resize(program.registers.size());
  for (std::size_t i = 0; i < program.registers.size(); ++i) {
    result.register_rate[i] = by_substep[i] ? Rate::substep : by_tick[i] ? Rate::tick : Rate::rollout;
  }
  result.rate = accumulate_inputs<Rate>(
      program.graph, Rate::rollout, [&](const Node& node) { return input_rate(node, result.register_rate); },
      [](Rate a, Rate b) { return std::max(a, b); });
  result.differs_after_tick = accumulate_inputs<bool>(
      program.graph, false,
      [&](const Node& node) { return node.input == InputKind::reg && by_tick[node.index]; },
      [](bool a, bool b) { return a || b; });
  result.register_is_uniform = uniform_registers(program, scenario_of);
  return result;
}

}  // namespace gainswarm::rollout
