#include "host/analysis/characteristic_roots.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace gainswarm::analysis {
namespace {

/// The step is the reciprocal of the trace of M^-1 M', the logarithmic derivative of the determinant.
std::optional<Complex> root_near(Complex start, const Characteristic& characteristic, double scale) {
  constexpr int most_steps = 30;
  constexpr double rounding = 1e-13, nearby = 0.5, settled = 1e-6;
  const double unit = scale + size(start);
  Complex s = start;
  double moved = 0;
  for (int step = 0; step < most_steps; ++step) {
    Eigen::MatrixXcd matrix = characteristic.at(s);
    if (!matrix.allFinite()) return std::nullopt;
    const Complex slope = solve(matrix, characteristic.slope(s)).trace();
    if (!std::isfinite(slope.real()) || !std::isfinite(slope.imag())) return s;  // on the root
    const Complex change = quotient(1, slope);
    s -= change;
    moved = size(change);
    if (!(size(s - start) <= nearby * unit)) return std::nullopt;
    if (moved <= rounding * unit) return s;
  }
  return moved <= settled * unit ? std::optional(s) : std::nullopt;  // a double root is met slowly
}

bool is_among(const std::vector<Complex>& found, Complex root, double scale) {
  constexpr double same = 1e-9;
  return std::ranges::any_of(
      found, [&](Complex other) { return size(other - root) <= same * (scale + size(root)); });
}

}  // namespace

std::vector<Complex> roots_near(const std::vector<Complex>& starts, const Characteristic& characteristic,
                                double scale) {
  constexpr double rounding = 1e-12;
  std::vector<Complex> found;
  for (const Complex start : starts) {
    if (start.imag() < 0) continue;
    std::optional<Complex> root = root_near(start, characteristic, scale);
    if (!root) continue;
    const bool is_real = std::abs(root->imag()) <= rounding * (scale + size(*root));
    if (is_real) root = Complex(root->real(), 0);
    if (is_among(found, *root, scale)) continue;
    found.push_back(*root);
    if (!is_real) found.emplace_back(root->real(), -root->imag());
  }
  std::ranges::sort(found, {}, [](Complex pole) { return std::pair(pole.real(), pole.imag()); });
  return found;
}

}  // namespace gainswarm::analysis
