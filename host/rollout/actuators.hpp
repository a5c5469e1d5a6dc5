// What stands between the law's outputs and the plant's inputs.
//
// At each control tick, in this order: the computation's delay, the dead zone, the backlash, the quantum, the
// saturation, the rate limit. What comes out is held until the next tick, and a lag follows it in between.
// Its solution for a held command is known, u(t) = command + (u(0) - command) exp(-t / lag), so it is taken
// exactly at every stage of the integration: a state of its own would cost more, have an error, and be
// unstable for lags below a third of the step.
#pragma once

#include <optional>
#include <vector>

#include "host/rollout/parsed_problem.hpp"
#include "host/rollout/registers.hpp"

namespace gainswarm::rollout {

/// The plant's inputs at a tick, and what the registers become.
struct Drive {
  std::vector<Value> inputs;
  Changes changes;
};

class Actuators {
 public:
  /// Adds the registers; a continuous law's actuators have none. The problem must outlive this.
  Actuators(const ParsedProblem& problem, Registers& registers, graph::Graph& graph);

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
    std::optional<Value> command;   ///< held since the last tick; without a lag it is the input itself
  };
  void add_channel(const Label& input, Registers& registers);
  [[nodiscard]] Value shape(const Channel& channel, std::size_t i, Value value, Changes& changes) const;

  const ParsedProblem& problem_;
  graph::Graph* graph_;
  std::vector<Value> inputs_;
  std::vector<Channel> channels_;
};

}  // namespace gainswarm::rollout
