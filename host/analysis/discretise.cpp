#include "host/analysis/discretise.hpp"

#include <unsupported/Eigen/MatrixFunctions>

namespace gainswarm::analysis {

Eigen::MatrixXd with_held_inputs(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  const Eigen::Index n = a.rows(), m = b.cols();
  Eigen::MatrixXd joined = Eigen::MatrixXd::Zero(n + m, n + m);
  joined.topLeftCorner(n, n) = a;
  joined.topRightCorner(n, m) = b;
  return joined;
}

SampledSystem hold(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, double period) {
  const Eigen::MatrixXd transition = (with_held_inputs(a, b) * period).exp();
  return {transition.topLeftCorner(a.rows(), a.cols()), transition.topRightCorner(b.rows(), b.cols())};
}

std::vector<Eigen::MatrixXd> unit_integrals(const Eigen::MatrixXd& a, double period) {
  const Eigen::Index n = a.rows();
  Eigen::MatrixXd block = Eigen::MatrixXd::Zero(2 * n, 2 * n);
  block.topLeftCorner(n, n) = -a.transpose();
  block.bottomRightCorner(n, n) = a;
  std::vector<Eigen::MatrixXd> integrals;
  for (Eigen::Index i = 0; i < n; ++i) {
    block(i, n + i) = 1;
    const Eigen::MatrixXd exponential = (block * period).exp();
    block(i, n + i) = 0;
    const Eigen::MatrixXd integral =
        exponential.bottomRightCorner(n, n).transpose() * exponential.topRightCorner(n, n);
    integrals.emplace_back((integral + integral.transpose()) / 2);
  }
  return integrals;
}

}  // namespace gainswarm::analysis
