// Poles as expressions' values, and the feedback that gives them.
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "host/analysis/derivation_stages.hpp"
#include "host/analysis/discretise.hpp"
#include "host/analysis/independent_inputs.hpp"

namespace gainswarm::analysis {

struct PoleFactor;
struct WantedPoles;

/// Which expressions are poles in the s-plane.
struct PoleExpressions {
  struct Pair {
    std::size_t frequency, damping;
  };
  std::vector<std::size_t> real;
  std::vector<Pair> pairs;
};

struct PlacedPoles {
  Finding finding;
  Eigen::MatrixXd k;  ///< inputs x states; empty where something was found
};

/// K of u = -K x: by Ackermann's formula where all inputs do the same, else a robust one.
class PoleStage {
 public:
  /// The system's poles are z = exp(s period), or s where the period (s) is 0.
  PoleStage(const SampledSystem& system, double period, PoleExpressions poles);

  [[nodiscard]] PlacedPoles operator()(std::span<const double> values) const;

 private:
  [[nodiscard]] std::vector<PoleFactor> factors(std::span<const double> values) const;
  [[nodiscard]] WantedPoles wanted(std::span<const double> values) const;

  Eigen::MatrixXd a_;
  IndependentInputs inputs_;
  double period_;
  PoleExpressions poles_;
};

}  // namespace gainswarm::analysis
