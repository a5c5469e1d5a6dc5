// Jitter: how many integration steps late something of each tick of a sampled law comes.
//
// 0, 1, ..., m steps, each number as likely as the others, drawn anew at every tick and the same for all
// inputs and outputs: one computation reads and gives them all. Two things can be late, each by a lateness of
// its own. Sampling jitter delays the instant at which the law samples (see late_sampling.hpp), latency
// jitter what it gives from there to the actuators: sampling and input-output jitter in A. Cervin, D.
// Henriksson, B. Lincoln, J. Eker, K.-E. Arzen: How does control timing affect performance?, IEEE Control
// Systems Magazine 23(3), 2003.
#pragma once

#include <optional>

#include "host/rollout/generators.hpp"

namespace gainswarm::rollout {

class Lateness {
 public:
  /// Adds the registers if `most` (s) is not 0.
  Lateness(const Generator& generator, double most, const spec::Problem& problem, const Symbols& symbols,
           Registers& registers, graph::Graph& graph);

  [[nodiscard]] bool varies() const { return steps_.has_value(); }
  /// Draws a tick's lateness: adds what its registers become, and returns it in steps. Only where it varies.
  Value draw(Changes& changes) const;
  /// The one that was drawn last. Only where it varies.
  [[nodiscard]] Value steps() const { return *steps_; }

 private:
  double choices_;  ///< how many there are
  noise::State<Value> state_;
  std::optional<Value> steps_;
};

}  // namespace gainswarm::rollout
