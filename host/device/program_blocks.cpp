#include "host/device/program_blocks.hpp"

#include "host/graph/reach.hpp"

namespace gainswarm::device {

using graph::InputKind;
using graph::Node;
using graph::NodeId;
using graph::Op;
using rollout::Rate;

ProgramBlocks::ProgramBlocks(const rollout::Program& program)
    : start{program.start, Rate::rollout},
      tick{program.tick, Rate::tick},
      substep{rollout::substep_roots(program), Rate::substep},
      finish{program.finish, Rate::rollout},
      graph_(program.graph),
      dependence_(rollout::analyse(program)) {
  for (const Block* inner : {&substep, &tick_constants, &tick}) hand_to(*inner);
}

bool ProgramBlocks::is_handed(NodeId id, Rate own) const {
  const Node& node = graph_[id];
  if (node.op == Op::constant) return false;
  if (node.op == Op::input && node.input != InputKind::gain && node.input != InputKind::scenario) {
    return false;
  }
  return rate(id) < own;
}

std::vector<NodeId> ProgramBlocks::needed(const Block& block) const {
  std::vector<NodeId> nodes = graph::reach(graph_, block.roots, [&](NodeId id, auto visit) {
    if (!is_handed(id, block.own)) graph::visit_operands(graph_[id], visit);
  });
  std::erase_if(nodes, [&](NodeId id) { return graph_.is_constant(id); });
  return nodes;
}

void ProgramBlocks::hand_to(const Block& block) {
  for (const NodeId id : needed(block)) {
    if (!is_handed(id, block.own)) continue;
    if (handed_.insert(id).second)
      (rate(id) == Rate::rollout ? constants : tick_constants).roots.push_back(id);
  }
}

}  // namespace gainswarm::device
