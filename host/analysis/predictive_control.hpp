// Linear model predictive control, condensed to the moves.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "host/analysis/discretise.hpp"
#include "host/analysis/riccati.hpp"

namespace gainswarm::analysis {

/// The moves z (move by move, in it input by input) minimise z'H z/2 + z'F x.
struct CondensedProblem {
  Eigen::MatrixXd hessian;  ///< H
  Eigen::MatrixXd map;      ///< F
  Eigen::MatrixXd k;        ///< u = -K x, the first move without limits
  double step = 0;          ///< the reciprocal of H's largest eigenvalue
};

/// One move: the system over the time it is held, and its cost over that time.
struct Move {
  const SampledSystem& system;
  QuadraticCost cost;
};

/// `terminal`: X of the cost x'X x of what comes after the last move.
CondensedProblem condense(const std::vector<Move>& moves, const Eigen::MatrixXd& terminal);

}  // namespace gainswarm::analysis
