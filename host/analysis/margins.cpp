#include "host/analysis/margins.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "cuda/elementary.hpp"
#include "host/analysis/frequency_grid.hpp"
#include "host/analysis/frequency_response.hpp"
#include "host/analysis/matrix_functions.hpp"
#include "host/spec/model.hpp"

namespace gainswarm::analysis {
namespace {

using spec::infinity;
using std::numbers::pi;

Complex in_s_plane(Complex z, double period) {
  const double radius = z.real() * z.real() + z.imag() * z.imag();
  return {elementary::logarithm(radius) / (2 * period), elementary::arctangent2(z.imag(), z.real()) / period};
}

/// One frequency and what the loop answers there.
struct Sample {
  double omega = 0;
  Complex g;  ///< -T
};

using Measure = std::function<double(Complex)>;

/// Where a measure changes its sign between two samples, by regula falsi (Illinois).
Sample crossing(FrequencyResponse& response, Sample low, Sample high, const Measure& measure) {
  constexpr int most_steps = 40;
  double at_low = measure(low.g), at_high = measure(high.g);
  Sample middle = low;
  for (int step = 0; step < most_steps && high.omega - low.omega > 1e-14 * high.omega; ++step) {
    middle.omega = low.omega + (high.omega - low.omega) * at_low / (at_low - at_high);
    middle.g = response(middle.omega);
    const double found = measure(middle.g);
    if (found == 0) break;
    if ((found < 0) == (at_low < 0)) {
      low = middle;
      at_low = found;
      at_high /= 2;
    } else {
      high = middle;
      at_high = found;
      at_low /= 2;
    }
  }
  return middle;
}

/// The largest value of a measure between the samples next to its largest sample, by golden sections.
double peak(FrequencyResponse& response, double low, double high, const Measure& measure) {
  constexpr double golden = 0.6180339887498949;
  constexpr int steps = 30;
  double a = high - golden * (high - low), b = low + golden * (high - low);
  double at_a = measure(response(a)), at_b = measure(response(b));
  for (int step = 0; step < steps; ++step) {
    if (at_a > at_b) {
      high = b;
      b = a;
      at_b = at_a;
      a = high - golden * (high - low);
      at_a = measure(response(a));
    } else {
      low = a;
      a = b;
      at_a = at_b;
      b = low + golden * (high - low);
      at_b = measure(response(b));
    }
  }
  return std::max(at_a, at_b);
}

/// Eigenvalues in the s-plane, without those at z = 0.
std::vector<Complex> of_eigenvalues(const Eigen::MatrixXd& a, double period) {
  constexpr double at_origin = 1e-12;
  if (a.size() == 0) return {};
  const Eigen::VectorXcd values = eigenvalues(a);
  if (values.size() == 0) return {{infinity, 0}};
  std::vector<Complex> found;
  for (const Complex value : values) {
    if (period == 0) {
      found.push_back(value);
    } else if (size(value) > at_origin) {
      found.push_back(in_s_plane(value, period));
    }
  }
  return found;
}

class LoopSweep {
 public:
  LoopSweep(const LoopModel& model, const std::vector<Complex>& poles, Eigen::Index input)
      : response_(model, input) {
    for (const double omega : frequencies(model, poles)) samples_.push_back({omega, response_(omega)});
    std::erase_if(samples_, [](const Sample& sample) {
      return !std::isfinite(sample.g.real()) || !std::isfinite(sample.g.imag());
    });
  }

  [[nodiscard]] Margins margins() {
    Margins found{"", infinity, infinity, infinity, infinity, 0, 0, 0};
    for_each_crossing([](Complex g) { return g.imag(); }, [&](const Sample& at) { add_gain(at, found); });
    for_each_crossing([](Complex g) { return g.real() + 0.5; },
                      [&](const Sample& at) { add_phase(at, found); });
    found.sensitivity_peak = largest([](Complex g) { return size(1.0 + g); });
    found.complementary_peak = largest([](Complex g) { return size(g); });
    found.disk_margin = 1 / largest([](Complex g) { return size(0.5 + g); });
    return found;
  }

