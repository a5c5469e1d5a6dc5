#include "host/spec/plant_names.hpp"

#include "host/spec/scope.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

std::size_t degree(const Polynomials& polynomials, const Roots& roots) {
  std::size_t sum = 0;
  for (const auto& factor : polynomials.factors) sum += factor.size() - 1;
  for (const Root& root : roots.roots) sum += root.imaginary.empty() ? 1 : 2;
  return sum;
}

/// An output that is just a state has its unit.
std::optional<std::string> unit_of_output(const Text& output, const Map<std::string>& states) {
  for (const auto& state : states) {
    if (is_just(output, state.name.str())) return state.value;
  }
  return std::nullopt;
}

}  // namespace

Degrees degrees(const Block& block) {
  return {degree(block.numerator, block.zeros), degree(block.denominator, block.poles)};
}

std::vector<std::string> state_names(const std::string& name, const Block& block) {
  const Degrees degree = degrees(block);
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= degree.denominator; ++i) {
    const bool is_output = i == degree.denominator && !degree.pass_through();
    names.push_back(is_output ? name : name + "_" + std::to_string(i));
  }
  return names;
}

Map<std::string> all_states(const Plant& plant) {
  Map<std::string> states = plant.states;
  for (const auto& block : plant.blocks) {
    for (const std::string& name : state_names(block.name.str(), block.value)) {
      const bool is_output = name == block.name.str();
      states.push_back({Text(name, block.name.position()), is_output ? block.value.unit : ""});
    }
  }
  return states;
}

Map<std::optional<std::string>> all_outputs(const Plant& plant) {
  if (plant.outputs.empty() && plant.linearise) return all_outputs(*plant.linearise->plant);
  const Map<std::string> states = all_states(moving_plant(plant));
  Map<std::optional<std::string>> outputs;
  if (plant.state_space) {
    for (const Text& name : plant.state_space->outputs) outputs.push_back({name, std::nullopt});
  }
  for (const auto& output : plant.outputs) {
    outputs.push_back({output.name, unit_of_output(output.value, states)});
  }
  if (!outputs.empty()) return outputs;
  for (const auto& state : plant.states) outputs.push_back({state.name, state.value});
  for (const auto& block : plant.blocks) outputs.push_back({block.name, block.value.unit});
  return outputs;
}

bool is_discrete(const Plant& plant) {
  return !plant.next.empty() || plant.discrete;
}

}  // namespace gainswarm::spec
