// The plant as a controller knows it: its own equations with nominal parameters, at the measured state.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "host/rollout/plant.hpp"

namespace gainswarm::rollout {

/// Answers drift and influence for one evaluation of a law. Each is derived once, however often it is asked
/// for.
class NominalModel {
 public:
  /// `names` are what the law sees: measurements, parameters and t. Both must outlive the model.
  NominalModel(const PlantModel& plant, const Names& names) : plant_(plant), names_(names) {}

  /// Time derivative of a plant state with every input at 0. Throws InputError at `where` when a state is not
  /// measured.
  Value drift(std::size_t state, const spec::Position& where, graph::Graph& graph);
  /// Partial derivative of that time derivative with respect to an input, at inputs of 0.
  Value influence(std::size_t state, std::size_t input, const spec::Position& where, graph::Graph& graph);

 private:
  [[nodiscard]] Point point(std::vector<Value> inputs, const spec::Position& where,
                            graph::Graph& graph) const;

  const PlantModel& plant_;
  const Names& names_;
  std::vector<Value> rates_at_rest_;
  std::vector<Value> input_symbols_, symbolic_rates_;
  std::map<std::pair<std::size_t, std::size_t>, Value> influences_;
};

}  // namespace gainswarm::rollout
