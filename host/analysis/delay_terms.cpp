#include "host/analysis/delay_terms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>

#include "cuda/elementary.hpp"
#include "host/analysis/axis_scan.hpp"
#include "host/analysis/matrix_functions.hpp"

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

double frequency_of_last_effect(const MatrixXd& a, const DelayTerms& delays, double right) {
  constexpr double felt = 0.1, ratio = 1.05, beyond = 1e4;
  double fastest = 1 / delays.total_time();
  for (const Complex pole : eigenvalues(a)) fastest = std::max(fastest, size(pole));
  const Index n = a.rows();
  if (n == 0) return fastest;
  MatrixXd enters = delays.e;
  for (Index j = 0; j < enters.rows(); ++j)
    enters.row(j) *= exponential(-right * delays.times[static_cast<std::size_t>(j)]).real();
  for (double omega = beyond * fastest; omega > fastest; omega /= ratio) {
    MatrixXcd matrix = (-a).cast<Complex>();
    for (Index i = 0; i < n; ++i) matrix(i, i) += Complex(right, omega);
    const MatrixXcd around = enters * solve(matrix, delays.a_d.cast<Complex>());
    if (around.cwiseAbs().rowwise().sum().maxCoeff() >= felt) return omega;
  }
  return fastest;
}

std::optional<double> line_of_poles(const DelayTerms& delays) {
  const MatrixXd sizes = delays.e_d.cwiseAbs();
  if (sizes.isZero(0)) return std::nullopt;
  double radius = 0;
  for (const Complex value : eigenvalues(sizes)) radius = std::max(radius, size(value));
  if (radius == 0) return std::nullopt;
  return elementary::logarithm(radius) / std::ranges::max(delays.times);
}

namespace {

/// How many poles lie right of the axis: by how much less than that of a stable system of as many states the
/// determinant turns on the way to infinity (Mikhailov). Beyond the scan it turns as that without dead times.
std::int64_t poles_right(const MatrixXd& a, const AxisScan& scan, double right, double last) {
  double turned = scan.turned, phase = scan.phase;
  for (const Complex pole : eigenvalues(a)) {
    const Complex to = Complex(right, last) - pole;
    const double angle = elementary::arctangent2(to.imag(), to.real());
    turned += std::numbers::pi / 2 - angle;
    phase -= angle;
  }
  turned -= phase - 2 * std::numbers::pi * std::round(phase / (2 * std::numbers::pi));
  return std::llround(static_cast<double>(a.rows()) / 2 - turned / std::numbers::pi);
}

/// What a parallel to the imaginary axis shows.
struct View {
  AxisScan scan;
  std::int64_t poles_right = 0;
};

Characteristic characteristic_of(const MatrixXd& a, const DelayTerms& delays) {
  return {[&](Complex s) { return characteristic_matrix(a, delays, s); },
          [&](Complex s) { return characteristic_slope(a, delays, s); }};
}

/// Nothing where it takes too many points.
std::optional<View> view_from(double right, const MatrixXd& a, const DelayTerms& delays, double most_points) {
  constexpr double points_a_turn = 8;
  const double time = delays.total_time(), last = frequency_of_last_effect(a, delays, right);
  const double points = std::ceil(points_a_turn * (last * time / (2 * std::numbers::pi) + 1));
  if (!(points < most_points)) return std::nullopt;
  View view{scan_axis(characteristic_of(a, delays), right, last, static_cast<std::int64_t>(points))};
  view.poles_right = poles_right(a, view.scan, right, last);
  return view;
}

void sort_by_real_part(std::vector<Complex>& poles) {
  std::ranges::sort(poles, {}, [](Complex pole) { return std::pair(pole.real(), pole.imag()); });
}

}  // namespace

std::vector<Complex> rightmost_poles(const MatrixXd& a, const DelayTerms& delays) {
  constexpr double most_points = 1e5, on_the_axis = 1e-7;
  std::vector<Complex> too_many{{std::numeric_limits<double>::infinity(), 0}};
  const double time = delays.total_time();
  const Eigen::VectorXcd slow = eigenvalues(collocated(a, delays));
  if (slow.size() == 0) return too_many;
  std::optional<View> view = view_from(on_the_axis / time, a, delays, most_points);
  if (!view) return too_many;
  std::vector<Complex>& starts = view->scan.starts;
  starts.insert(starts.end(), slow.begin(), slow.end());
  std::vector<Complex> found = roots_near(starts, characteristic_of(a, delays), 1 / time);
  const auto right = [&](Complex pole) { return pole.real() > on_the_axis / time; };
  if (std::ranges::count_if(found, right) < view->poles_right) return too_many;
  if (const auto line = line_of_poles(delays)) found.emplace_back(*line, 0);
  sort_by_real_part(found);
  return found;
}

std::vector<Complex> without_gaps(std::vector<Complex> poles, const MatrixXd& a, const DelayTerms& delays) {
  constexpr double most_points = 1e4, same = 1e-6, beyond = 1;
  const double time = delays.total_time();
  const std::optional<double> line = line_of_poles(delays);
  if (line) std::erase(poles, Complex(*line, 0));
  if (poles.empty() || !std::isfinite(poles.back().real())) return poles;
  std::ranges::reverse(poles);
  std::vector<std::size_t> groups{0};  // where those begin that have one real part
  for (std::size_t i = 1; i < poles.size(); ++i) {
    if (poles[i - 1].real() - poles[i].real() > same / time) groups.push_back(i);
  }
  const auto is_whole_right_of = [&](std::size_t first) {
    const double before = first > 0 ? poles[first - 1].real() : poles[0].real() + beyond / time;
    const double right = 0.5 * (before + poles[first].real());
    if (line && right <= *line) return false;
    const std::optional<View> view = view_from(right, a, delays, most_points);
    return view && view->poles_right == static_cast<std::int64_t>(first);
  };
  const auto end = std::ranges::partition_point(groups, is_whole_right_of);
  poles.resize(end == groups.end() ? poles.size() : *end);
  sort_by_real_part(poles);
  return poles;
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
