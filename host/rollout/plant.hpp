// A plant's equations of motion, lowered for whatever states, inputs and parameters they are asked about.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "host/rollout/equations.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::rollout {

/// A state of the plant, its inputs, its parameters by name, and the time.
struct Point {
  std::vector<Value> states;
  std::vector<Value> inputs;
  Names parameters;
  Value time;
};

class PlantModel {
 public:
  explicit PlantModel(const spec::Plant& plant);

  [[nodiscard]] const std::vector<Label>& states() const { return states_; }
  [[nodiscard]] const std::vector<Label>& inputs() const { return inputs_; }
  [[nodiscard]] const std::vector<Label>& outputs() const { return outputs_; }
  /// Name, unit and nominal value (SI) of each parameter.
  [[nodiscard]] const spec::Map<spec::Quantity>& parameters() const { return parameters_; }

  /// Time derivative of each state.
  [[nodiscard]] std::vector<Value> rates(const Point& point, graph::Graph& graph) const;
  /// What the sensors see, one value an output.
  [[nodiscard]] std::vector<Value> measure(const Point& point, graph::Graph& graph) const;
  /// The conditions under which the plant has failed, with their causes. A linearised plant that states none
  /// has those of the plant inside, and likewise its outputs.
  [[nodiscard]] std::vector<std::pair<std::string, Value>> failures(const Point& point,
                                                                    graph::Graph& graph) const;
  /// States, inputs, parameters, time and intermediate values, by name.
  [[nodiscard]] Names names(const Point& point, graph::Graph& graph) const;
  /// M(q) of a plant stated as mechanics (n rows of n), empty otherwise.
  [[nodiscard]] std::vector<std::vector<Value>> mass_matrix(const Point& point, graph::Graph& graph) const;

 private:
  struct MechanicsEquations {
    std::vector<std::size_t> coordinates, velocities;  ///< indices of states
    std::vector<Equations> mass;
    Equations force;
  };
  struct LinearisationOf {
    std::shared_ptr<const PlantModel> plant;
    std::vector<double> states, inputs;  ///< the operating point
  };

  void read_labels(const spec::Plant& plant);
  void read_dynamics(const spec::Plant& plant);
  void read_mechanics(const spec::Mechanics& mechanics);
  void read_linearisation(const spec::Linearisation& linearise);
  [[nodiscard]] std::size_t state_index(const spec::Text& name) const;
  [[nodiscard]] std::vector<std::vector<Value>> mass_from(const Names& names, graph::Graph& graph) const;
  [[nodiscard]] std::vector<Value> mechanical_rates(const Point& point, graph::Graph& graph) const;
  [[nodiscard]] std::vector<Value> linear_rates(const Point& point, graph::Graph& graph) const;
  void require_finite(const std::vector<Value>& terms, std::size_t state) const;

  spec::Position position_;
  std::vector<Label> states_, inputs_, outputs_;
  spec::Map<spec::Quantity> parameters_;
  Equations let_, dynamics_, measurements_, fails_when_;
  std::optional<MechanicsEquations> mechanics_;
  std::optional<LinearisationOf> linearise_;
};

/// Fresh nodes that stand for `count` unknowns of a derivation; none is left once they are substituted.
std::vector<Value> placeholders(graph::Graph& graph, std::size_t count, std::uint32_t kind);

}  // namespace gainswarm::rollout
