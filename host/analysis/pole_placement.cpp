#include "host/analysis/pole_placement.hpp"

#include <Eigen/LU>
#include <cmath>

#include "cuda/elementary.hpp"

namespace gainswarm::analysis {

PoleFactor real_pole(double pole) {
  return {-pole, 0, false};
}

PoleFactor pole_pair(double frequency, double damping) {
  return {frequency * frequency, 2 * damping * frequency, true};
}

PoleFactor sampled_pole(double pole, double period) {
  return {-elementary::exponential(pole * period), 0, false};
}

PoleFactor sampled_pair(double frequency, double damping, double period) {
  const double radius = elementary::exponential(-damping * frequency * period);
  const double angle = frequency * std::sqrt(1 - damping * damping) * period;
  return {radius * radius, -2 * radius * elementary::cosine(angle), true};
}

Eigen::RowVectorXd place_poles(const Eigen::MatrixXd& a, const Eigen::VectorXd& b,
                               const std::vector<PoleFactor>& factors) {
  const Eigen::Index n = a.rows();
  Eigen::MatrixXd reachable(n, n);
  reachable.col(0) = b;
  for (Eigen::Index j = 1; j < n; ++j) reachable.col(j) = a * reachable.col(j - 1);
  const Eigen::VectorXd last = Eigen::VectorXd::Unit(n, n - 1);
  Eigen::RowVectorXd k = reachable.transpose().partialPivLu().solve(last).transpose();
  for (const PoleFactor& factor : factors) {
    const Eigen::RowVectorXd once = k * a;
    if (factor.is_pair) {
      k = once * a + factor.p1 * once + factor.p0 * k;
    } else {
      k = once + factor.p0 * k;
    }
  }
  return k;
}

}  // namespace gainswarm::analysis
