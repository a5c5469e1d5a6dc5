// Whether a plant rests at an operating point.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <utility>

namespace gainswarm::analysis {

/// Rates of a plant's states at an operating point. People write its numbers to three or four significant
/// digits, so a rate counts as none where that rounding explains it. The point is taken as it is written: its
/// slopes are off by about as small a share as its numbers are.
struct Rest {
  Eigen::VectorXd rates;     ///< SI units; of a plant in discrete time what a step adds
  Eigen::VectorXd rounding;  ///< the most that rounding makes of each, to first order

  /// `slopes`: of the rates over the point's numbers.
  Rest(Eigen::VectorXd rates_there, const Eigen::MatrixXd& slopes, const Eigen::VectorXd& numbers)
      : rates(std::move(rates_there)), rounding(share * (slopes.cwiseAbs() * numbers.cwiseAbs())) {}
  Rest() = default;

  /// Of a number that begins with 1; with any other the third digit is worth less.
  static constexpr double share = 5e-3;

  /// Of one state's rate, and of all.
  [[nodiscard]] bool holds(Eigen::Index state) const {
    constexpr double of_equations = 1e-6;  // what may be left where the point's numbers are 0
    const double of_point = std::isfinite(rounding[state]) ? rounding[state] : 0;
    return std::abs(rates[state]) <= of_equations + of_point;
  }
  [[nodiscard]] bool holds() const {
    for (Eigen::Index state = 0; state < rates.size(); ++state) {
      if (!holds(state)) return false;
    }
    return true;
  }
};

}  // namespace gainswarm::analysis
