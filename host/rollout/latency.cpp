#include "host/rollout/latency.hpp"

#include <cmath>

namespace gainswarm::rollout {

Latency::Latency(const spec::Problem& problem, const Symbols& symbols, Registers& registers,
                 graph::Graph& graph)
    : graph_(&graph), choices_(1 + std::round(problem.loop.jitter / problem.simulation.step)) {
  if (problem.loop.jitter <= 0) return;
  state_ = add_generator(jitter_generator(), symbols, registers, graph);
  late_ = registers.add({"latency in steps", ""}, {&graph, graph.constant(0)});
}

Value Latency::draw(Changes& changes) const {
  const noise::State<Value> next = noise::next(state_);
  for (std::size_t i = 0; i < next.size(); ++i) changes.push_back({state_[i], next[i]});
  const Value late = floor((1 - noise::uniform(next)) * choices_);
  changes.push_back({*late_, late});
  return late;
}

Value Latency::arrived() const {
  return Value{graph_, graph_->input(graph::InputKind::substep)} >= *late_;
}

}  // namespace gainswarm::rollout
