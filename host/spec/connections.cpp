#include "host/spec/connections.hpp"

#include <map>

#include "host/spec/declared.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/scope.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

/// Everything of the plant that a law may look at or set, and the references.
Map<std::string> signals_of(const Problem& problem) {
  const Plant& plant = moving_plant(problem.plant);
  Map<std::string> signals;
  for (const auto& output : all_outputs(problem.plant)) signals.push_back({output.name, ""});
  for (const auto& state : all_states(plant)) signals.push_back(state);
  signals.insert(signals.end(), plant.inputs.begin(), plant.inputs.end());
  for (const auto& reference : problem.references) signals.push_back({reference.name, ""});
  return signals;
}

std::string suggest_connection(const Text& output, const Plant& plant) {
  const auto names = names_of(plant.inputs);
  return did_you_mean(output.str(), names) +
         (names.empty() ? "" : ", or connect: {" + output.str() + ": " + names.front() + "}");
}

}  // namespace

const std::string& connected(const Map<Text>& connect, const std::string& name) {
  const Text* found = find(connect, name);
  return found == nullptr ? name : found->str();
}

void check_connections(const Problem& problem) {
  if (problem.connect.empty()) return;
  const Map<std::string> signals = signals_of(problem);
  Scope own;
  add_names(problem.controller, own);
  for (const auto& [name, target] : problem.connect) {
    own.add(name, "connected signal");
    if (find(signals, target.str()) == nullptr) {
      throw InputError(target.position(), quote(target.str()) +
                                              " is no output, input or state of the plant and no reference" +
                                              did_you_mean(target.str(), names_of(signals)));
    }
  }
}

void check_outputs(const Problem& problem, const YamlNode& node) {
  const Plant& plant = moving_plant(problem.plant);
  std::map<std::string, std::string> set_by;
  for (const auto& output : problem.controller.output) {
    const Text* connection = find(problem.connect, output.name.str());
    const Text& input = connection == nullptr ? output.name : *connection;
    if (find(plant.inputs, input.str()) == nullptr) {
      throw InputError(input.position(),
                       quote(input.str()) + " is not an input" + suggest_connection(input, plant));
    }
    const auto [first, is_new] = set_by.emplace(input.str(), output.name.str());
    if (is_new) continue;
    throw InputError(input.position(), "the law's outputs " + quote(first->second) + " and " +
                                           quote(output.name.str()) + " are both the plant's input " +
                                           quote(input.str()) + "; connect each to another one");
  }
  for (const auto& input : plant.inputs) {
    if (set_by.contains(input.name.str())) continue;
    throw InputError(node.find("controller")->where("output"),
                     "the controller does not set the plant's input " + quote(input.name.str()));
  }
}

void take_units_of_gains(Problem& problem) {
  if (problem.connect.empty()) return;
  for (auto& [name, unit] : problem.controller.gains) {
    const Gain* gain = find(problem.gains, name.str());
    if (gain != nullptr && !gain->unit.empty()) unit = gain->unit;
  }
}

}  // namespace gainswarm::spec
