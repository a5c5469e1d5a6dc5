#include "host/analysis/delay_margin.hpp"

#include <cmath>

#include "host/analysis/frequency_grid.hpp"
#include "host/analysis/late_crossings.hpp"
#include "host/analysis/margins.hpp"

namespace gainswarm::analysis {
namespace {

/// Of a loop that is stable with `low` and not with `high` periods more of dead time.
template <class IsStable>
double between(double low, double high, const IsStable& is_stable) {
  constexpr int halvings = 30;
  for (int i = 0; i < halvings; ++i) {
    const double middle = (low + high) / 2;
    (is_stable(middle) ? low : high) = middle;
  }
  return (low + high) / 2;
}

/// By the loop's poles, with dead times that grow: for loops whose answers jump as they do, and those that
/// only just come to the limit between two frequencies. `otherwise` where there is no model to tell, or none
/// with few periods more is unstable.
double by_poles(const LinearLoop& loop, std::span<const double> gains, Eigen::Index input,
                double most_periods, double otherwise) {
  constexpr double stride = 0.25;
  if (!loop.later(gains, input, stride)) return otherwise;
  const double period = loop.at(gains).period;
  const auto is_stable = [&](double periods) {
    const auto model = loop.later(gains, input, periods);
    return model && decay_rate(poles(*model)) > 0;
  };
  for (double low = 0; low < most_periods; low += stride) {
    if (!is_stable(low + stride)) return period * between(low, low + stride, is_stable);
  }
  return otherwise;
}

}  // namespace

DelayMargins::DelayMargins(const LinearLoop& loop) : loop_(&loop) {
  for (Eigen::Index input = 0; input < std::ssize(loop.inputs()); ++input)
    late_.push_back(LateInput::of(loop.equations(), input));
}

double DelayMargins::operator()(std::span<const double> gains, const LoopModel& model,
                                const std::vector<Complex>& poles, Eigen::Index input,
                                double in_whole_periods) const {
  constexpr double most_periods = 20, periods_ahead = 3, usual_difference = 0.25;
  if (model.period == 0) return in_whole_periods;
  const double whole = std::floor(in_whole_periods / model.period);
  const auto looking_at_poles = [&](double ahead, double otherwise) {
    return whole < most_periods ? by_poles(*loop_, gains, input, whole + ahead, otherwise) : otherwise;
  };
  const auto& late = late_[static_cast<std::size_t>(input)];
  if (!late) return looking_at_poles(periods_ahead, in_whole_periods);
  const LoopSlopes slopes = loop_->equations().loop_slopes_for(gains);
  LateResponse response(*late, slopes);
  std::vector<Complex> resonances = poles;
  for (const Complex pole : response.open_poles()) {
    if (std::abs(pole.imag()) > std::abs(pole.real())) resonances.push_back(pole);
  }
  const double found = first_crossing(response, frequencies(model, resonances), model.period);
  const bool may_lack_one = found > in_whole_periods / model.period + usual_difference;
  return may_lack_one ? looking_at_poles(1, model.period * found) : model.period * found;
}

}  // namespace gainswarm::analysis
