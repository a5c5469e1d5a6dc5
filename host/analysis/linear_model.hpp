// Linear systems analysis of a plant about an operating point, by exact differentiation of its equations.
#pragma once

#include <Eigen/Core>
#include <complex>
#include <string>
#include <vector>

#include "host/rollout/plant.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// x' = A (x - x0) + B (u - u0), y = C (x - x0) + D (u - u0) + y0, in SI units.
struct LinearModel {
  std::vector<std::string> states;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  Eigen::MatrixXd a;      ///< states x states
  Eigen::MatrixXd b;      ///< states x inputs
  Eigen::MatrixXd c;      ///< outputs x states
  Eigen::MatrixXd d;      ///< outputs x inputs
  Eigen::VectorXd rates;  ///< x' at (x0, u0), 0 where the plant rests
};

/// Throws InputError at `where` for a plant in discrete time and for one with dead time: their motion is not
/// given by rates of their states alone.
void refuse_other_than_rates(const rollout::PlantModel& plant, const spec::Position& where);

/// The plant's Jacobians at the given states and inputs (those not named are 0), at t = 0, with its
/// parameters' own values. Throws InputError when the plant's equations are wrong.
LinearModel linearise(const spec::Plant& plant, const spec::Map<spec::Quantity>& about = {});

/// Likewise of a problem's plant, with the parameters that the problem gives it.
LinearModel linearise(const spec::Problem& problem, const spec::Map<spec::Quantity>& about);

/// Eigenvalues of A in rad/s, ascending by real part, then imaginary part.
std::vector<std::complex<double>> poles(const LinearModel& model);

/// Rank of [B, AB, ..., A^(n-1) B] after balancing its columns; the pair is controllable when it equals n.
Eigen::Index controllability_rank(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);
Eigen::Index controllability_rank(const LinearModel& model);

/// M(q) of a mechanical plant at the given states; 0 x 0 for another plant.
Eigen::MatrixXd mass_matrix(const spec::Plant& plant, const spec::Map<spec::Quantity>& about = {});

}  // namespace gainswarm::analysis
