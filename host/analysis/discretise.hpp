// A linear system as it is seen from one sampling instant to the next, its inputs held in between.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace gainswarm::analysis {

/// x[k+1] = A x[k] + B u[k].
struct SampledSystem {
  Eigen::MatrixXd a, b;
};

/// Zero-order hold of x' = A x + B u over `period` (s), exact but for rounding: the exponential of
/// [A B; 0 0] period, by scaling and squaring with a Pade approximant (Higham, SIAM J. Matrix Anal. Appl.
/// 26(4), 2005).
SampledSystem hold(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, double period);

/// A system in discrete time over so many of its ticks, the inputs held.
SampledSystem repeat(const SampledSystem& system, std::int64_t ticks);

/// For each i the integral W_i of exp(A's) e_i e_i' exp(As) over s from 0 to `period`: by Van Loan's
/// exponential (IEEE Trans. Automatic Control 23(3), 1978) over a fraction of the period in which no motion
/// decays far, then doubled, W(2h) = W(h) + exp(A'h) W(h) exp(Ah), as one exponential loses a decay of e^-37.
std::vector<Eigen::MatrixXd> unit_integrals(const Eigen::MatrixXd& a, double period);

/// [A B; 0 0]: the state with held inputs as further states.
Eigen::MatrixXd with_held_inputs(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

}  // namespace gainswarm::analysis
