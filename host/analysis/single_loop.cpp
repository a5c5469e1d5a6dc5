#include "host/analysis/single_loop.hpp"

#include <fmt/format.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <set>
#include <vector>

#include "cuda/elementary.hpp"
#include "host/analysis/delay_paths.hpp"
#include "host/analysis/discretise.hpp"
#include "host/analysis/frequency_response.hpp"
#include "host/analysis/matrix_functions.hpp"

namespace gainswarm::analysis {
namespace {

using std::numbers::pi;

/// The poles that matter for a step response.
struct Poles {
  std::vector<double> magnitudes;  ///< rad/s, of those that are not 0
  double slowest_decay = 0;        ///< rad/s, smallest distance from the imaginary axis among them
  std::int64_t integrators = 0;
  double fastest_growth = 0;  ///< rad/s, > 0 of an unstable plant
};

Poles poles_of(const SingleLoop& loop) {
  constexpr double negligible = 1e-9;  // share of the largest pole
  const Eigen::VectorXcd values = eigenvalues(loop.a);
  Poles poles;
  if (values.size() == 0) {
    poles.fastest_growth = std::numeric_limits<double>::infinity();
    return poles;
  }
  double largest = 0;
  for (const Complex& pole : values) largest = std::max(largest, size(pole));
  double slowest = std::numeric_limits<double>::infinity();
  for (const Complex& pole : values) {
    if (size(pole) <= negligible * largest) {
      ++poles.integrators;
      continue;
    }
    poles.magnitudes.push_back(size(pole));
    slowest = std::min(slowest, -pole.real());
    poles.fastest_growth = std::max(poles.fastest_growth, pole.real());
  }
  poles.slowest_decay = poles.magnitudes.empty() ? 0 : slowest;
  return poles;
}

std::optional<Reason> refusal(const Poles& poles) {
  if (poles.fastest_growth > 0)
    return Reason{fmt::format("the plant is unstable (a pole at {:.3g} 1/s)", poles.fastest_growth)};
  if (!poles.magnitudes.empty() && !(poles.slowest_decay > 0))
    return Reason{"the plant oscillates without damping"};
  if (poles.integrators > 1) return Reason{fmt::format("the plant has {} poles at 0", poles.integrators)};
  return std::nullopt;
}

struct StepResponse {
  double interval = 0;         ///< s
  std::vector<double> values;  ///< at 0, interval, 2 interval, ...
  std::vector<double> slopes;
};

/// Without the dead time, over 15 of the slowest time constants.
StepResponse step_response(const SingleLoop& loop, double slowest_decay) {
  constexpr int points = 30'000;
  StepResponse step;
  step.interval = (slowest_decay > 0 ? 15 / slowest_decay : 1) / points;
  const SampledSystem next = hold(loop.a, loop.b, step.interval);
  Eigen::VectorXd state = Eigen::VectorXd::Zero(loop.a.rows());
  for (int i = 0; i <= points; ++i) {
    step.values.push_back(loop.c * state + loop.d);
    step.slopes.push_back(loop.c * (loop.a * state + loop.b));
    state = next.a * state + next.b;
  }
  return step;
}

/// When the response first reaches a share of the static gain, between the points by a straight line.
double time_to_reach(const StepResponse& step, double gain, double share) {
  for (std::size_t i = 1; i < step.values.size(); ++i) {
    const double now = step.values[i] / gain, before = step.values[i - 1] / gain;
    if (now < share) continue;
    return step.interval * (static_cast<double>(i) - (now - share) / (now - before));
  }
  return step.interval * static_cast<double>(step.values.size());
}

/// Whether the output follows a pole at 0. One that the input does not reach, or that the output does not
/// show, leaves it no slope in the end.
bool integrates(const StepResponse& step, const Poles& poles) {
  constexpr double decayed = 1e-5;  // share of the largest slope; after 15 time constants 3e-7 are left
  double largest = 0;
  for (const double slope : step.slopes) largest = std::max(largest, std::abs(slope));
  return poles.integrators == 1 && std::abs(step.slopes.back()) > decayed * largest;
}

ReactionCurve integrating_curve(const StepResponse& step, double dead_time) {
  constexpr double rounding = 1e-9;  // share of the whole time
  const double end = step.interval * static_cast<double>(step.values.size() - 1), slope = step.slopes.back();
  const double late = end - step.values.back() / slope;
  return {.integrating = true, .gain = slope, .dead_time = (late > rounding * end ? late : 0) + dead_time};
}

/// Without the plant's own dead time.
ReactionCurve self_regulating_curve(const StepResponse& step, double gain) {
  std::size_t steepest = 0;
  for (std::size_t i = 0; i < step.slopes.size(); ++i) {
    if (step.slopes[i] / gain > step.slopes[steepest] / gain) steepest = i;
  }
  const double tangent =
      step.interval * static_cast<double>(steepest) - step.values[steepest] / step.slopes[steepest];
  const double dead_time = std::max(0.0, tangent);
  const double reached = 1 - elementary::exponential(-1.0);
  return {
      .gain = gain, .time_constant = time_to_reach(step, gain, reached) - dead_time, .dead_time = dead_time};
}

/// Largest distance between the response and the curve's, as a share of the static gain.
double misfit(const StepResponse& step, const ReactionCurve& curve) {
  double largest = 0;
  for (std::size_t i = 0; i < step.values.size(); ++i) {
    const double late = step.interval * static_cast<double>(i) - curve.dead_time;
    const double fitted = late < 0 ? 0 : 1 - elementary::exponential(-late / curve.time_constant);
    largest = std::max(largest, std::abs(step.values[i] / curve.gain - fitted));
  }
  return largest;
}

/// Frequencies between which a crossing is looked for, ascending.
std::vector<double> frequencies(const SingleLoop& loop, const Poles& poles) {
  constexpr int points = 4000;
  std::vector<double> grid = poles.magnitudes;
  if (loop.dead_time > 0) grid.push_back(1 / loop.dead_time);
  if (grid.empty()) return grid;
  const auto [slowest, fastest] = std::ranges::minmax(grid);
  const double low = 1e-3 * slowest, high = 1e3 * fastest;
  const double range = elementary::logarithm(high / low);
  for (int i = 0; i <= points; ++i) grid.push_back(low * elementary::exponential(range * i / points));
  std::ranges::sort(grid);
  return grid;
}

class PlantResponse {
 public:
  explicit PlantResponse(const SingleLoop& loop)
      : rational_({loop.a, loop.b, loop.c}, 0), d_(loop.d), dead_time_(loop.dead_time) {}

