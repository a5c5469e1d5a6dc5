#include "host/rollout/assemble.hpp"

#include "host/graph/transform.hpp"

namespace gainswarm::rollout {
namespace {

/// Compiling takes longer than linearly in the size of the loop; beyond this it would look like a hang.
void refuse_excessive_work(const Program& program, const spec::Position& where) {
  constexpr std::size_t most = 20'000;
  std::vector<graph::NodeId> loop = program.tick;
  loop.insert(loop.end(), program.substep.begin(), program.substep.end());
  for (const Delay& delay : program.delays) loop.push_back(delay.entering);
  const std::size_t operations = graph::reachable(program.graph, loop).size();
  if (operations <= most) return;
  throw spec::InputError(where, "one step of the loop needs " + std::to_string(operations) +
                                    " operations (more than " + std::to_string(most) +
                                    ", compiling them would take minutes); simplify the equations, or " +
                                    "integrate with euler or heun");
}

/// Every root of the program, in a fixed order.
std::vector<graph::NodeId*> roots_of(Program& program) {
  std::vector<graph::NodeId*> roots;
  for (auto* block :
       {&program.start, &program.tick, &program.substep, &program.finish, &program.signal_roots}) {
    for (graph::NodeId& root : *block) roots.push_back(&root);
  }
  for (Failure& failure : program.failures) roots.push_back(&failure.condition);
  for (Delay& delay : program.delays) roots.push_back(&delay.entering);
  if (program.least_cost) roots.push_back(&*program.least_cost);
  return roots;
}

}  // namespace

Program assemble(Program program, const graph::Graph& derived, const spec::Position& where) {
  const std::vector<graph::NodeId*> roots = roots_of(program);
  std::vector<graph::NodeId> nodes;
  nodes.reserve(roots.size());
  for (const graph::NodeId* root : roots) nodes.push_back(*root);

  graph::Graph fused(derived.precision());
  const std::vector<graph::NodeId> joined = graph::fuse(derived, nodes, fused);
  for (std::size_t i = 0; i < roots.size(); ++i) *roots[i] = joined[i];
  program.graph = std::move(fused);
  refuse_excessive_work(program, where);
  return program;
}

}  // namespace gainswarm::rollout
