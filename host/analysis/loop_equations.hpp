// The closed loop as graphs: what it does over a control tick, or its rates, and their slopes at an operating
// point. Gains stay symbols.
#pragma once

#include <Eigen/Core>
#include <span>
#include <string>
#include <vector>

#include "host/graph/graph.hpp"
#include "host/rollout/closed_loop.hpp"
#include "host/rollout/parameters.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// Values to compute, with all nodes that they need.
struct Roots {
  std::vector<graph::NodeId> ids, nodes;
};

/// The loop's map over a tick (or its rates, when the law is continuous) as graphs.
struct LoopEquations {
  spec::Problem problem;
  rollout::ParsedProblem parsed;
  graph::Graph graph{graph::Precision::float64};
  rollout::Registers registers;
  rollout::Symbols symbols;
  rollout::ClosedLoop loop;

  std::vector<graph::Value> variables;    ///< registers, then what is added to each input
  std::vector<graph::Value> centre;       ///< their values at the operating point, which gains may enter
  std::vector<graph::Value> functions;    ///< next value (or rate) of each register, then what the law gives
  std::vector<graph::NodeId> slopes;      ///< [function][variable] at the operating point
  std::vector<graph::NodeId> nodes;       ///< what the slopes and the centre need
  std::vector<graph::Value> plant_rates;  ///< sampled laws: with the inputs held
  Roots function_roots;                   ///< of the functions
  Roots rates_at_rest;                    ///< of the plant's rates with the operating point's inputs
  std::vector<double> rest_inputs;        ///< the operating point's
  Eigen::MatrixXd between_ticks;          ///< registers x registers; sampled laws only
  Eigen::Index states = 0, inputs = 0;

  /// `about`: states and inputs of the operating point; those not named are 0. Throws InputError where an
  /// expression is wrong, the plant's motion is not one of rates, or the loop is too large.
  LoopEquations(const spec::Problem& given, const spec::Map<spec::Quantity>& about);

  [[nodiscard]] Eigen::MatrixXd slopes_for(std::span<const double> gains) const;
  /// Where the variables are at the operating point.
  [[nodiscard]] std::vector<double> centre_for(std::span<const double> gains) const;
  /// Values of `roots` where the variables are `at`.
  [[nodiscard]] std::vector<double> values(const Roots& roots, std::span<const double> gains,
                                           std::span<const double> at) const;
  /// Of register or input i, as a variable or a function.
  [[nodiscard]] std::string name_of(Eigen::Index i) const;

 private:
  [[nodiscard]] graph::Value constant(double value) { return {&graph, graph.constant(value)}; }
  [[nodiscard]] graph::Value reg(std::size_t i) {
    return {&graph, graph.input(graph::InputKind::reg, static_cast<std::uint32_t>(i))};
  }

  void declare_variables(const spec::Map<spec::Quantity>& about);
  void refuse_size() const;
  [[nodiscard]] graph::Value operating_value(std::size_t i, const spec::Map<spec::Quantity>& about);
  void write_functions();
  void differentiate();
  [[nodiscard]] Eigen::MatrixXd hold_between_ticks();
  [[nodiscard]] std::vector<graph::Value> in_numbers(const std::vector<graph::Value>& values);
  [[nodiscard]] Roots roots_of(const std::vector<graph::Value>& values) const;
};

}  // namespace gainswarm::analysis
