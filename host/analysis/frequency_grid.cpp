#include "host/analysis/frequency_grid.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "host/spec/model.hpp"

namespace gainswarm::analysis {
namespace {

using spec::infinity;
using std::numbers::pi;

/// Delays turn the answer once more each time that the frequency grows by a turn over the delay.
void add_turns(const LoopModel& model, double last, std::vector<double>& grid) {
  constexpr double steps_a_turn = 8;
  const Eigen::Index states = model.history.empty() ? model.a.rows() : model.history.b.rows();
  const double turns =
      (static_cast<double>(states) + model.dead_time / model.period) / 2;  // of a sampled loop
  const double turn = model.period > 0 ? last / turns : 2 * pi / model.dead_time;
  const double end =
      model.delays.empty() ? last : std::min(last, frequency_of_last_effect(model.a, model.delays));
  if (!(turn < infinity)) return;
  for (double omega = turn / steps_a_turn; omega < end; omega += turn / steps_a_turn) grid.push_back(omega);
}

}  // namespace

bool dies_out_within(double time, Complex pole) {
  constexpr double logarithm_of_ten = 2.302585092994046;
  return -pole.real() * time > logarithm_of_ten;
}

std::vector<double> frequencies(const LoopModel& model, const std::vector<Complex>& poles) {
  constexpr double ratio = 1.1, below = 1e2, beyond = 1e3;
  double slowest = infinity, fastest = 0;
  std::vector<double> grid{0};
  for (const Complex pole : poles) {
    const double omega = size(pole);
    if (!(omega > 0) || !std::isfinite(omega)) continue;
    slowest = std::min(slowest, omega);
    fastest = std::max(fastest, omega);
    if (dies_out_within(model.dead_time, pole)) continue;
    for (const double share : {0.97, 0.99, 1.0, 1.01, 1.03}) grid.push_back(share * std::abs(pole.imag()));
    for (const double widths : {-3, -1, 1, 3}) grid.push_back(std::abs(pole.imag() + widths * pole.real()));
  }
  if (fastest == 0) slowest = fastest = 1;
  const double last = model.period > 0 ? pi / model.period : beyond * fastest;
  add_turns(model, last, grid);
  for (double omega = std::min(slowest, last) / below; omega < last; omega *= ratio) grid.push_back(omega);
  std::erase_if(grid, [&](double omega) { return omega > last; });
  grid.push_back(last);
  std::ranges::sort(grid);
  grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
  return grid;
}

}  // namespace gainswarm::analysis
