// The moments of a rollout, in terms of the numbers of tick and substep.
#pragma once

#include "host/rollout/closed_loop.hpp"
#include "host/rollout/program.hpp"
#include "host/rollout/time_grid.hpp"

namespace gainswarm::rollout {

class Clock {
 public:
  /// Of a program that has its times. The graph must outlive this.
  Clock(const Program& program, graph::Graph& graph);

  [[nodiscard]] Moment tick() const;
  /// `offset` steps after the substep began: 0, 1/2 or 1.
  [[nodiscard]] Moment in_substep(double offset) const;
  /// Likewise, of a stage of the integration: within the step, so that it sees no jump at the step's ends,
  /// from which the method would lose its order.
  [[nodiscard]] Moment of_stage(double offset) const;

 private:
  graph::Graph* graph_;
  TimeGrid ticks_, steps_;
  double substeps_;  ///< a tick
};

}  // namespace gainswarm::rollout
