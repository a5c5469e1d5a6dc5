#include "host/analysis/independent_inputs.hpp"

#include <Eigen/QR>

namespace gainswarm::analysis {

IndependentInputs independent_inputs(const Eigen::MatrixXd& b) {
  constexpr double rounding = 1e-10;
  if (b.cols() == 1) return {b, Eigen::MatrixXd::Ones(1, 1)};
  Eigen::VectorXd sizes = b.colwise().norm().transpose();
  for (double& size : sizes) size = size > 0 ? size : 1;
  const Eigen::MatrixXd unit = b * sizes.cwiseInverse().asDiagonal();
  Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> decomposition;
  decomposition.setThreshold(rounding);
  decomposition.compute(unit);
  const Eigen::MatrixXd directions =
      decomposition.householderQ() * Eigen::MatrixXd::Identity(b.rows(), decomposition.rank());
  const Eigen::MatrixXd smallest = decomposition.solve(directions);  // of all that do this
  return {directions, sizes.cwiseInverse().asDiagonal() * smallest};
}

}  // namespace gainswarm::analysis
