// Latency jitter: how late the outputs of each tick reach the actuators.
//
// A law samples at the ticks, and its outputs take effect 0, 1, ..., m integration steps later, each number
// as likely as the others, drawn anew at every tick and the same for all inputs: one computation gives them
// all. What was applied before holds until then. This is input-output jitter (A. Cervin, D. Henriksson,
// B. Lincoln, J. Eker, K.-E. Arzen: How does control timing affect performance?, IEEE Control Systems
// Magazine 23(3), 2003); the instants of sampling stay where they are.
#pragma once

#include <optional>

#include "host/rollout/generators.hpp"

namespace gainswarm::rollout {

class Latency {
 public:
  /// Adds the registers if the loop has jitter.
  Latency(const spec::Problem& problem, const Symbols& symbols, Registers& registers, graph::Graph& graph);

  [[nodiscard]] bool varies() const { return late_.has_value(); }
  /// Draws a tick's latency: adds what its registers become, and returns it in steps. Only where it varies.
  Value draw(Changes& changes) const;
  /// In a substep: whether the last tick's outputs have arrived. Only where the latency varies.
  [[nodiscard]] Value arrived() const;

 private:
  graph::Graph* graph_;
  double choices_;  ///< how many latencies there are
  noise::State<Value> state_;
  std::optional<Value> late_;  ///< steps, of the last tick
};

}  // namespace gainswarm::rollout
