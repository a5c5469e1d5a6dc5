// A controller's law: from measurements and references to the plant's inputs.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "host/rollout/equations.hpp"
#include "host/rollout/nominal_model.hpp"
#include "host/rollout/plant.hpp"

namespace gainswarm::rollout {

/// What the law sees when it is evaluated.
struct LawInputs {
  Names names;                      ///< measurements, references, gains, parameters, t, period
  std::vector<Value> states;        ///< the controller's own, in the order of ControlLaw::states()
  std::vector<Value> previous;      ///< plant inputs held so far; empty in a continuous law
  std::vector<Value> lower, upper;  ///< the actuators' limits, one a plant input
};

/// What it gives.
struct LawOutputs {
  std::vector<Value> inputs;                ///< commanded plant inputs, before the actuator
  std::vector<Value> states_next;           ///< sampled law: the states' values at the next tick
  std::vector<Value> state_rates;           ///< continuous law: their time derivatives
  Names internals;                          ///< own states and intermediate values
  std::vector<std::string> internal_names;  ///< in the order of the file
};

/// The law's functions besides the common ones:
///
///   drift(x)            time derivative of plant state x with every input at 0 (nominal plant, measured
///                       state)
///   influence(x, u)     partial derivative of that with respect to input u, exact
///   lower(u), upper(u)  the actuator's limits
///   previous(u)         the input held so far (sampled laws)
class ControlLaw {
 public:
  /// `connect`: what the plant calls signals that the law names otherwise. Throws InputError at a connection
  /// of what the law does not use.
  ControlLaw(const spec::Controller& controller, const spec::Map<spec::Text>& connect,
             const PlantModel& plant);

  [[nodiscard]] bool continuous() const { return continuous_; }
  [[nodiscard]] const std::vector<Label>& states() const { return states_; }
  [[nodiscard]] const std::vector<Label>& gains() const { return gains_; }

  /// Start values of the states, from gains and parameters.
  [[nodiscard]] std::vector<Value> start(const Names& names, graph::Graph& graph) const;
  [[nodiscard]] LawOutputs evaluate(const LawInputs& inputs, graph::Graph& graph) const;

 private:
  struct StateEquation {
    Equation start;
    Equation change;  ///< rate or next
    bool is_rate;
  };

  void read_states(const spec::Controller& controller);
  void read_output(const spec::Controller& controller);
  void require_used_connections(const spec::Controller& controller) const;
  [[nodiscard]] std::set<std::string> used_names() const;
  [[nodiscard]] Names with_own_names(const Names& names) const;
  [[nodiscard]] std::size_t named_operand(const language::Syntax& call, std::size_t i, const spec::Text& text,
                                          const std::vector<Label>& all, const std::string& what) const;
  [[nodiscard]] std::optional<Value> call(const language::Syntax& syntax, const spec::Text& text,
                                          const LawInputs& inputs, NominalModel& model,
                                          graph::Graph& graph) const;

  const PlantModel& plant_;
  spec::Map<spec::Text> connect_;
  bool continuous_;
  std::vector<Label> states_, gains_;
  std::vector<StateEquation> equations_;
  Equations let_, output_;  ///< output_: one a plant input, in the plant's order
};

}  // namespace gainswarm::rollout
