// State feedback with given closed-loop poles for several inputs: of all that have them, one whose
// eigenvectors are far from dependent, so that the poles move little when the plant does.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "host/analysis/complex.hpp"

namespace gainswarm::analysis {

/// Poles in the s-plane (1/s) or in the z-plane.
struct WantedPoles {
  std::vector<double> real;
  std::vector<Complex> pairs;  ///< one of two conjugates
};

struct RobustFeedback {
  Eigen::MatrixXd k;        ///< inputs x states
  double independence = 0;  ///< reciprocal condition number (1-norm) of the eigenvectors, states scaled alike
};

/// K of u = -K x for x' = A x + B u, or its discrete counterpart; B has orthonormal columns, and there are as
/// many poles as states. Each eigenvector in turn becomes the one that spans the largest volume with the
/// others: J. Kautsky, N. K. Nichols, P. Van Dooren, Robust pole assignment in linear state feedback, Int. J.
/// Control 41(5), 1985, method 0; both of a conjugate pair at once as in A. L. Tits, Y. Yang, Globally
/// convergent algorithms for robust pole assignment by state feedback, IEEE Trans. Automatic Control 41(10),
/// 1996. Volumes are those in the states' SI units; where the largest one moves elsewhere, gains jump as
/// poles vary. Where no independent eigenvectors have these poles, as when one is wanted more often than B
/// has columns, `independence` is 0 but for rounding and K means nothing.
RobustFeedback place_poles_robustly(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b,
                                    const WantedPoles& poles);

}  // namespace gainswarm::analysis
