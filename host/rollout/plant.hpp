// A plant's equations of motion, lowered for whatever states, inputs and parameters they are asked about.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "host/rollout/blocks.hpp"
#include "host/rollout/equations.hpp"
#include "host/rollout/program.hpp"
#include "host/rollout/signal_order.hpp"

namespace gainswarm::rollout {

/// A state of the plant, its inputs, its parameters by name, the time, and what comes out of its dead times.
struct Point {
  std::vector<Value> states;
  std::vector<Value> inputs;
  Names parameters;
  Value time;
  std::vector<Value> delayed{};  ///< one a dead time, in the order of PlantModel::dead_times()
};

/// A signal that acts later.
struct DeadTime {
  const BlockModel* block;  ///< its input is what is delayed
};

class PlantModel {
 public:
  explicit PlantModel(const spec::Plant& plant);

  [[nodiscard]] const std::vector<Label>& states() const { return states_; }
  [[nodiscard]] const std::vector<Label>& inputs() const { return inputs_; }
  [[nodiscard]] const std::vector<Label>& outputs() const { return outputs_; }
  /// Name, unit and nominal value (SI) of each parameter.
  [[nodiscard]] const spec::Map<spec::Quantity>& parameters() const { return parameters_; }

  /// Whether the plant moves from control tick to control tick.
  [[nodiscard]] bool is_discrete() const { return is_discrete_; }
  [[nodiscard]] const std::vector<DeadTime>& dead_times() const { return dead_times_; }
  /// What enters each dead time.
  [[nodiscard]] std::vector<Value> entering(const Point& point, graph::Graph& graph) const;
  /// States brought back into their limits.
  [[nodiscard]] std::vector<Value> confined(std::vector<Value> states) const;

  /// Time derivative of each state; of a discrete plant, its value at the next tick. Throws InputError when
  /// the plant has dead times and the point does not say what comes out of them.
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

  struct Matrices {
    std::vector<Equations> a, b, c, d;  ///< rows; c and d may be empty
  };
  struct Limit {
    std::size_t state;
    spec::Interval range;
  };

  void read_labels(const spec::Plant& plant);
  void read_blocks(const spec::Plant& plant);
  void read_outputs(const spec::Plant& plant);
  void read_state_space(const spec::StateSpace& matrices);
  void read_dynamics(const spec::Plant& plant);
  void read_mechanics(const spec::Mechanics& mechanics);
  void read_linearisation(const spec::Linearisation& linearise);
  [[nodiscard]] std::size_t state_index(const spec::Text& name) const;
  [[nodiscard]] std::vector<std::vector<Value>> mass_from(const Names& names, graph::Graph& graph) const;
  [[nodiscard]] std::vector<Value> mechanical_rates(const Point& point, graph::Graph& graph) const;
  [[nodiscard]] std::vector<Value> matrix_rates(const Point& point, graph::Graph& graph) const;
  [[nodiscard]] std::vector<Value> own_rates(const Point& point, const Names& all, graph::Graph& graph) const;
  [[nodiscard]] Value block_input(std::size_t block, const Point& point, const Names& all,
                                  graph::Graph& graph) const;
  [[nodiscard]] BlockResponse respond(std::size_t block, const Point& point, const Names& all,
                                      graph::Graph& graph) const;
  [[nodiscard]] std::vector<Value> stopped_at_limits(const std::vector<Value>& states,
                                                     std::vector<Value> rates) const;
  [[nodiscard]] std::vector<Value> linear_rates(const Point& point, graph::Graph& graph) const;
  void require_finite(const std::vector<Value>& terms, std::size_t state) const;

  spec::Position position_;
  std::vector<Label> states_, inputs_, outputs_;
  spec::Map<spec::Quantity> parameters_;
  Equations let_, dynamics_, measurements_, fails_when_;
  bool is_discrete_;
  std::vector<BlockModel> blocks_;
  std::vector<std::size_t> first_state_;  ///< of each block
  std::vector<DeadTime> dead_times_;
  std::vector<Signal> signals_;
  std::optional<Matrices> matrices_;
  std::vector<Limit> limits_;
  std::optional<MechanicsEquations> mechanics_;
  std::optional<LinearisationOf> linearise_;
};

/// Fresh nodes that stand for `count` unknowns of a derivation; none is left once they are substituted.
std::vector<Value> placeholders(graph::Graph& graph, std::size_t count, std::uint32_t kind);

}  // namespace gainswarm::rollout
