#include "host/rollout/controller.hpp"

#include <cassert>

#include "host/language/names.hpp"
#include "host/spec/connections.hpp"
#include "host/spec/names.hpp"

namespace gainswarm::rollout {
namespace {

using language::Kind;
using language::Syntax;
using spec::InputError;

}  // namespace

ControlLaw::ControlLaw(const spec::Controller& controller, const spec::Map<spec::Text>& connect,
                       const PlantModel& plant)
    : plant_(plant), connect_(connect), continuous_(controller.continuous), let_(parse_all(controller.let)) {
  for (const auto& gain : controller.gains) gains_.push_back({gain.name.str(), gain.value});
  read_states(controller);
  read_output(controller);
  require_used_connections(controller);
}

/// Everything that the law's expressions name.
std::set<std::string> ControlLaw::used_names() const {
  std::set<std::string> names;
  for (const Equation& equation : let_) language::add_names(*equation.syntax, names);
  for (const Equation& equation : output_) language::add_names(*equation.syntax, names);
  for (const StateEquation& state : equations_) {
    language::add_names(*state.start.syntax, names);
    language::add_names(*state.change.syntax, names);
  }
  return names;
}

void ControlLaw::require_used_connections(const spec::Controller& controller) const {
  if (connect_.empty()) return;
  std::set<std::string> used = used_names();
  for (const auto& output : controller.output) used.insert(output.name.str());
  for (const auto& [name, target] : connect_) {
    if (used.contains(name.str())) continue;
    throw InputError(name.position(),
                     "the law has no signal " + spec::quote(name.str()) + " to connect" +
                         spec::did_you_mean(name.str(), std::vector<std::string>(used.begin(), used.end())));
  }
}

/// Signals by the law's names beside the plant's.
Names ControlLaw::with_own_names(const Names& names) const {
  Names own = names;
  for (const auto& [name, target] : connect_) {
    if (const auto value = names.find(target.str())) own.define(name.str(), *value);
  }
  return own;
}

/// Index of the state or input that operand `i` of a call names.
std::size_t ControlLaw::named_operand(const Syntax& call, std::size_t i, const spec::Text& text,
                                      const std::vector<Label>& all, const std::string& what) const {
  const Syntax& operand = *call.operands[i];
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (operand.kind == Kind::name && spec::connected(connect_, operand.name) == all[k].name) return k;
  }
  throw InputError(text.at(operand.offset), call.name + "() needs the name of a plant " + what +
                                                " here (it asks the " + "plant about that " + what +
                                                "); write one of its " + what + "s");
}

void ControlLaw::read_states(const spec::Controller& controller) {
  for (const auto& entry : controller.states) {
    const bool is_rate = !entry.value.rate.empty();
    assert(is_rate || !continuous_);
    const std::string& name = entry.name.str();
    states_.push_back({name, entry.value.unit});
    equations_.push_back({Equation(name, entry.value.start),
                          Equation(name, is_rate ? entry.value.rate : entry.value.next), is_rate});
  }
}

/// The configuration's checks leave exactly one expression for each of the plant's inputs.
void ControlLaw::read_output(const spec::Controller& controller) {
  assert(controller.output.size() == plant_.inputs().size());
  for (const Label& input : plant_.inputs()) {
    for (const auto& entry : controller.output) {
      if (spec::connected(connect_, entry.name.str()) == input.name)
        output_.emplace_back(input.name, entry.value);
    }
  }
  assert(output_.size() == plant_.inputs().size());
}

std::vector<Value> ControlLaw::start(const Names& names, graph::Graph& graph) const {
  std::vector<Value> values;
  for (const StateEquation& state : equations_) values.push_back(lower_finite(state.start, graph, names));
  return values;
}

LawOutputs ControlLaw::evaluate(const LawInputs& inputs, graph::Graph& graph) const {
  NominalModel model(plant_, inputs.names);
  const CallHandler calls = [&](const Syntax& syntax, const spec::Text& text) {
    return call(syntax, text, inputs, model, graph);
  };
  Names names = with_own_names(inputs.names);
  LawOutputs outputs;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    names.define(states_[i].name, inputs.states[i]);
    outputs.internals.define(states_[i].name, inputs.states[i]);
    outputs.internal_names.push_back(states_[i].name);
  }
  define_in_order(let_, graph, names, calls);
  for (const Equation& equation : let_) {
    outputs.internals.define(equation.name, *names.find(equation.name));
    outputs.internal_names.push_back(equation.name);
  }
  for (const Equation& output : output_) {
    outputs.inputs.push_back(lower_number(output, graph, names, calls));
  }
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const Value change = lower_number(equations_[i].change, graph, names, calls);
    if (continuous_) {
      outputs.state_rates.push_back(change);
    } else {
      outputs.states_next.push_back(equations_[i].is_rate ? inputs.states[i] + *names.find("period") * change
                                                          : change);
    }
  }
  return outputs;
}

std::optional<Value> ControlLaw::call(const Syntax& syntax, const spec::Text& text, const LawInputs& inputs,
                                      NominalModel& model, graph::Graph& graph) const {
  const std::string& name = syntax.name;
  if (name == "drift") {
    require_arguments(syntax, 1, text);
    const std::size_t state = named_operand(syntax, 0, text, plant_.states(), "state");
    return model.drift(state, text.at(syntax.offset), graph);
  }
  if (name == "influence") {
    require_arguments(syntax, 2, text);
    const std::size_t state = named_operand(syntax, 0, text, plant_.states(), "state");
    const std::size_t input = named_operand(syntax, 1, text, plant_.inputs(), "input");
    return model.influence(state, input, text.at(syntax.offset), graph);
  }
  if (name == "lower" || name == "upper" || name == "previous") {
    require_arguments(syntax, 1, text);
    const std::size_t input = named_operand(syntax, 0, text, plant_.inputs(), "input");
    if (name == "lower") return inputs.lower[input];
    if (name == "upper") return inputs.upper[input];
    if (!inputs.previous.empty()) return inputs.previous[input];
    throw InputError(text.at(syntax.offset),
                     "previous() has no meaning in a continuous law (it holds no input from " +
                         std::string("tick to tick); make the law sampled"));
  }
  return std::nullopt;
}

}  // namespace gainswarm::rollout
