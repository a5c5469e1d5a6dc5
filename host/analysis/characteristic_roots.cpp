#include "host/analysis/characteristic_roots.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace gainswarm::analysis {
namespace {

struct Root {
  Complex s;
  double error = 0;  ///< about the last step
};

/// The step is the reciprocal of the trace of M^-1 M', the logarithmic derivative of the determinant.
std::optional<Root> root_near(Complex start, const Characteristic& characteristic, double scale) {
  constexpr int most_steps = 60;
  constexpr double rounding = 1e-13, nearby = 0.5, settled = 1e-6;
  const double unit = scale + size(start);
  Root root{start, unit};
  for (int step = 0; step < most_steps && root.error > rounding * unit; ++step) {
    Eigen::MatrixXcd matrix = characteristic.at(root.s);
    if (!matrix.allFinite()) return std::nullopt;
    const Complex slope = solve(matrix, characteristic.slope(root.s)).trace();
    if (!std::isfinite(slope.real()) || !std::isfinite(slope.imag())) return Root{root.s};  // on the root
    const Complex change = quotient(1, slope);
    root.s -= change;
    root.error = size(change);
    if (!(size(root.s - start) <= nearby * unit)) return std::nullopt;
  }
  return root.error <= settled * unit ? std::optional(root) : std::nullopt;  // a double root is met slowly
}

/// A root that was met slowly is one of several close together, and may have been found already.
bool is_among(const std::vector<Complex>& found, const Root& root, double scale) {
  constexpr double same = 1e-9, errors = 100;
  return std::ranges::any_of(found, [&](Complex other) {
    return size(other - root.s) <= std::max(same * (scale + size(root.s)), errors * root.error);
  });
}

}  // namespace

std::vector<Complex> roots_near(const std::vector<Complex>& starts, const Characteristic& characteristic,
                                double scale) {
  constexpr double rounding = 1e-12;
  std::vector<Complex> found;
  for (const Complex start : starts) {
    if (start.imag() < 0) continue;
    std::optional<Root> root = root_near(start, characteristic, scale);
    if (!root) continue;
    const bool is_real = std::abs(root->s.imag()) <= rounding * (scale + size(root->s));
    if (is_real) root->s = Complex(root->s.real(), 0);
    if (is_among(found, *root, scale)) continue;
    found.push_back(root->s);
    if (!is_real) found.emplace_back(root->s.real(), -root->s.imag());
  }
  std::ranges::sort(found, {}, [](Complex pole) { return std::pair(pole.real(), pole.imag()); });
  return found;
}

}  // namespace gainswarm::analysis
