// Diagonal weights (or noise intensities) of a plant's signals, some of them expressions of gains.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/analysis/gain_expressions.hpp"
#include "host/analysis/riccati.hpp"

namespace gainswarm::analysis {

class Weights {
 public:
  /// Those of the named signals; a signal without an expression weighs 0.
  Weights(const spec::Map<spec::Text>& expressions, const std::vector<std::string>& signals,
          GainExpressions& into);

  [[nodiscard]] Eigen::VectorXd values(std::span<const double> expressions) const;

 private:
  std::vector<std::optional<std::size_t>> indices_;  ///< [signal]
};

/// How far the weights are from being allowed, 0 (they are) to 1: finite, and at least 0, or above 0.
double violation(const Eigen::VectorXd& weights, bool zero_is_allowed);

/// A quadratic cost as the sum of what each weight of a state and of an input contributes to it.
class WeightedCost {
 public:
  /// Weights of the integrand itself.
  static WeightedCost continuous(Eigen::Index states, Eigen::Index inputs);
  /// Of the integral over `period` (s) with held inputs.
  static WeightedCost sampled(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, double period);

  /// Of a system in discrete time: the sum over so many of its ticks, with held inputs, times the period (s).
  static WeightedCost summed(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, std::int64_t ticks,
                             double period);

  [[nodiscard]] QuadraticCost at(const Eigen::VectorXd& of_states, const Eigen::VectorXd& of_inputs) const;

 private:
  explicit WeightedCost(Eigen::Index states) : states_(states) {}

  Eigen::Index states_;
  std::vector<Eigen::MatrixXd> parts_;  ///< [state, then input], each over states and inputs
};

}  // namespace gainswarm::analysis
