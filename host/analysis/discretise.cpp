#include "host/analysis/discretise.hpp"

#include "host/analysis/matrix_functions.hpp"

namespace gainswarm::analysis {

Eigen::MatrixXd with_held_inputs(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  const Eigen::Index n = a.rows(), m = b.cols();
  Eigen::MatrixXd joined = Eigen::MatrixXd::Zero(n + m, n + m);
  joined.topLeftCorner(n, n) = a;
  joined.topRightCorner(n, m) = b;
  return joined;
}

SampledSystem hold(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, double period) {
  const Eigen::MatrixXd transition = matrix_exponential(with_held_inputs(a, b) * period);
  return {transition.topLeftCorner(a.rows(), a.cols()), transition.topRightCorner(b.rows(), b.cols())};
}

SampledSystem repeat(const SampledSystem& system, std::int64_t ticks) {
  SampledSystem result = system;
  for (std::int64_t i = 1; i < ticks; ++i) {
    result.b = (system.a * result.b + system.b).eval();
    result.a = (system.a * result.a).eval();
  }
  return result;
}

std::vector<Eigen::MatrixXd> unit_integrals(const Eigen::MatrixXd& a, double period) {
  constexpr double longest = 4;  // of the fraction, times the norm of A
  const Eigen::Index n = a.rows();
  double fraction = period;
  int doublings = 0;
  for (; a.cwiseAbs().colwise().sum().maxCoeff() * fraction > longest; ++doublings) fraction /= 2;
  Eigen::MatrixXd block = Eigen::MatrixXd::Zero(2 * n, 2 * n);
  block.topLeftCorner(n, n) = -a.transpose();
  block.bottomRightCorner(n, n) = a;
  std::vector<Eigen::MatrixXd> integrals;
  for (Eigen::Index i = 0; i < n; ++i) {
    block(i, n + i) = 1;
    const Eigen::MatrixXd moved = matrix_exponential(block * fraction);
    block(i, n + i) = 0;
    Eigen::MatrixXd transition = moved.bottomRightCorner(n, n);
    Eigen::MatrixXd integral = transition.transpose() * moved.topRightCorner(n, n);
    for (int doubled = 0; doubled < doublings; ++doubled) {
      integral += (transition.transpose() * integral * transition).eval();
      transition = (transition * transition).eval();
    }
    integrals.emplace_back((integral + integral.transpose()) / 2);
  }
  return integrals;
}

}  // namespace gainswarm::analysis
