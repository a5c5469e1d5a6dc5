// What dead times add to a linear system.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "host/analysis/characteristic_roots.hpp"

namespace gainswarm::analysis {

/// Of a plant whose poles or loop are looked at.
constexpr Eigen::Index most_dead_times = 8;

/// With d_j(t) = e_j(t - time_j) a system of states x, inputs w and outputs v becomes
/// x' = A x + B w + A_d d, v = C x + D w + C_d d, e = E x + E_w w + E_d d.
struct DelayTerms {
  std::vector<double> times;  ///< s, above 0
  Eigen::MatrixXd a_d;        ///< states x delays
  Eigen::MatrixXd c_d;        ///< outputs x delays
  Eigen::MatrixXd e;          ///< delays x states
  Eigen::MatrixXd e_w;        ///< delays x inputs
  Eigen::MatrixXd e_d;        ///< delays x delays

  [[nodiscard]] bool empty() const { return times.empty(); }
  [[nodiscard]] double total_time() const;
};

/// [s - A, -A_d; -q E, 1 - q E_d] with q_j = exp(-s time_j), whose determinant is 0 at the system's poles.
Eigen::MatrixXcd characteristic_matrix(const Eigen::MatrixXd& a, const DelayTerms& delays, Complex s);

/// x' = M x for the states, followed by the values at Chebyshev's points of each dead time as a polynomial
/// (D. Breda, S. Maset, R. Vermiglio, Pseudospectral differencing methods for characteristic roots of delay
/// differential equations, SIAM J. Scientific Computing 27(2), 2005): `collocation_points` of each, what
/// comes out last.
Eigen::MatrixXd collocated(const Eigen::MatrixXd& a, const DelayTerms& delays);
constexpr Eigen::Index collocation_points = 24;

/// rad/s, beyond which what goes through states and a dead time comes back as less than a tenth; for s whose
/// real part is `right`.
double frequency_of_last_effect(const Eigen::MatrixXd& a, const DelayTerms& delays, double right = 0);

/// What never stops turning: the poles of signals that go round through dead times alone lie, for higher and
/// higher frequencies, left of this real part in 1/s (J. K. Hale, S. M. Verduyn Lunel, Introduction to
/// Functional Differential Equations, 1993, section 9.6). Nothing where no signal does; then real parts fall
/// without end.
std::optional<double> line_of_poles(const DelayTerms& delays);

/// Poles in 1/s, ascending by real part, then imaginary part: of infinitely many those near the imaginary
/// axis, and those near eigenvalues of the collocated motion. None right of the axis is missing: they are
/// counted. One at +infinity stands for them all where they cannot be found. A line of poles is among them as
/// one that is real.
std::vector<Complex> rightmost_poles(const Eigen::MatrixXd& a, const DelayTerms& delays);

/// Of these poles those to whose right none is missing: they are counted. Newton's method may have met
/// others, far off, that leave out many. Without the one for a line of poles.
std::vector<Complex> without_gaps(std::vector<Complex> poles, const Eigen::MatrixXd& a,
                                  const DelayTerms& delays);

/// From input to output, at s.
Complex transfer(const Eigen::MatrixXd& a, const Eigen::VectorXd& b, const Eigen::RowVectorXd& c,
                 const DelayTerms& delays, Eigen::Index input, Eigen::Index output, Complex s);

}  // namespace gainswarm::analysis
