#include "host/spec/scope.hpp"

#include "host/spec/names.hpp"

namespace gainswarm::spec {

void Scope::add(const Text& name, std::string_view what) {
  if (is_reserved(name.str())) {
    throw InputError(name.position(), quote(name.str()) + " cannot name a " + std::string(what) +
                                          " (it already has a meaning in expressions); choose another name");
  }
  const std::string place = name.position().to_string();
  const auto [known, is_new] =
      taken_.emplace(name.str(), std::string(what) + (place.empty() ? "" : " in " + place));
  if (!is_new) {
    throw InputError(name.position(), "the " + std::string(what) + " " + quote(name.str()) +
                                          " has the name of the " + known->second + "; choose another name");
  }
}

void add_names(const Plant& plant, Scope& scope) {
  scope.add_all(plant.states, "state");
  scope.add_all(plant.inputs, "input");
  scope.add_all(plant.parameters, "parameter");
  scope.add_all(plant.let, "intermediate expression");
  for (const auto& output : plant.outputs) {
    if (find(plant.states, output.name.str()) == nullptr) {  // measuring a state under its own name is usual
      scope.add(output.name, "output");
    }
  }
}

void add_names(const Controller& controller, Scope& scope) {
  scope.add_all(controller.gains, "gain");
  scope.add_all(controller.parameters, "parameter");
  scope.add_all(controller.let, "intermediate expression");
  scope.add_all(controller.states, "controller state");
}

}  // namespace gainswarm::spec
