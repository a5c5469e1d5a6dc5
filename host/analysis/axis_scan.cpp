#include "host/analysis/axis_scan.hpp"

#include <cmath>
#include <numbers>

#include "cuda/elementary.hpp"

namespace gainswarm::analysis {
namespace {

constexpr double pi = std::numbers::pi;

class Scan {
 public:
  Scan(const Characteristic& characteristic, double right, double spacing)
      : characteristic_(characteristic), right_(right), spacing_(spacing) {}

  struct Point {
    double omega = 0, phase = 0, slope = 0;  ///< d phase/d omega
  };

  Point at(double omega) {
    constexpr double spacings = 3;
    const Complex s(right_, omega);
    Eigen::MatrixXcd matrix = characteristic_.at(s);
    const Solution solved = solve_with_phase(matrix, characteristic_.slope(s));
    const Complex logarithmic = solved.x.trace();
    const Complex step = quotient(-1.0, logarithmic);
    if (size(step) < spacings * spacing_) scan_.starts.push_back(s + step);
    return {omega, elementary::arctangent2(solved.phase.imag(), solved.phase.real()), logarithmic.real()};
  }

  void turn(const Point& from, const Point& to, int depth = 0) {
    constexpr int deepest = 45;
    constexpr double close = 0.4;
    const double promised = 0.5 * (from.slope + to.slope) * (to.omega - from.omega);
    const double seen = to.phase - from.phase, turned = seen - 2 * pi * std::round(seen / (2 * pi));
    if (std::abs(turned - promised) < close || depth == deepest) {
      scan_.turned += turned;
      return;
    }
    const Point middle = at(0.5 * (from.omega + to.omega));
    turn(from, middle, depth + 1);
    turn(middle, to, depth + 1);
  }

  AxisScan take(const Point& last) {
    scan_.phase = last.phase;
    return std::move(scan_);
  }

 private:
  const Characteristic& characteristic_;
  double right_, spacing_;
  AxisScan scan_;
};

}  // namespace

AxisScan scan_axis(const Characteristic& characteristic, double right, double last, std::int64_t points) {
  const double spacing = last / static_cast<double>(points);
  Scan scan(characteristic, right, spacing);
  Scan::Point before = scan.at(0);
  for (std::int64_t i = 1; i <= points; ++i) {
    const Scan::Point here = scan.at(static_cast<double>(i) * spacing);
    scan.turn(before, here);
    before = here;
  }
  return scan.take(before);
}

}  // namespace gainswarm::analysis
