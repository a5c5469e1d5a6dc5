// What several files need of a real matrix and what compilers take long for: compiled once.
#pragma once

#include <Eigen/Core>

namespace gainswarm::analysis {

/// Of a square matrix, in no order; none where the iteration does not converge.
Eigen::VectorXcd eigenvalues(const Eigen::MatrixXd& matrix);

/// Descending.
Eigen::VectorXd singular_values(const Eigen::MatrixXcd& matrix);

/// e^matrix, of a square matrix.
Eigen::MatrixXd matrix_exponential(const Eigen::MatrixXd& matrix);

}  // namespace gainswarm::analysis
