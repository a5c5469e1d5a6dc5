#include "host/rollout/late_sampling.hpp"

#include "host/graph/transform.hpp"
#include "host/rollout/held_internals.hpp"

namespace gainswarm::rollout {
namespace {

/// Lets the registers start as if a sample at the start had changed them.
void start_as_sampled(std::span<const Change> changes, Registers& registers, graph::Graph& graph) {
  const Value zero{&graph, graph.constant(0)};
  std::vector<Value> from{{&graph, graph.input(graph::InputKind::tick)},
                          {&graph, graph.input(graph::InputKind::substep)}};
  std::vector<Value> to{zero, zero};
  for (std::uint32_t i = 0; i < registers.start().size(); ++i) {
    from.push_back({&graph, graph.input(graph::InputKind::reg, i)});
    to.push_back({&graph, registers.start()[i]});
  }
  std::vector<Value> next;
  for (const Change& change : changes) next.push_back(change.next);
  const std::vector<Value> start = graph::substitute(next, from, to);
  for (std::size_t i = 0; i < changes.size(); ++i) registers.set_start(changes[i].reg, start[i]);
}

std::vector<graph::NodeId*> roots_of_substep(Program& program) {
  std::vector<graph::NodeId*> roots;
  for (graph::NodeId& root : program.substep) roots.push_back(&root);
  for (Failure& failure : program.failures) roots.push_back(&failure.condition);
  for (Delay& delay : program.delays) roots.push_back(&delay.entering);
  return roots;
}

}  // namespace

Action held_until_next_sample(const Action& sampled, const ParsedProblem& problem, const ClosedLoop& loop,
                              Registers& registers, Changes& changes) {
  const std::size_t before = changes.size();
  Action held = sampled;
  held.law.inputs = loop.actuators().inputs();
  held.law.internals = hold_internals(sampled.law, sampled.law.internal_names, registers, changes);
  const std::vector<Label>& outputs = problem.plant.outputs();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (spec::find(problem.source.loop.sensors, outputs[i].name) == nullptr) continue;
    const Value measured = sampled.measured[i];
    held.measured[i] = registers.add({outputs[i].name + " measured", ""}, constant(measured, 0));
    changes.push_back({held.measured[i], measured});
  }
  start_as_sampled(std::span(changes).subspan(before), registers, *held.measured.front().graph);
  return held;
}

void sample_within_substep(Program& program, graph::Graph& graph, Value now, const Changes& changes) {
  std::vector<Value> from, to, values;
  for (const Change& change : changes) {
    from.push_back(change.reg);
    to.push_back(select(now, change.next, change.reg));
  }
  const std::vector<graph::NodeId*> roots = roots_of_substep(program);
  for (const graph::NodeId* root : roots) values.push_back({&graph, *root});
  values = graph::substitute(values, from, to);
  for (std::size_t i = 0; i < roots.size(); ++i) *roots[i] = values[i].id;
}

}  // namespace gainswarm::rollout
