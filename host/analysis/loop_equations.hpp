// The closed loop as graphs: what it does at a control tick and between ticks, or its rates, and their slopes
// at an operating point. Gains stay symbols.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/analysis/between_ticks.hpp"
#include "host/analysis/loop_nodes.hpp"
#include "host/analysis/rest.hpp"
#include "host/graph/graph.hpp"
#include "host/rollout/closed_loop.hpp"
#include "host/rollout/parameters.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// Values to compute, with all nodes that they need.
struct Roots {
  std::vector<graph::NodeId> ids, nodes;
};

/// Slopes of the loop's functions over its variables.
struct LoopSlopes {
  Eigen::MatrixXd of_states;    ///< states x variables: next values of a sampled law's loop, rates otherwise
  Eigen::MatrixXd of_entering;  ///< dead times x variables: what enters them
  Eigen::MatrixXd of_outputs;   ///< inputs x variables: what the law gives
};

/// The loop's map at a tick (or its rates, when the law is continuous) as graphs.
struct LoopEquations {
  spec::Problem problem;
  rollout::ParsedProblem parsed;
  graph::Graph graph{graph::Precision::float64};
  rollout::Registers registers;
  rollout::Symbols symbols;
  rollout::ClosedLoop loop;

  std::vector<std::string> names;  ///< of the states
  /// States (all registers but those of dead times), what comes out of dead times, what is added to each
  /// input.
  std::vector<graph::Value> variables;
  std::vector<graph::Value> centre;       ///< their values at the operating point, which gains may enter
  std::vector<graph::Value> functions;    ///< next value (or rate) of each state, what enters each dead time,
                                          ///< what the law gives
  std::vector<graph::NodeId> slopes;      ///< [function][variable] at the operating point
  std::vector<graph::NodeId> nodes;       ///< what the slopes and the centre need
  std::vector<graph::Value> plant_rates;  ///< with the inputs held
  Roots function_roots;                   ///< of the functions
  Rest rest;                              ///< of the plant with the operating point's inputs
  std::vector<double> rest_inputs;        ///< the operating point's
  Eigen::Index states = 0, delays = 0, inputs = 0;
  LoopNodes in_loop;                          ///< by the slopes that are 0 with any gains
  std::vector<std::int64_t> loop_dead_times;  ///< of the dead times in the loop, in integration steps
  double dead_time = 0;  ///< s, of those, the slowest actuator and the slowest sensor together
  // Of sampled laws only:
  Eigen::MatrixXd outside_flow;  ///< of the states outside, over a control period
  DelayedSystem motion;          ///< of what is in the loop, between ticks
  SeenAtTicks looked_at;         ///< of that, as a tick begins
  /// The loop's states that hold what goes to the plant's inputs, or to their lags; none where a tick sees
  /// what the plant gets.
  std::vector<std::optional<Eigen::Index>> held_inputs;
  BetweenTicks between_ticks;

  /// `about`: states and inputs of the operating point; those not named are 0. Throws InputError where an
  /// expression is wrong, the loop is too large, or a dead time acts on its own input between ticks.
  LoopEquations(const spec::Problem& given, const spec::Map<spec::Quantity>& about);

  /// Of all states and dead times.
  [[nodiscard]] LoopSlopes slopes_for(std::span<const double> gains) const;
  /// Of those in the loop.
  [[nodiscard]] LoopSlopes loop_slopes_for(std::span<const double> gains) const;
  /// Rates over states outside the loop, or their next values.
  [[nodiscard]] Eigen::MatrixXd outside_map_for(std::span<const double> gains) const;
  /// Where the variables are at the operating point.
  [[nodiscard]] std::vector<double> centre_for(std::span<const double> gains) const;
  /// Values of `roots` where the variables are `at`.
  [[nodiscard]] std::vector<double> values(const Roots& roots, std::span<const double> gains,
                                           std::span<const double> at) const;
  /// Between ticks with so many periods more of dead time at an input of the plant, to 2^-34 of a step.
  /// Nothing where that is no such loop: a plant in discrete time, a law that sees the input.
  [[nodiscard]] std::optional<BetweenTicks> between_ticks_later(Eigen::Index input, double periods) const;
  /// Likewise without what is collocated.
  [[nodiscard]] std::optional<BetweenTicks> flow_later(Eigen::Index input, double periods) const;
  /// Whether function i acts on what the law gives.
  [[nodiscard]] bool is_felt(Eigen::Index i) const {
    return i >= states + delays || in_loop.felt[static_cast<std::size_t>(i)];
  }
  /// Whether the plant alone decides how far from the operating point function i is still straight: a rate of
  /// its states under a continuous law, or what enters its dead times.
  [[nodiscard]] bool is_of_plant(Eigen::Index function) const;
  /// Of variable or function i.
  [[nodiscard]] std::string name_of(Eigen::Index i) const;

 private:
  [[nodiscard]] graph::Value constant(double value) { return {&graph, graph.constant(value)}; }

  void declare_states(const spec::Map<spec::Quantity>& about);
  void declare_delayed();
  void declare_injected();
  [[nodiscard]] bool is_zero(Eigen::Index function, Eigen::Index variable) const;
  void find_loop();
  void add_dead_times();
  void refuse_size(Eigen::Index size) const;
  [[nodiscard]] graph::Value operating_value(std::size_t reg, const spec::Map<spec::Quantity>& about);
  [[nodiscard]] std::size_t variable_of(graph::Value value) const;
  void write_functions();
  [[nodiscard]] std::vector<graph::Value> from_rest(const std::vector<graph::Value>& given);
  void write_plant(const std::vector<graph::Value>& plant_inputs);
  void find_rest();
  void differentiate();
  void find_between_ticks();
  [[nodiscard]] std::optional<Eigen::Index> find_held(graph::Value input) const;
  [[nodiscard]] DelayedSystem motion_later(Eigen::Index input, double periods) const;
  [[nodiscard]] SeenAtTicks seen_later() const;
  [[nodiscard]] std::optional<BetweenTicks> hold(const DelayedSystem& system, const SeenAtTicks& seen,
                                                 std::int64_t parts) const;
  [[nodiscard]] DelayedSystem motion_between_ticks();
  void add_lags(Eigen::MatrixXd& rates);
  [[nodiscard]] Eigen::MatrixXd part_outside(const Eigen::MatrixXd& whole) const;
  [[nodiscard]] DelayedSystem part_in_loop(const DelayedSystem& whole) const;
  [[nodiscard]] SeenAtTicks seen_at_ticks() const;
  [[nodiscard]] Eigen::MatrixXd constant_slopes(std::span<const graph::Value> of);
  [[nodiscard]] std::vector<graph::Value> in_numbers(const std::vector<graph::Value>& values);
  [[nodiscard]] Roots roots_of(const std::vector<graph::Value>& values) const;
};

}  // namespace gainswarm::analysis
