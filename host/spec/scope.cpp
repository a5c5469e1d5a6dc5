#include "host/spec/scope.hpp"

#include "host/spec/names.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
bool is_just(const Text& expression, const std::string& name) {
  constexpr std::string_view blank = " \t\r\n";
  const std::string& text = expression.str();
  const std::size_t begin = text.find_first_not_of(blank);
  return begin != std::string::npos && text.substr(begin, text.find_last_not_of(blank) + 1 - begin) == name;
}

void Scope::add(const Text& name, std::string_view what) {
  if (is_reserved(name.str())) {
    const bool has_vowel = std::string_view("aeiou").find(what.front()) != std::string_view::npos;
    throw InputError(name.position(), quote(name.str()) + " cannot name " + (has_vowel ? "an " : "a ") +
                                          std::string(what) +
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
  const Plant& moving = moving_plant(plant);
  const Map<std::string> states = all_states(moving);
  scope.add_all(states, "state");
  for (const auto& block : moving.blocks) {
    if (find(states, block.name.str()) == nullptr) scope.add(block.name, "block");
  }
  scope.add_all(moving.inputs, "input");
  scope.add_all(moving.parameters, "parameter");
  scope.add_all(moving.let, "intermediate expression");
  if (moving.state_space) {
    for (const Text& output : moving.state_space->outputs) scope.add(output, "output");
  }
  for (const auto& output : plant.outputs) {
    if (find(states, output.name.str()) == nullptr) {
      scope.add(output.name, "output");
    } else if (!is_just(output.value, output.name.str())) {
      throw InputError(output.value.position(),
                       "the output " + quote(output.name.str()) +
                           " is not the state of that name (it would replace it in the law and the "
                           "objective); choose another name");
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
