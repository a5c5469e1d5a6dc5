#include "host/engine/node_writer.hpp"

#include <cassert>

#include "host/engine/emission_order.hpp"
#include "host/graph/reach.hpp"

namespace gainswarm::engine {

using graph::InputKind;
using graph::Node;
using graph::NodeId;
using graph::Op;

NodeWriter::NodeWriter(VectorCode& code, const rollout::Program& program,
                       const rollout::Dependence& dependence)
    : code_(code), program_(program), dependence_(dependence) {
  values_.fill(Values(program.graph.size()));
  vectors_.fill(Values(program.graph.size()));
  registers_.fill(Values(program.registers.size()));
}

/// A node moves out of the substep to the tick block when it gives the same there: because it changes only
/// with the tick, or because the tick has but one substep and the tick block leaves the registers it reads
/// alone.
Place NodeWriter::home(NodeId id, Place place) const {
  if (dependence_.rate[id] == rollout::Rate::rollout) return Place::before_loops;
  const bool once_a_tick = dependence_.rate[id] == rollout::Rate::tick || program_.substeps == 1;
  if (place == Place::substep && once_a_tick && !dependence_.differs_after_tick[id]) return Place::tick;
  return place;
}

void NodeWriter::write(std::span<const NodeId> roots, Place place, rollout::Rate fastest) {
  for (const NodeId id : emission_order(program_.graph, missing(roots, place, fastest))) {
    const Node& node = program_.graph[id];
    table(values_, home(id, place))[id] = node.op == Op::input ? input(node, place) : operation(node, place);
  }
}

std::vector<NodeId> NodeWriter::missing(std::span<const NodeId> roots, Place place,
                                        rollout::Rate fastest) const {
  const auto written = [&](NodeId id) { return table(values_, home(id, place))[id] != nullptr; };
  std::vector<NodeId> nodes = graph::reach(program_.graph, roots, [&](NodeId id, auto visit) {
    if (!written(id)) graph::visit_operands(program_.graph[id], visit);
  });
  std::erase_if(nodes, [&](NodeId id) {
    return program_.graph.is_constant(id) || written(id) || dependence_.rate[id] > fastest;
  });
  return nodes;
}

LLVMValueRef NodeWriter::input(const Node& node, Place place) {
  switch (node.input) {
    case InputKind::gain:
      return code_.load(code_.vector_of(code_.number()), inputs_.gains, node.index);
    case InputKind::scenario:
      return code_.load(dependence_.scenario_of == rollout::ScenarioOf::block
                            ? code_.number()
                            : code_.vector_of(code_.number()),
                        inputs_.scenario, node.index);
    case InputKind::reg:
      return table(registers_, place)[node.index];
    case InputKind::tick:
      return inputs_.tick;
    case InputKind::substep:
      return inputs_.substep;
    case InputKind::survived:
      break;
  }
  return inputs_.survived;
}

LLVMValueRef NodeWriter::operation(const Node& node, Place place) {
  bool any_vector = false;
  graph::visit_operands(node,
                        [&](NodeId id) { any_vector = any_vector || code_.is_vector(value(id, place)); });
  std::array<LLVMValueRef, 3> operands = {};
  auto next = operands.begin();
  graph::visit_operands(
      node, [&](NodeId id) { *next++ = any_vector ? vector_value(id, place) : value(id, place); });
  return code_.operation(node.op, operands[0], operands[1], operands[2]);
}

LLVMValueRef NodeWriter::value(NodeId id, Place place) const {
  const Node& node = program_.graph[id];
  if (node.op == Op::constant) {
    return program_.graph.is_condition(id) ? code_.condition(node.value != 0) : code_.constant(node.value);
  }
  const LLVMValueRef written = table(values_, home(id, place))[id];
  assert(written != nullptr && "operands are written before their users");
  return written;
}

LLVMValueRef NodeWriter::vector_value(NodeId id, Place place) {
  LLVMValueRef& vector = table(vectors_, home(id, place))[id];
  if (vector == nullptr) vector = code_.splat(value(id, place));
  return vector;
}

}  // namespace gainswarm::engine
