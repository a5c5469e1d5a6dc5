// Linear systems analysis of a plant about an operating point, by exact differentiation of its equations.
#pragma once

#include <Eigen/Core>
#include <complex>
#include <string>
#include <vector>

#include "host/analysis/delay_paths.hpp"
#include "host/analysis/delay_terms.hpp"
#include "host/analysis/rest.hpp"
#include "host/rollout/plant.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// x' = A (x - x0) + B (u - u0), y = C (x - x0) + D (u - u0) + y0, in SI units; of a plant in discrete time
/// x' is the next state.
struct LinearModel {
  std::vector<std::string> states;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  Eigen::MatrixXd a;    ///< states x states
  Eigen::MatrixXd b;    ///< states x inputs
  Eigen::MatrixXd c;    ///< outputs x states
  Eigen::MatrixXd d;    ///< outputs x inputs
  Rest rest;            ///< at (x0, u0)
  DelayTerms delays{};  ///< with u and y as inputs and outputs
  bool is_discrete = false;
};

/// The plant's Jacobians at the given states and inputs (those not named are 0), at t = 0, with its
/// parameters' own values. Throws InputError when the plant's equations are wrong.
LinearModel linearise(const spec::Plant& plant, const spec::Map<spec::Quantity>& about = {});

/// Likewise of a problem's plant, with the parameters that the problem gives it.
LinearModel linearise(const spec::Problem& problem, const spec::Map<spec::Quantity>& about);

/// In rad/s (of a discrete plant in the z-plane), ascending by real part, then imaginary part. With dead
/// times those of the plant without them, unless one acts on its own input: then see rightmost_poles.
std::vector<Complex> poles(const LinearModel& model);

/// Dimension of the subspace that inputs reach, built by orthogonal steps B, A B, ...; the pair is
/// controllable when it equals the number of states.
Eigen::Index controllability_rank(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);
Eigen::Index controllability_rank(const LinearModel& model);

/// How many of the poles inputs reach, and outputs show: where [s - A, B] and [s - A; C] have full rank, dead
/// times included (Popov, Belevitch, Hautus).
Eigen::Index controllable_poles(const LinearModel& model, const std::vector<Complex>& poles);
Eigen::Index observable_poles(const LinearModel& model, const std::vector<Complex>& poles);

/// The system of the states with each dead time a whole number of steps.
DelayedSystem in_steps(const LinearModel& model, const std::vector<std::int64_t>& steps);

/// M(q) of a mechanical plant at the given states; 0 x 0 for another plant.
Eigen::MatrixXd mass_matrix(const spec::Plant& plant, const spec::Map<spec::Quantity>& about = {});

}  // namespace gainswarm::analysis