  Complex operator()(double frequency) {
    const double angle = frequency * dead_time_;
    return product(rational_(frequency) + d_, {elementary::cosine(angle), -elementary::sine(angle)});
  }

 private:
  FrequencyResponse rational_;
  double d_, dead_time_;
};

/// The frequency between two others at which the imaginary part of the response changes its sign.
double crossing(PlantResponse& response, double low, double high) {
  const bool sign = response(low).imag() > 0;
  for (int halving = 0; halving < 100; ++halving) {
    const double middle = 0.5 * (low + high);
    ((response(middle).imag() > 0) == sign ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// What the output gains in the end, an integrator's within its apparent dead time; never below 0.
double size_of_gain(const StepResponse& step, const Poles& poles, double dead_time) {
  if (!integrates(step, poles)) return std::abs(step.values.back());
  const ReactionCurve curve = integrating_curve(step, dead_time);
  return std::abs(curve.gain) * curve.dead_time;
}

SingleLoop upside_down(SingleLoop loop) {
  loop.c = -loop.c;
  loop.d = -loop.d;
  return loop;
}

/// After how many steps the first input acts on the output, by all ways that there are.
std::set<std::int64_t> ages_of_input(const LinearModel& model, Eigen::Index output, const DelayPaths& paths) {
  std::set<std::int64_t> ages;
  if (model.d(output, 0) != 0) ages.insert(0);
  for (const auto& [age, states] : paths.states()) {
    if (std::ranges::any_of(states, [&](Eigen::Index state) { return model.b(state, 0) != 0; }))
      ages.insert(age);
  }
  for (const auto& [age, delays] : paths.entering()) {
    if (std::ranges::any_of(delays, [&](Eigen::Index delay) { return model.delays.e_w(delay, 0) != 0; }))
      ages.insert(age);
  }
  return ages;
}

/// As if nothing took its time.
SingleLoop without_dead_times(const LinearModel& model, Eigen::Index output) {
  const DelayTerms& delays = model.delays;
  const Eigen::Index count = std::ssize(delays.times);
  const Eigen::MatrixXd through =
      (Eigen::MatrixXd::Identity(count, count) - delays.e_d).partialPivLu().inverse();
  const Eigen::MatrixXd of_states = through * delays.e, of_input = through * delays.e_w.col(0);
  return {.a = model.a + delays.a_d * of_states,
          .b = model.b.col(0) + delays.a_d * of_input,
          .c = model.c.row(output) + delays.c_d.row(output) * of_states,
          .d = model.d(output, 0) + (delays.c_d.row(output) * of_input)(0)};
}

}  // namespace

std::variant<SingleLoop, Reason> single_loop(const LinearModel& model, Eigen::Index output, double step) {
  if (model.delays.empty())
    return SingleLoop{.a = model.a, .b = model.b.col(0), .c = model.c.row(output), .d = model.d(output, 0)};
  std::vector<std::int64_t> steps;
  for (const double time : model.delays.times) steps.push_back(std::llround(time / step));
  const DelayedSystem system = in_steps(model, steps);
  DelayPaths paths(system);
  for (Eigen::Index i = 0; i < system.states(); ++i) {
    if (model.c(output, i) != 0) paths.see_state(i);
  }
  for (Eigen::Index j = 0; j < system.delays(); ++j) {
    if (model.delays.c_d(output, j) != 0) paths.see_delayed(j);
  }
  if (paths.endless()) return Reason{"a dead time acts on its own input within the plant"};
  const std::set<std::int64_t> ages = ages_of_input(model, output, paths);
  if (ages.size() > 1) return Reason{"the input acts on the output after several dead times"};
  SingleLoop loop = without_dead_times(model, output);
  loop.dead_time = ages.empty() ? 0 : static_cast<double>(*ages.begin()) * step;
  return loop;
}

SingleLoop lagged(const SingleLoop& loop, double time_constant) {
  const Eigen::Index n = loop.a.rows();
  SingleLoop result{.a = Eigen::MatrixXd::Zero(n + 1, n + 1),
                    .b = Eigen::VectorXd::Zero(n + 1),
                    .c = Eigen::RowVectorXd::Zero(n + 1),
                    .dead_time = loop.dead_time};
  result.a.topLeftCorner(n, n) = loop.a;
  result.a.topRightCorner(n, 1) = loop.b;
  result.a(n, n) = -1 / time_constant;
  result.b(n) = 1 / time_constant;
  result.c.head(n) = loop.c;
  result.c(n) = loop.d;
  return result;
}

std::complex<double> response(const SingleLoop& loop, double frequency) {
  return PlantResponse(loop)(frequency);
}

std::variant<ReactionCurve, Reason> reaction_curve(const SingleLoop& loop) {
  constexpr double largest_misfit = 0.25;
  const Poles poles = poles_of(loop);
  if (const auto reason = refusal(poles)) return *reason;
  const StepResponse step = step_response(loop, poles.slowest_decay);
  if (integrates(step, poles)) return integrating_curve(step, loop.dead_time);
  const double gain = step.values.back();
  if (gain == 0) return Reason{"a step of the input leaves the output where it was"};
  ReactionCurve curve = self_regulating_curve(step, gain);
  const double missed = misfit(step, curve);
  if (!(missed <= largest_misfit)) {
    return Reason{fmt::format("a first-order process with dead time misses its step response by {:.0f} %",
                              100 * missed)};
  }
  curve.dead_time += loop.dead_time;
  return curve;
}

std::variant<UltimatePoint, Reason> ultimate_point(const SingleLoop& loop) {
  const Poles poles = poles_of(loop);
  if (const auto reason = refusal(poles)) return *reason;
  const StepResponse step = step_response(loop, poles.slowest_decay);
  const double direction = integrates(step, poles) ? step.slopes.back() : step.values.back();
  const double sign = direction < 0 ? -1 : 1;
  const SingleLoop plant = direction < 0 ? upside_down(loop) : loop;
  std::optional<UltimatePoint> smallest;
  const std::vector<double> grid = frequencies(plant, poles);
  PlantResponse response(plant);
  for (std::size_t i = 1; i < grid.size(); ++i) {
    const bool crosses = (response(grid[i - 1]).imag() > 0) != (response(grid[i]).imag() > 0);
    if (!crosses) continue;
    const double frequency = crossing(response, grid[i - 1], grid[i]);
    const double gain = -1 / response(frequency).real();
    if (gain > 0 && (!smallest || gain < std::abs(smallest->gain)))
      smallest = {sign * gain, 2 * pi / frequency, gain * size_of_gain(step, poles, loop.dead_time)};
  }
  if (smallest) return *smallest;
  return Reason{"proportional control of it never oscillates"};
}

}  // namespace gainswarm::analysis
