#include "host/spec/declared.hpp"

#include <algorithm>

#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {

Map<std::optional<std::string>> measured_outputs(const Plant& plant) {
  if (plant.outputs.empty() && plant.linearise) {
    return measured_outputs(*plant.linearise->plant);
  }
  const Map<std::string>& states = moving_plant(plant).states;
  Map<std::optional<std::string>> outputs;
  for (const auto& output : plant.outputs) {
    const auto state = std::ranges::find_if(
        states, [&](const auto& entry) { return is_just(output.value, entry.name.str()); });
    outputs.push_back({output.name, state == states.end() ? std::nullopt : std::optional(state->value)});
  }
  if (outputs.empty()) {
    for (const auto& state : states) {
      outputs.push_back({state.name, state.value});
    }
  }
  return outputs;
}

}  // namespace gainswarm::spec
