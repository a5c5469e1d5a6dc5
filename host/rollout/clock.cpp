#include "host/rollout/clock.hpp"

namespace gainswarm::rollout {

using graph::InputKind;

Clock::Clock(const Program& program, graph::Graph& graph)
    : graph_(&graph),
      ticks_(program.control_period, 1, graph.precision()),
      steps_(program.control_period, program.substeps, graph.precision()),
      substeps_(static_cast<double>(program.substeps)) {}

Moment Clock::tick() const {
  return {ticks_.at(Value{graph_, graph_->input(InputKind::tick)})};
}

Moment Clock::in_substep(double offset) const {
  Value steps{graph_, graph_->input(InputKind::tick)};
  if (substeps_ > 1) steps = substeps_ * steps + Value{graph_, graph_->input(InputKind::substep)};
  return {steps_.at(offset == 0 ? steps : steps + offset), offset};
}

Moment Clock::of_stage(double offset) const {
  const Value time = in_substep(offset).time;
  return {offset == 0 ? just_after(time) : offset == 1 ? just_before(time) : time, offset};
}

}  // namespace gainswarm::rollout
