#include "host/analysis/matrix_functions.hpp"

#include <Eigen/Eigenvalues>
#include <unsupported/Eigen/MatrixFunctions>

namespace gainswarm::analysis {

Eigen::VectorXcd eigenvalues(const Eigen::MatrixXd& matrix) {
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(matrix, false);
  return solver.info() == Eigen::Success ? solver.eigenvalues() : Eigen::VectorXcd();
}

Eigen::MatrixXd exponential(const Eigen::MatrixXd& matrix) {
  return matrix.exp();
}

}  // namespace gainswarm::analysis
