#include "host/analysis/pole_stage.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "cuda/elementary.hpp"
#include "host/analysis/pole_placement.hpp"
#include "host/analysis/robust_pole_placement.hpp"

namespace gainswarm::analysis {
namespace {

using Values = std::span<const double>;

/// How far the values are from being stable poles, 0 to 1.
double violation(const PoleExpressions& poles, Values values) {
  double worst = 0;
  const auto blame = [&](bool fits, double severity) { worst = fits ? worst : std::max(worst, severity); };
  for (const std::size_t index : poles.real) {
    blame(std::isfinite(values[index]), 1);
    blame(values[index] < 0, 0.5);
  }
  for (const auto& pair : poles.pairs) {
    const double damping = values[pair.damping], frequency = values[pair.frequency];
    blame(std::isfinite(frequency) && std::isfinite(damping), 1);
    blame(frequency > 0 && damping > 0 && damping <= 1, 0.5);
  }
  return worst;
}

}  // namespace

PoleStage::PoleStage(const SampledSystem& system, double period, PoleExpressions poles)
    : a_(system.a), inputs_(independent_inputs(system.b)), period_(period), poles_(std::move(poles)) {}

std::vector<PoleFactor> PoleStage::factors(Values values) const {
  std::vector<PoleFactor> result;
  for (const std::size_t index : poles_.real) {
    result.push_back(period_ > 0 ? sampled_pole(values[index], period_) : real_pole(values[index]));
  }
  for (const auto& [frequency, damping] : poles_.pairs) {
    result.push_back(period_ > 0 ? sampled_pair(values[frequency], values[damping], period_)
                                 : pole_pair(values[frequency], values[damping]));
  }
  return result;
}

WantedPoles PoleStage::wanted(Values values) const {
  WantedPoles result;
  for (const std::size_t index : poles_.real) {
    result.real.push_back(period_ > 0 ? elementary::exponential(values[index] * period_) : values[index]);
  }
  for (const auto& pair : poles_.pairs) {
    const double damping = values[pair.damping], frequency = values[pair.frequency];
    const Complex pole{-damping * frequency, frequency * std::sqrt(1 - damping * damping)};
    result.pairs.push_back(period_ > 0 ? exponential({pole.real() * period_, pole.imag() * period_}) : pole);
  }
  return result;
}

PlacedPoles PoleStage::operator()(Values values) const {
  // Stable poles that cannot be had are nearer to gains than poles that nobody may want.
  constexpr double least_independence = 1e-10, severity = 0.25;
  const double violated = violation(poles_, values);
  if (violated > 0) return {{Trouble::poles, violated}, {}};
  if (inputs_.directions.cols() == 1)
    return {{}, inputs_.shares * place_poles(a_, inputs_.directions, factors(values))};
  const RobustFeedback found = place_poles_robustly(a_, inputs_.directions, wanted(values));
  if (found.independence < least_independence) return {{Trouble::poles, severity}, {}};
  return {{}, inputs_.shares * found.k};
}

}  // namespace gainswarm::analysis
