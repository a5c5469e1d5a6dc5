// State feedback with given closed-loop poles.
#pragma once

#include <Eigen/Core>
#include <vector>

namespace gainswarm::analysis {

/// A factor s^2 + p1 s + p0 of the wanted characteristic polynomial, or s + p0.
struct PoleFactor {
  double p0 = 0, p1 = 0;
  bool is_pair = false;
};

/// Poles in the s-plane, 1/s: a real one, and the two of a frequency (rad/s) and damping ratio.
PoleFactor real_pole(double pole);
PoleFactor pole_pair(double frequency, double damping);
/// Where poles s of the s-plane lie under sampling: exp(s period). The same bits everywhere.
PoleFactor sampled_pole(double pole, double period);
PoleFactor sampled_pair(double frequency, double damping, double period);

/// K of u = -K x for x' = A x + b u, or its discrete counterpart: Ackermann's formula, K = e_n' [b, A b,
/// ...]^-1 p(A), with p(A) applied factor by factor instead of through the polynomial's coefficients. The
/// factors' degrees sum to the number of states. Not finite when the plant is not controllable.
Eigen::RowVectorXd place_poles(const Eigen::MatrixXd& a, const Eigen::VectorXd& b,
                               const std::vector<PoleFactor>& factors);

}  // namespace gainswarm::analysis
