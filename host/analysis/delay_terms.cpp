#include "host/analysis/delay_terms.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "cuda/elementary.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::Index;
using Eigen::MatrixXcd;
using Eigen::MatrixXd;

constexpr Index degree = 24;  ///< of the polynomial through a dead time

/// Derivatives at Chebyshev's points x_k = cos(k pi/degree) of the polynomial through values there (L. N.
/// Trefethen, Spectral Methods in MATLAB, 2000, chapter 6).
MatrixXd chebyshev_derivatives() {
  constexpr Index n = degree;
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

/// The generator of the motion: states, then of each dead time the values at all its points but the first,
/// which is what enters; what comes out stands last.
MatrixXd generator(const MatrixXd& a, const DelayTerms& delays) {
  static const MatrixXd derivatives = chebyshev_derivatives();
  const Index n = a.rows(), count = std::ssize(delays.times);
  const auto out = [&](Index delay) { return n + degree * (delay + 1) - 1; };
  MatrixXd result = MatrixXd::Zero(n + degree * count, n + degree * count);
  result.topLeftCorner(n, n) = a;
  for (Index j = 0; j < count; ++j) {
    result.block(0, out(j), n, 1) = delays.a_d.col(j);
    const double scale = 2 / delays.times[static_cast<std::size_t>(j)];
    const Index first = n + degree * j;
    result.block(first, first, degree, degree) = scale * derivatives.bottomRightCorner(degree, degree);
    const Eigen::VectorXd of_entering = scale * derivatives.col(0).tail(degree);
    result.block(first, 0, degree, n) += of_entering * delays.e.row(j);
    for (Index k = 0; k < count; ++k)
      result.block(first, out(k), degree, 1) += of_entering * delays.e_d(j, k);
  }
  return result;
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

/// The root of the determinant next to `start`; NaN where Newton's method leaves it.
Complex refined(const MatrixXd& a, const DelayTerms& delays, Complex start) {
  constexpr int most_steps = 30;
  constexpr double rounding = 1e-13, nearby = 0.05;
  const double scale = 1 / delays.total_time() + size(start);
  Complex s = start;
  double moved = 0;
  for (int step = 0; step < most_steps; ++step) {
    MatrixXcd matrix = characteristic_matrix(a, delays, s);
    const MatrixXcd solved = solve(matrix, characteristic_slope(a, delays, s));
    if (!solved.allFinite()) break;  // singular but for rounding: on the root
    const Complex change = quotient(1, solved.trace());
    s -= change;
    moved = size(change);
    if (!(size(s - start) <= nearby * scale)) return {std::numeric_limits<double>::quiet_NaN(), 0};
    if (moved <= rounding * scale) break;
  }
  return s;
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

std::vector<Complex> rightmost_poles(const MatrixXd& a, const DelayTerms& delays) {
  constexpr double seen = 0.5 * degree;  // radians that a polynomial of the degree follows well
  const MatrixXd motion = generator(a, delays);
  const Eigen::EigenSolver<MatrixXd> solver(motion, false);
  if (solver.info() != Eigen::Success) return {{std::numeric_limits<double>::infinity(), 0}};
  const double longest = std::ranges::max(delays.times);
  std::vector<Complex> found;
  for (const Complex start : solver.eigenvalues()) {
    if (start.imag() < 0 || -start.real() * longest > seen || start.imag() * longest > seen) continue;
    const Complex pole = refined(a, delays, start);
    if (std::isnan(pole.real())) continue;
    const bool is_real = std::abs(pole.imag()) <= 1e-12 * (1 + size(pole));
    found.push_back(is_real ? Complex(pole.real(), 0) : pole);
    if (!is_real) found.emplace_back(pole.real(), -pole.imag());
  }
  std::ranges::sort(found, {}, [](Complex pole) { return std::pair(pole.real(), pole.imag()); });
  return found;
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
