// What stands between the law's outputs and the plant's inputs.
//
// At each control tick, in this order: the computation's delay, the dead zone, the backlash, the quantum, the
// saturation, the rate limit. What comes out is held until the next tick (with jitter, until the next one
// arrives) and a lag follows it in between.
// Its solution for a held command is known, u(t) = command + (u(0) - command) exp(-t / lag), so it is taken
// exactly at every stage of the integration: a state of its own would cost more, have an error, and be
// unstable for lags below a third of the step.
#pragma once

#include <optional>
#include <vector>

#include "host/rollout/lateness.hpp"

namespace gainswarm::rollout {

/// The plant's inputs from a tick on, and what the registers become.
struct Drive {
  std::vector<Value> inputs;     ///< with jitter: as soon as they arrive
  std::optional<Value> latency;  ///< with jitter: after how many steps that is
  Changes changes;
};

class Actuators {
 public:
  /// Adds the registers; a continuous law's actuators have none. The problem and the lateness of the sampling
  /// must outlive this.
  Actuators(const ParsedProblem& problem, const Symbols& symbols, const Lateness& sampling,
            Registers& registers, graph::Graph& graph);

  /// What the plant's inputs are when a block begins; none when the law is continuous.
  [[nodiscard]] const std::vector<Value>& inputs() const { return inputs_; }
  /// What they are `offset` steps after a substep began.
  [[nodiscard]] std::vector<Value> inputs_after(double offset) const;
  /// What a whole substep makes of the registers.
  [[nodiscard]] Changes changes_in_substep() const;
  /// What becomes of the law's outputs.
  [[nodiscard]] Drive drive(const std::vector<Value>& commanded) const;

 private:
  /// One input's actuator with its registers.
  struct Channel {
    spec::Actuator actuator;
    std::vector<Value> line;        ///< outputs that are still to come
    std::optional<Value> position;  ///< behind the backlash
    std::optional<Value> command;   ///< held since it arrived; without a lag it is the input itself
    std::optional<Value> coming;    ///< with jitter: the last tick's command
  };
  void add_channel(const Label& input, Registers& registers);
  [[nodiscard]] Value held(std::size_t i) const { return channels_[i].command.value_or(inputs_[i]); }
  [[nodiscard]] Value arrived() const;
  [[nodiscard]] Value held_in_substep(std::size_t i) const;
  [[nodiscard]] Value shape(const Channel& channel, std::size_t i, Value value, Changes& changes) const;

  const ParsedProblem& problem_;
  graph::Graph* graph_;
  const Lateness& sampling_;
  const Lateness latency_;
  std::vector<Value> inputs_;
  std::vector<Channel> channels_;
};

}  // namespace gainswarm::rollout