 private:
  /// Calls `visit` wherever the measure is or goes through 0.
  void for_each_crossing(const Measure& measure, const std::function<void(const Sample&)>& visit) {
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      const double here = measure(samples_[i].g);
      const bool is_last = i + 1 == samples_.size();  // half the sampling rate: real but for rounding
      if (here == 0 || (is_last && std::abs(here) < 1e-9 * size(samples_[i].g))) {
        visit(samples_[i]);
      } else if (!is_last && here * measure(samples_[i + 1].g) < 0) {
        visit(crossing(response_, samples_[i], samples_[i + 1], measure));
      }
    }
  }

  /// L is real: where it is negative, a factor 1/|L| destabilises.
  static void add_gain(const Sample& at, Margins& found) {
    constexpr double rounding = 1e-9;
    const double t = -at.g.real(), s = 1 - t;
    if (!(t * s < 0) || std::min(std::abs(t), std::abs(s)) < rounding) return;
    const double factor = -s / t;
    if (factor > 1) found.gain_margin = std::min(found.gain_margin, factor);
    if (factor < 1) found.gain_reduction = std::min(found.gain_reduction, 1 / factor);
  }

  /// |L| is 1: how far it has to turn to reach -1.
  static void add_phase(const Sample& at, Margins& found) {
    const Complex turned = quotient(at.g, 1.0 + at.g);  // -L
    const double lag = elementary::arctangent2(turned.imag(), turned.real());
    found.phase_margin = std::min(found.phase_margin, std::abs(lag));
    if (at.omega > 0)
      found.delay_margin = std::min(found.delay_margin, (lag < 0 ? lag + 2 * pi : lag) / at.omega);
  }

  /// Hills nearly as high as the highest sample may be higher in between, and are all looked at.
  [[nodiscard]] double largest(const Measure& measure) {
    constexpr double nearly = 0.9, rounding = 1e-9;
    if (samples_.empty()) return infinity;  // nowhere is the answer a finite number
    std::vector<double> values;
    for (const Sample& sample : samples_) values.push_back(measure(sample.g));
    const double highest = std::ranges::max(values);
    double best = highest;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::size_t before = i == 0 ? 0 : i - 1, after = std::min(i + 1, values.size() - 1);
      const double lower = std::min(values[before], values[after]);
      const bool is_hill = values[i] >= std::max(values[before], values[after]) &&
                           values[i] > (1 + rounding) * lower && values[i] >= nearly * highest;
      if (is_hill)
        best = std::max(best, peak(response_, samples_[before].omega, samples_[after].omega, measure));
    }
    return best;
  }

  FrequencyResponse response_;
  std::vector<Sample> samples_;
};

}  // namespace

std::vector<Complex> poles(const LoopModel& model) {
  if (!model.delays.empty()) return rightmost_poles(model.a, model.delays);
  std::vector<Complex> found = of_eigenvalues(model.a, model.period);
  if (model.a_is_near) found = poles_near_axis(model.history, model.period, std::move(found));
  for (const Complex once : model.repeated) {
    const auto distance = [&](Complex pole) { return size(pole - once); };
    if (!found.empty()) found.erase(std::ranges::min_element(found, {}, distance));
  }
  std::ranges::sort(found, {}, [](Complex pole) { return std::pair(pole.real(), pole.imag()); });
  return found;
}

double damping(const std::vector<Complex>& poles, double dead_time) {
  double smallest = infinity;
  for (const Complex pole : poles) {
    if (dies_out_within(dead_time, pole)) continue;
    const double omega = size(pole);
    smallest = std::min(smallest, omega > 0 ? -pole.real() / omega : 0);
  }
  return smallest;
}

double decay_rate(const std::vector<Complex>& poles) {
  double slowest = infinity;
  for (const Complex pole : poles) slowest = std::min(slowest, -pole.real());
  return slowest;
}

Margins margins(const LoopModel& model, const std::vector<Complex>& poles, Eigen::Index input) {
  return LoopSweep(model, poles, input).margins();
}

Margins margins(const LoopModel& model, Eigen::Index input) {
  return margins(model, poles(model), input);
}

}  // namespace gainswarm::analysis
