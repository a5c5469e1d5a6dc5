// Checks of gains that follow from the tuned ones.
#include <algorithm>

#include "host/spec/checks.hpp"
#include "host/spec/declared.hpp"
#include "host/spec/derived_names.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

/// So large that the linear algebra of a candidate takes well below a millisecond.
constexpr std::size_t most_states = 16;
constexpr std::size_t most_signals = 16;  ///< inputs, outputs, or moves of all inputs together

/// Every input or output has its weight or noise, and nothing else has.
template <class T>
void require_all(const Map<Text>& weights, const Map<T>& all, const std::string& kind,
                 const Position& where) {
  for (const auto& weight : weights) require_known(all, weight.name, kind);
  for (const auto& entry : all) {
    if (find(weights, entry.name.str()) != nullptr) continue;
    throw InputError(
        where, "the " + kind + " " + quote(entry.name.str()) + " has no entry here (each needs one above 0)");
  }
}

void require_states(const Map<Text>& weights, const Map<std::string>& states, const Position& where) {
  for (const auto& weight : weights) require_known(states, weight.name, "state");
  if (weights.empty()) {
    throw InputError(where, "nothing is named (every gain would be 0); name the states that matter");
  }
}

void check_poles(const Poles& poles, std::size_t states, const YamlNode& node) {
  const std::size_t count = poles.real.size() + 2 * poles.pairs.size();
  if (count == states) return;
  throw InputError(node.position, std::to_string(count) + " poles (the plant has " + std::to_string(states) +
                                      " states, each gives one); a pair counts as two");
}

/// The stage's plant and its node.
struct Stage {
  const Plant& plant;
  Map<std::string> states;
  Map<std::optional<std::string>> outputs;
  const YamlNode& node;

  void check_weights(const Map<Text>& weights, const Map<Text>& inputs, const std::string& key) const {
    const YamlNode& method = *node.find(key);
    require_states(weights, states, method.where("state_weights"));
    require_all(inputs, plant.inputs, "input", method.where("input_weights"));
  }
  void check(const Kalman& kalman) const {
    const YamlNode& method = *node.find("kalman");
    require_states(kalman.state_noise, states, method.where("state_noise"));
    require_all(kalman.output_noise, outputs, "output", method.where("output_noise"));
  }
  void check(const PredictiveControl& control) const {
    check_weights(control.state_weights, control.input_weights, "predictive_control");
    const YamlNode& moves = *node.find("predictive_control")->find("moves");
    if (control.moves.empty()) throw InputError(moves.position, "no moves; write for example [1, 1, 2, 4]");
    if (control.moves.size() * plant.inputs.size() > most_signals) {
      throw InputError(moves.position,
                       "more than " + std::to_string(most_signals) +
                           " moves of all inputs together (each costs a row of numbers in every "
                           "rollout); hold some of them longer");
    }
  }
};

void refuse_too_many(std::size_t count, std::size_t most, const std::string& kind, const Position& where) {
  if (count <= most) return;
  throw InputError(where, "the plant has " + std::to_string(count) + " " + kind + "s (" +
                              std::to_string(most) +
                              " is the limit of derived gains); tune the gains themselves");
}

void check_stage(const Derived& derived, const Stage& stage) {
  const std::size_t states = stage.states.size();
  refuse_too_many(states, most_states, "state", stage.node.position);
  refuse_too_many(stage.plant.inputs.size(), most_signals, "input", stage.node.position);
  if (derived.kalman || derived.observer_poles)
    refuse_too_many(stage.outputs.size(), most_signals, "output", stage.node.position);
  if (derived.riccati)
    stage.check_weights(derived.riccati->state_weights, derived.riccati->input_weights, "riccati");
  if (derived.pole_placement)
    check_poles(*derived.pole_placement, states, *stage.node.find("pole_placement"));
  if (derived.observer_poles)
    check_poles(*derived.observer_poles, states, *stage.node.find("observer_poles"));
  if (derived.kalman) stage.check(*derived.kalman);
  if (derived.predictive_control) stage.check(*derived.predictive_control);
}

}  // namespace

void check(const Derived& derived, const YamlNode& node) {
  const int methods =
      static_cast<int>(derived.riccati.has_value()) + static_cast<int>(derived.pole_placement.has_value()) +
      static_cast<int>(derived.kalman.has_value()) + static_cast<int>(derived.observer_poles.has_value()) +
      static_cast<int>(derived.predictive_control.has_value());
  if (methods == 1) return;
  throw InputError(node.position,
                   std::string(methods == 0 ? "it is not said how these gains are derived"
                                            : "it is said more than once how these gains are derived") +
                       "; give exactly one of riccati, pole_placement, kalman, observer_poles and "
                       "predictive_control");
}

void check_derived(const Problem& problem, const YamlNode& node) {
  const Plant& plant = moving_plant(problem.plant);
  const auto outputs = all_outputs(problem.plant);
  for (const auto& [name, derived] : problem.controller.derived) {
    const YamlNode& own = *node.find("controller")->find("derived")->find(name.str());
    check_stage(derived, {plant, all_states(plant), outputs, own});
    if (derived.predictive_control && !is_sampled(problem, derived)) {
      throw InputError(own.where("predictive_control"),
                       "predictive control needs a sampled law (its moves are held over control periods); "
                       "remove continuous or sampled: false");
    }
  }
}

}  // namespace gainswarm::spec
