#include "host/analysis/matrix_functions.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/SVD>
#include <unsupported/Eigen/MatrixFunctions>

namespace gainswarm::analysis {

Eigen::VectorXcd eigenvalues(const Eigen::MatrixXd& matrix) {
  if (matrix.size() == 0) return {};
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(matrix, false);
  return solver.info() == Eigen::Success ? solver.eigenvalues() : Eigen::VectorXcd();
}

Eigen::VectorXd singular_values(const Eigen::MatrixXcd& matrix) {
  return Eigen::JacobiSVD<Eigen::MatrixXcd>(matrix).singularValues();
}

Eigen::MatrixXd matrix_exponential(const Eigen::MatrixXd& matrix) {
  if (matrix.size() == 0) return matrix;
  return matrix.exp();
}

}  // namespace gainswarm::analysis
