// Plant, sensors, controller, actuators, references and disturbances joined, lowered at whatever moment they
// are asked about.
#pragma once

#include <vector>

#include "host/rollout/actuators.hpp"
#include "host/rollout/dead_times.hpp"
#include "host/rollout/functionals.hpp"
#include "host/rollout/sensors.hpp"

namespace gainswarm::rollout {

/// States of the plant and of the controller, each in its own order.
struct LoopStates {
  std::vector<Value> plant, law;
};

/// An instant of a block: the time in s, and how many steps (0, 1/2 or 1) after the block began it is.
struct Moment {
  Value time;
  double offset = 0;
};

/// What the law does at an instant.
struct Action {
  LawOutputs law;                ///< its inputs are those that the actuators let through
  std::vector<Value> commanded;  ///< what the law itself gave
  std::vector<Value> measured;   ///< what it saw of the plant's outputs
  std::optional<Value> latency;  ///< with jitter: after how many steps the inputs act
  Changes changes;               ///< what a tick makes of the actuators' and sensors' registers
};

class ClosedLoop {
 public:
  /// Adds the loop's registers: both kinds of states, then those of actuators and sensors. All arguments must
  /// outlive the loop. Throws InputError for a start value that cannot be lowered.
  ClosedLoop(const ParsedProblem& problem, const Symbols& symbols, Registers& registers, graph::Graph& graph);

  [[nodiscard]] const LoopStates& states() const { return states_; }
  /// How late each tick comes.
  [[nodiscard]] const Lateness& sampling() const { return sampling_; }
  [[nodiscard]] const Actuators& actuators() const { return actuators_; }
  [[nodiscard]] const DeadTimes& dead_times() const { return dead_times_; }

  /// What the law gives when it sees the plant's outputs at these states and then; `injected`, one value a
  /// plant input or none, is added to it before the actuators. Throws InputError when a continuous law sees
  /// its own inputs.
  [[nodiscard]] Action act(const LoopStates& states, const Moment& when,
                           const std::vector<Value>& injected = {}) const;
  /// What disturbs each of the plant's inputs; nothing where nothing is stated.
  [[nodiscard]] std::vector<std::optional<Value>> disturbances_at(Value time) const;
  /// The plant at these states and inputs, disturbances added to them.
  [[nodiscard]] Point point(const std::vector<Value>& states, const std::vector<Value>& inputs,
                            const Moment& when) const;
  /// Every signal by name, given the plant's states and what the law gave.
  [[nodiscard]] Instant instant(const std::vector<Value>& states, const LawOutputs& law,
                                const Moment& when) const;

 private:
  [[nodiscard]] Value constant(double value) const { return {graph_, graph_->constant(value)}; }
  [[nodiscard]] Names references_at(Value time) const;
  [[nodiscard]] Reading measure(const LoopStates& states, const Moment& when) const;
  [[nodiscard]] LawInputs law_inputs(const LoopStates& states, const std::vector<Value>& measured,
                                     Value time) const;
  void refuse_algebraic_loop(const std::vector<Value>& measured, const std::vector<Value>& inputs) const;

  const ParsedProblem& problem_;
  const Symbols& symbols_;
  graph::Graph* graph_;
  LoopStates states_;
  const Lateness sampling_;
  const Actuators actuators_;
  const Sensors sensors_;
  const DeadTimes dead_times_;
};

}  // namespace gainswarm::rollout
