// Algebraic Riccati equations by structure-preserving doubling, and the regulators that follow from them.
//
// Only + - * / and square roots in a fixed order: the same bits everywhere.
#pragma once

#include <Eigen/Core>

namespace gainswarm::analysis {

/// Weights of sum or integral of x'Q x + 2 x'N u + u'R u; Q n x n, R m x m symmetric, N n x m.
struct QuadraticCost {
  Eigen::MatrixXd q, r, n;
};

/// A regulator u = -K x and the cost x'X x of a start x.
struct Regulator {
  Eigen::MatrixXd k;  ///< inputs x states
  Eigen::MatrixXd x;  ///< states x states
  /// Whether X was found and the loop is stable with it; k and x have no meaning otherwise.
  bool stabilises = false;
  /// What is left of a disturbance where the doubling ended, 0 to 1; 0 for a stable loop.
  double remainder = 1;
};

/// x' = A x + B u: 0 = A'X + X A - (X B + N) R^-1 (X B + N)' + Q. The equation is taken to a discrete one by
/// a Cayley transform, and the solution refined by Newton's method (Kleinman, IEEE Trans. Automatic Control
/// 13(1), 1968).
Regulator continuous_regulator(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, const QuadraticCost& cost);

/// x[k+1] = A x[k] + B u[k]: X = A'X A - (A'X B + N) (R + B'X B)^-1 (A'X B + N)' + Q by doubling (Chu, Fan,
/// Lin and Wang, International Journal of Control 77(8), 2004; Chu, Fan and Lin, Linear Algebra and its
/// Applications 396, 2005), refined likewise (Hewer, IEEE Trans. Automatic Control 16(4), 1971).
Regulator discrete_regulator(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, const QuadraticCost& cost);

}  // namespace gainswarm::analysis
