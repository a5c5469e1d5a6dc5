#include "host/analysis/delay_terms.hpp"

#include <Eigen/Eigenvalues>
#include <limits>
#include <numbers>
#include <numeric>

#include "cuda/elementary.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::Index;
using Eigen::MatrixXcd;
using Eigen::MatrixXd;

/// Derivatives at Chebyshev's points x_k = cos(k pi/n) of the polynomial through values there (L. N.
/// Trefethen, Spectral Methods in MATLAB, 2000, chapter 6).
MatrixXd chebyshev_derivatives() {
  constexpr Index n = collocation_points;
  const auto point = [](Index k) {
    return elementary::cosine(std::numbers::pi * static_cast<double>(k) / n);
  };
  const auto weight = [](Index k) { return (k == 0 || k == n ? 2.0 : 1.0) * (k % 2 == 0 ? 1 : -1); };
  MatrixXd derivatives = MatrixXd::Zero(n + 1, n + 1);
  for (Index i = 0; i <= n; ++i) {
    for (Index j = 0; j <= n; ++j) {
      if (i == j) continue;
      derivatives(i, j) = weight(i) / weight(j) / (point(i) - point(j));
      derivatives(i, i) -= derivatives(i, j);
    }
  }
  return derivatives;
}

/// d/ds of the characteristic matrix.
MatrixXcd characteristic_slope(const MatrixXd& a, const DelayTerms& delays, Complex s) {
  const Index n = a.rows(), count = std::ssize(delays.times);
  MatrixXcd slope = MatrixXcd::Zero(n + count, n + count);
  slope.topLeftCorner(n, n).setIdentity();
  for (Index j = 0; j < count; ++j) {
    const double time = delays.times[static_cast<std::size_t>(j)];
    const Complex factor = time * exponential(-s * time);
    for (Index k = 0; k < n; ++k) slope(n + j, k) = factor * delays.e(j, k);
    for (Index k = 0; k < count; ++k) slope(n + j, n + k) = factor * delays.e_d(j, k);
  }
  return slope;
}

}  // namespace

double DelayTerms::total_time() const {
  return std::accumulate(times.begin(), times.end(), 0.0);
}

MatrixXcd characteristic_matrix(const MatrixXd& a, const DelayTerms& delays, Complex s) {
  const Index n = a.rows(), count = std::ssize(delays.times);
  MatrixXcd matrix = MatrixXcd::Zero(n + count, n + count);
  matrix.topLeftCorner(n, n) = (-a).cast<Complex>();
  for (Index i = 0; i < n; ++i) matrix(i, i) += s;
  matrix.topRightCorner(n, count) = (-delays.a_d).cast<Complex>();
  for (Index j = 0; j < count; ++j) {
    const Complex factor = exponential(-s * delays.times[static_cast<std::size_t>(j)]);
    for (Index k = 0; k < n; ++k) matrix(n + j, k) = -factor * delays.e(j, k);
    for (Index k = 0; k < count; ++k) matrix(n + j, n + k) = -factor * delays.e_d(j, k);
    matrix(n + j, n + j) += 1;
  }
  return matrix;
}

MatrixXd collocated(const MatrixXd& a, const DelayTerms& delays) {
  static const MatrixXd derivatives = chebyshev_derivatives();
  const Index n = a.rows(), count = std::ssize(delays.times);
  const auto out = [&](Index delay) { return n + collocation_points * (delay + 1) - 1; };
  MatrixXd result = MatrixXd::Zero(n + collocation_points * count, n + collocation_points * count);
  result.topLeftCorner(n, n) = a;
  for (Index j = 0; j < count; ++j) {
    result.block(0, out(j), n, 1) = delays.a_d.col(j);
    const double scale = 2 / delays.times[static_cast<std::size_t>(j)];
    const Index first = n + collocation_points * j;
    result.block(first, first, collocation_points, collocation_points) =
        scale * derivatives.bottomRightCorner(collocation_points, collocation_points);
    const Eigen::VectorXd of_entering = scale * derivatives.col(0).tail(collocation_points);
    result.block(first, 0, collocation_points, n) += of_entering * delays.e.row(j);
    for (Index k = 0; k < count; ++k)
      result.block(first, out(k), collocation_points, 1) += of_entering * delays.e_d(j, k);
  }
  return result;
}

std::vector<Complex> rightmost_poles(const MatrixXd& a, const DelayTerms& delays) {
  const Eigen::EigenSolver<MatrixXd> solver(collocated(a, delays), false);
  if (solver.info() != Eigen::Success) return {{std::numeric_limits<double>::infinity(), 0}};
  const Characteristic characteristic{[&](Complex s) { return characteristic_matrix(a, delays, s); },
                                      [&](Complex s) { return characteristic_slope(a, delays, s); }};
  return roots_near({solver.eigenvalues().begin(), solver.eigenvalues().end()}, characteristic,
                    1 / delays.total_time());
}

Complex transfer(const MatrixXd& a, const Eigen::VectorXd& b, const Eigen::RowVectorXd& c,
                 const DelayTerms& delays, Index input, Index output, Complex s) {
  const Index n = a.rows(), count = std::ssize(delays.times);
  MatrixXcd matrix = characteristic_matrix(a, delays, s);
  MatrixXcd right(n + count, 1);
  right.col(0).head(n) = b.cast<Complex>();
  for (Index j = 0; j < count; ++j)
    right(n + j, 0) = exponential(-s * delays.times[static_cast<std::size_t>(j)]) * delays.e_w(j, input);
  const MatrixXcd answer = solve(matrix, std::move(right));
  Complex sum = 0;
  for (Index k = 0; k < n; ++k) sum += c(k) * answer(k, 0);
  for (Index j = 0; j < count; ++j) sum += delays.c_d(output, j) * answer(n + j, 0);
  return sum;
}

}  // namespace gainswarm::analysis
