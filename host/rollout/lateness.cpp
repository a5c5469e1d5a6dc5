#include "host/rollout/lateness.hpp"

#include <cmath>

namespace gainswarm::rollout {

Lateness::Lateness(const Generator& generator, double most, const spec::Problem& problem,
                   const Symbols& symbols, Registers& registers, graph::Graph& graph)
    : choices_(1 + std::round(most / problem.simulation.step)) {
  if (most <= 0) return;
  state_ = add_generator(generator, symbols, registers, graph);
  steps_ = registers.add({generator.name + " in steps", ""}, {&graph, graph.constant(0)});
}

Value Lateness::draw(Changes& changes) const {
  const noise::State<Value> next = noise::next(state_);
  for (std::size_t i = 0; i < next.size(); ++i) changes.push_back({state_[i], next[i]});
  const Value late = floor((1 - noise::uniform(next)) * choices_);
  changes.push_back({*steps_, late});
  return late;
}

}  // namespace gainswarm::rollout
