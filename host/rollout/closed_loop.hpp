// Plant, controller, actuators and references joined, lowered at whatever moment they are asked about.
#pragma once

#include <vector>

#include "host/rollout/functionals.hpp"
#include "host/rollout/registers.hpp"
#include "host/rollout/symbols.hpp"

namespace gainswarm::rollout {

/// States of the plant and of the controller, each in its own order.
struct LoopStates {
  std::vector<Value> plant, law;
};

class ClosedLoop {
 public:
  /// Adds the loop's registers: both kinds of states, then the inputs that a sampled law holds. All arguments
  /// must outlive the loop. Throws InputError for a start value that cannot be lowered.
  ClosedLoop(const ParsedProblem& problem, const Symbols& symbols, Registers& registers, graph::Graph& graph);

  [[nodiscard]] const LoopStates& states() const { return states_; }
  /// One a plant input; none when the law is continuous.
  [[nodiscard]] const std::vector<Value>& held_inputs() const { return held_inputs_; }

  /// What the law gives when it sees the plant's outputs at these states and time (s); its inputs are those
  /// that the actuators let through. Throws InputError when a continuous law sees its own inputs.
  [[nodiscard]] LawOutputs act(const LoopStates& states, Value time) const;
  /// The plant at these states and inputs.
  [[nodiscard]] Point point(const std::vector<Value>& states, const std::vector<Value>& inputs,
                            Value time) const;
  /// Every signal by name, given the plant's states and what the law gave.
  [[nodiscard]] Instant instant(const std::vector<Value>& states, const LawOutputs& law, Value time) const;

 private:
  [[nodiscard]] Value constant(double value) const { return {graph_, graph_->constant(value)}; }
  [[nodiscard]] Names references_at(Value time) const;
  [[nodiscard]] LawInputs law_inputs(const LoopStates& states, Value time) const;
  [[nodiscard]] std::vector<Value> actuate(const std::vector<Value>& commanded) const;
  void refuse_algebraic_loop(const std::vector<Value>& measured, const std::vector<Value>& inputs) const;

  const ParsedProblem& problem_;
  const Symbols& symbols_;
  graph::Graph* graph_;
  LoopStates states_;
  std::vector<Value> held_inputs_;
};

}  // namespace gainswarm::rollout
