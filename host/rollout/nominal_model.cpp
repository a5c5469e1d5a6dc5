#include "host/rollout/nominal_model.hpp"

#include "host/graph/transform.hpp"

namespace gainswarm::rollout {

Point NominalModel::point(std::vector<Value> inputs, const spec::Position& where, graph::Graph& graph) const {
  Point point;
  for (const Label& state : plant_.states()) {
    const std::optional<Value> measured = names_.find(state.name);
    if (!measured) {
      throw spec::InputError(where,
                             "the plant's model needs state '" + state.name +
                                 "', which is not measured (drift and influence see only what the outputs " +
                                 "give); add it to the plant's outputs");
    }
    point.states.push_back(*measured);
  }
  for (const auto& parameter : plant_.parameters()) {
    point.parameters.define(parameter.name.str(), *names_.find(parameter.name.str()));
  }
  point.inputs = std::move(inputs);
  point.time = {&graph, names_.find("t")->id};
  return point;
}

Value NominalModel::drift(std::size_t state, const spec::Position& where, graph::Graph& graph) {
  if (rates_at_rest_.empty()) {
    const std::vector<Value> at_rest(plant_.inputs().size(), Value{&graph, graph.constant(0)});
    rates_at_rest_ = plant_.rates(point(at_rest, where, graph), graph);
  }
  return rates_at_rest_[state];
}

Value NominalModel::influence(std::size_t state, std::size_t input, const spec::Position& where,
                              graph::Graph& graph) {
  const auto known = influences_.find({state, input});
  if (known != influences_.end()) return known->second;
  if (symbolic_rates_.empty()) {
    input_symbols_ = placeholders(graph, plant_.inputs().size(), 2);
    symbolic_rates_ = plant_.rates(point(input_symbols_, where, graph), graph);
  }
  const std::vector<Value> at_rest(input_symbols_.size(), Value{&graph, graph.constant(0)});
  const std::vector<Value> slope =
      graph::derivatives(symbolic_rates_[state], std::span(&input_symbols_[input], 1));
  const Value result = graph::substitute(slope, input_symbols_, at_rest).front();
  influences_.emplace(std::pair(state, input), result);
  return result;
}

}  // namespace gainswarm::rollout
