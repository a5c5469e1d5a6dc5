#include "host/analysis/axis_scan.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "cuda/elementary.hpp"

namespace gainswarm::analysis {
namespace {

using std::numbers::pi;

struct AxisPoint {
  double omega = 0, phase = 0, slope = 0;  ///< d phase/d omega
  Complex step;                            ///< Newton's, to the root that is nearest as seen from here
};

class Scan {
 public:
  Scan(const Characteristic& characteristic, double right, double spacing, std::int64_t points)
      : characteristic_(characteristic), right_(right), spacing_(spacing), budget_(20 * points) {}

  [[nodiscard]] AxisPoint at(double omega) const {
    const Complex s(right_, omega);
    Eigen::MatrixXcd matrix = characteristic_.at(s);
    const Solution solved = solve_with_phase(matrix, characteristic_.slope(s));
    const Complex logarithmic = solved.x.trace();
    return {omega, elementary::arctangent2(solved.phase.imag(), solved.phase.real()), logarithmic.real(),
            quotient(-1.0, logarithmic)};
  }

  /// Between neighbours, with points in between where a root is so near that the phase jumps.
  void turn(const AxisPoint& from, const AxisPoint& to) {
    constexpr double close = 0.4, narrow = 0.25, smallest = 1e-12;
    const double width = to.omega - from.omega, promised = 0.5 * (from.slope + to.slope) * width;
    const double seen = to.phase - from.phase, turned = seen - 2 * pi * std::round(seen / (2 * pi));
    const bool is_finite = std::isfinite(promised) && std::isfinite(seen);
    if (!is_finite || std::abs(turned - promised) < close || width < smallest * spacing_ || budget_-- <= 0) {
      if (is_finite) scan_.turned += turned;
      return;
    }
    const AxisPoint middle = at(0.5 * (from.omega + to.omega));
    if (size(middle.step) < narrow * spacing_) start_at(middle);
    turn(from, middle);
    turn(middle, to);
  }

  /// Of three neighbours the one in the middle, if it is the nearest to a root.
  void look(const AxisPoint& before, const AxisPoint& here, const AxisPoint& after) {
    constexpr double spacings = 3;
    const double distance = size(here.step);
    if (distance < spacings * spacing_ && distance <= size(before.step) && distance <= size(after.step))
      start_at(here);
  }

  AxisScan take(const AxisPoint& last) {
    scan_.phase = last.phase;
    return std::move(scan_);
  }

 private:
  void start_at(const AxisPoint& point) { scan_.starts.push_back(Complex(right_, point.omega) + point.step); }

  const Characteristic& characteristic_;
  double right_, spacing_;
  std::int64_t budget_;
  AxisScan scan_;
};

}  // namespace

AxisScan scan_axis(const Characteristic& characteristic, double right, double last, std::int64_t points) {
  const double spacing = last / static_cast<double>(points);
  Scan scan(characteristic, right, spacing, points);
  const AxisPoint nothing{0, 0, 0, std::numeric_limits<double>::infinity()};
  AxisPoint before = nothing, here = scan.at(0);
  for (std::int64_t i = 1; i <= points; ++i) {
    const AxisPoint after = scan.at(static_cast<double>(i) * spacing);
    scan.turn(here, after);
    scan.look(before, here, after);
    before = here;
    here = after;
  }
  scan.look(before, here, nothing);
  return scan.take(here);
}

}  // namespace gainswarm::analysis
