#include "host/rollout/symbols.hpp"

#include "host/rollout/generators.hpp"
#include "host/rollout/parameters.hpp"
#include "host/spec/derived_names.hpp"

namespace gainswarm::rollout {
namespace {

using graph::Graph;
using graph::InputKind;

Value constant(Graph& graph, double value) {
  return {&graph, graph.constant(value)};
}

/// An input of the rollout for the label that is put at the end of `labels`.
Value declare(std::vector<Label>& labels, const Label& label, InputKind kind, Graph& graph) {
  labels.push_back(label);
  return {&graph, graph.input(kind, static_cast<std::uint32_t>(labels.size() - 1))};
}

void declare_plant_parameters(const ParsedProblem& problem, const std::set<std::string>& varied,
                              Symbols& symbols, Graph& graph) {
  for (const auto& parameter : problem.plant.parameters()) {
    const std::string& name = parameter.name.str();
    const Value nominal = constant(graph, nominal_value(problem.source, name, parameter.value.value));
    symbols.given.define(name, nominal);
    symbols.actual.define(name, varied.contains(name)
                                    ? declare(symbols.scenario_columns, {name, parameter.value.unit},
                                              InputKind::scenario, graph)
                                    : nominal);
  }
}

Names declare_constants(const spec::Problem& problem, const std::set<std::string>& varied, Symbols& symbols,
                        Graph& graph) {
  Names constants;
  for (const auto& [name, quantity] : problem.constants) {
    constants.define(name.str(), varied.contains(name.str())
                                     ? declare(symbols.scenario_columns, {name.str(), quantity.unit},
                                               InputKind::scenario, graph)
                                     : constant(graph, quantity.value));
  }
  return constants;
}

std::string unit_of_gain(const ControlLaw& law, const std::string& name) {
  for (const Label& declared : law.gains()) {
    if (declared.name == name) return declared.unit;
  }
  return "";
}

Names declare_gains(const ParsedProblem& problem, Symbols& symbols, Graph& graph) {
  Names gains;
  for (const auto& gain : problem.source.gains) {
    const std::string& name = gain.name.str();
    gains.define(name, gain.value.fixed ? constant(graph, *gain.value.fixed)
                                        : declare(symbols.gains, {name, unit_of_gain(problem.law, name)},
                                                  InputKind::gain, graph));
  }
  return gains;
}

void declare_derived_gains(const ParsedProblem& problem, Symbols& symbols, Graph& graph) {
  for (const auto& [name, unit] : spec::derived_gains(problem.source)) {
    symbols.nominal.define(name.str(), declare(symbols.gains, {name.str(), unit}, InputKind::gain, graph));
    ++symbols.derived;
  }
}

void declare_generators(const ParsedProblem& problem, Symbols& symbols) {
  for (const Generator& generator : generators(problem.source)) {
    for (std::size_t i = 0; i < noise::multipliers.size(); ++i) {
      symbols.scenario_columns.push_back({column(generator, i), ""});
    }
  }
}

}  // namespace

Symbols declare_symbols(const ParsedProblem& problem, Graph& graph) {
  Symbols symbols;
  symbols.scenario_columns = problem.plant.states();
  const std::set<std::string> varied = varied_parameters(problem.source, problem.purpose);
  declare_plant_parameters(problem, varied, symbols, graph);
  const Names constants = declare_constants(problem.source, varied, symbols, graph);
  declare_generators(problem, symbols);
  const Names gains = declare_gains(problem, symbols, graph);
  for (const auto& parameter : problem.source.controller.parameters) {
    const std::string& name = parameter.name.str();
    symbols.given.define(name, constant(graph, nominal_value(problem.source, name, parameter.value.value)));
  }
  symbols.given.define_all(gains);
  symbols.given.define("period", constant(graph, control_period(problem.source)));
  symbols.given.define("duration", constant(graph, problem.source.simulation.duration));
  symbols.nominal = symbols.given;
  declare_derived_gains(problem, symbols, graph);
  symbols.stated = symbols.nominal;
  symbols.stated.define_all(constants);
  return symbols;
}

}  // namespace gainswarm::rollout
