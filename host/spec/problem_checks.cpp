// Checks between plant, controller and the rest of a problem.
#include <algorithm>

#include "host/spec/checks.hpp"
#include "host/spec/connections.hpp"
#include "host/spec/declared.hpp"
#include "host/spec/derived_names.hpp"
#include "host/spec/names.hpp"
#include "host/spec/number.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/scope.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

Map<std::string> units_of(const Map<Quantity>& quantities) {
  Map<std::string> units;
  for (const auto& entry : quantities) {
    units.push_back({entry.name, entry.value.unit});
  }
  return units;
}

/// Entries with a value, a unit and a position (Quantity, Draw) that must be among `declared`.
template <class T>
void require_declared(const Map<T>& entries, const Map<std::string>& declared, const std::string& kind) {
  for (const auto& entry : entries) {
    const std::string& unit = require_known(declared, entry.name, kind);
    require_same_unit(entry.value.unit, unit, entry.name, entry.value.position);
  }
}

void check_gains(const Problem& problem, const YamlNode& node) {
  const auto declared = names_of(problem.controller.gains);
  for (const auto& gain : problem.gains) {
    if (std::ranges::find(declared, gain.name.str()) == declared.end()) {
      throw InputError(gain.name.position(), "the controller has no gain " + quote(gain.name.str()) +
                                                 did_you_mean(gain.name.str(), declared));
    }
    if (!problem.connect.empty()) continue;  // what is written here stands in for the law's unit
    require_same_unit(gain.value.unit, *find(problem.controller.gains, gain.name.str()), gain.name,
                      gain.value.position);
  }
  for (const std::string& name : declared) {
    if (find(problem.gains, name) == nullptr) {
      throw InputError(node.where("gains"),
                       "the controller's gain " + quote(name) +
                           " is missing; give it {bounds: [low, high]} or a fixed value");
    }
  }
}

void check_disturbances(const Problem& problem, const Plant& plant) {
  for (const auto& disturbance : problem.disturbances) {
    const std::string& unit = require_known(plant.inputs, disturbance.name, "input");
    const auto& [text, own_unit] = disturbance.value;
    require_same_unit(own_unit, unit, disturbance.name, text.position());
  }
}

void check_set(const ScenarioSet& set, const Map<std::string>& states, const Map<std::string>& parameters) {
  const std::string parameter = "parameter of the plant or constant of the problem";
  require_declared(set.initial_state, states, "state");
  require_declared(set.parameters, parameters, parameter);
  for (const ExplicitScenario& scenario : set.list) {
    require_declared(scenario.initial_state, states, "state");
    require_declared(scenario.parameters, parameters, parameter);
  }
}

/// Noise is drawn anew for each scenario; without it, something else has to be.
void refuse_copies(const Problem& problem, const ScenarioSet& set, const YamlNode& node) {
  const Loop& loop = set.loop ? *set.loop : problem.loop;
  if (set.count > 1 && !draws(set) && !is_random(loop)) {
    throw InputError(node.where("count"), "nothing is drawn, so that all " + std::to_string(set.count) +
                                              " scenarios would be the same; draw a state or parameter");
  }
}

/// What gains are tuned in and judged by is the problem's own; only validation may differ from that.
void check_training(const Problem& problem, const YamlNode& node) {
  for (const char* key : {"loop", "success"}) {
    if (const YamlNode* value = node.find(key)) {
      throw InputError(value->position,
                       quote(key) +
                           " has no place in training (gains are tuned in the problem's own); "
                           "move it to a validation set");
    }
  }
  refuse_copies(problem, problem.scenarios.training, node);
}

void check_validation(const Entry<ScenarioSet>& entry, const Problem& problem, const YamlNode& node) {
  const auto& [name, set] = entry;
  refuse_copies(problem, set, node);
  if (set.loop) check_loop(*set.loop, problem, *node.find("loop"));
  if (name.str() == "training") {
    throw InputError(name.position(), "a validation set cannot be called 'training'; choose another name");
  }
  if (set.sampling == Sampling::midpoint) {
    throw InputError(node.where("sampling"),
                     "midpoint has no place in validation (a training set with the same draws would have the "
                     "same points); use sobol");
  }
}

void check_scenarios(const Problem& problem, const Plant& plant, const YamlNode& node) {
  Map<std::string> parameters = units_of(plant.parameters);
  const Map<std::string> constants = units_of(problem.constants);
  parameters.insert(parameters.end(), constants.begin(), constants.end());
  const Map<std::string> states = all_states(plant);
  check_set(problem.scenarios.training, states, parameters);
  check_training(problem, *node.find("training"));
  for (const auto& set : problem.scenarios.validation) {
    check_set(set.value, states, parameters);
    check_validation(set, problem, *node.find("validation")->find(set.name.str()));
  }
}

/// Linearisations, from the outside in: their operating points name states and inputs of the plant that
/// moves.
void check_operating_points(const Plant& plant, const Map<std::string>& states_and_inputs) {
  if (plant.linearise) {
    require_declared(plant.linearise->about, states_and_inputs, "state or input");
    check_operating_points(*plant.linearise->plant, states_and_inputs);
  }
}

/// A plant in discrete time moves once a control tick.
void check_discrete(const Problem& problem, const YamlNode& node) {
  if (!is_discrete(moving_plant(problem.plant))) return;
  if (problem.controller.continuous) {
    throw InputError(node.find("controller")->position,
                     "a continuous law with a discrete plant (which has nothing between the control ticks); "
                     "remove continuous");
  }
  const Simulation& simulation = problem.simulation;
  if (simulation.control_period > 0 && simulation.control_period != simulation.step) {
    throw InputError(simulation.position, "a discrete plant steps once a control period (found a step of " +
                                              to_text(simulation.step) + " s and a period of " +
                                              to_text(simulation.control_period) +
                                              " s); give both the plant's period");
  }
}

}  // namespace

void check(const Problem& problem, const YamlNode& node) {
  const Plant& plant = moving_plant(problem.plant);
  Scope scope;
  add_names(problem.plant, scope);
  add_names(problem.controller, scope);
  scope.add_all(problem.constants, "constant");
  scope.add_all(problem.references, "reference");

  Map<std::string> states_and_inputs = all_states(plant);
  states_and_inputs.insert(states_and_inputs.end(), plant.inputs.begin(), plant.inputs.end());
  check_operating_points(problem.plant, states_and_inputs);
  for (const auto& stage : problem.controller.derived) {
    require_declared(stage.value.about, states_and_inputs, "state or input");
  }

  if (problem.operating_point)
    require_declared(*problem.operating_point, states_and_inputs, "state or input");

  Map<std::string> parameters = units_of(plant.parameters);
  const auto of_controller = units_of(problem.controller.parameters);
  parameters.insert(parameters.end(), of_controller.begin(), of_controller.end());
  require_declared(problem.parameters, parameters, "parameter");

  check_discrete(problem, node);
  check_connections(problem);
  check_outputs(problem, node);
  check_disturbances(problem, plant);
  check_gains(problem, node);
  check_derived(problem, node);
  scope.add_all(derived_gains(problem), "derived gain");
  if (const YamlNode* loop = node.find("loop")) check_loop(problem.loop, problem, *loop);
  check_scenarios(problem, plant, *node.find("scenarios"));
  check_limits(problem, node);
}

}  // namespace gainswarm::spec
