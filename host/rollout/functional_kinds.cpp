#include "host/rollout/functional_kinds.hpp"

#include <array>
#include <numbers>

#include "host/graph/extremes.hpp"
#include "host/graph/functions.hpp"
#include "host/rollout/spectrum_share.hpp"
#include "host/rollout/welford.hpp"

namespace gainswarm::rollout {
namespace {

constexpr double never = -1;   // a time that has not come; times are >= 0
constexpr double risen = 0.9;  // share of the target that has risen
constexpr double edge_of_window =
    1. / 64;  // share of a period by which a tick may miss a window, by rounding

/// Where between the last tick and this one the straight line from `before` to `now` takes `level`.
Value crossing(Value before, Value now, Value level, Value time, double period) {
  return time - period * ((now - level) / (now - before));
}

Value first_register(const Sight& end) {
  return end.registers[0];
}
Value zero(const Sight& at) {
  return at.constant(0);
}
Value size_at_least_zero(const Sight& end) {
  return larger(end.constant(0), end.registers[0]);
}

std::vector<Cell> from_lowest(double largest) {
  return {{"", -largest}};
}
std::vector<Cell> from_highest(double largest) {
  return {{"", largest}};
}
std::vector<Cell> from_zero_with_before(double /*largest*/) {
  return {{"", 0}, {" before", 0}};
}

std::vector<Value> observe_max(const Sight& at) {
  return {larger(at.registers[0], at.now)};
}
std::vector<Value> observe_min(const Sight& at) {
  return {smaller(at.registers[0], at.now)};
}

/// Parameters: from, to.
Value is_in_window(const Sight& at) {
  const double slack = at.period * edge_of_window;
  return both(at.parameters[0] <= at.time + slack, at.time <= at.parameters[1] + slack);
}
std::vector<Value> observe_max_between(const Sight& at) {
  return {select(is_in_window(at), larger(at.registers[0], at.now), at.registers[0])};
}
std::vector<Value> observe_min_between(const Sight& at) {
  return {select(is_in_window(at), smaller(at.registers[0], at.now), at.registers[0])};
}
/// 0 when a failed rollout saw no tick of the window.
Value highest_or_zero(const Sight& end) {
  const Value seen = end.registers[0];
  return select(end.constant(-end.largest) < seen, seen, end.constant(0));
}
Value lowest_or_zero(const Sight& end) {
  const Value seen = end.registers[0];
  return select(seen < end.constant(end.largest), seen, end.constant(0));
}
std::optional<Objection> examine_ticks_of_window(const Parameters& parameters) {
  if (auto objection = examine_window(parameters)) return objection;
  if (!(parameters.values[1] - parameters.values[0] < parameters.period)) return std::nullopt;
  return Objection{1, "the window is shorter than a control period (it may hold no tick); widen it"};
}

/// Value relative to the target, or `unseen` where there is none.
Value relative_to_target(const Sight& at, Value unseen, Value (*of)(const Sight& at, Value relative)) {
  const Value now = at.now, target = at.signal(1);
  return select(target == at.constant(0), unseen, of(at, now * (1.0 / target)));
}
std::vector<Value> observe_overshoot(const Sight& at) {
  return {relative_to_target(at, at.registers[0],
                             [](const Sight& here, Value r) { return larger(here.registers[0], r); })};
}
Value result_overshoot(const Sight& end) {
  return larger(end.constant(0), end.registers[0] - 1.0);
}
std::vector<Value> observe_undershoot(const Sight& at) {
  return {relative_to_target(at, at.registers[0],
                             [](const Sight& here, Value r) { return larger(here.registers[0], -r); })};
}

/// Parameters: rise time, overshoot, settling time, band.
Value outside_envelope(const Sight& at, Value relative) {
  const std::vector<Value>& p = at.parameters;
  const Value rising = at.time < p[0], settling = at.time < p[2];
  const Value above = relative - (1.0 + select(settling, p[1], p[3]));
  const Value below = select(settling, at.constant(risen), 1.0 - p[3]) - relative;
  return larger(at.registers[0], select(rising, above, larger(above, below)));
}
std::vector<Value> observe_envelope(const Sight& at) {
  return {relative_to_target(at, at.registers[0], outside_envelope)};
}
std::optional<Objection> examine_envelope(const Parameters& parameters) {
  const std::vector<double>& p = parameters.values;
  if (p[0] < 0) return Objection{0, "the rise time is below 0 (nothing can rise so early); give at least 0"};
  if (p[1] < 0) return Objection{1, "the overshoot is below 0 (the target itself would be outside); give 0"};
  if (p[2] < p[0]) return Objection{2, "it settles before it has risen; give a settling time after the rise"};
  if (p[3] <= 0) return Objection{3, "the band has no width (no response is inside); give a number above 0"};
  return std::nullopt;
}

std::vector<Value> observe_variation(const Sight& at) {
  const Value now = at.now;
  return {at.registers[0] + select(at.first, at.constant(0), absolute(now - at.registers[1])), now};
}

std::vector<Value> observe_settling_time(const Sight& at) {
  const std::vector<Value>& reg = at.registers;
  const Value band = at.signal(1), size = absolute(at.now);
  const Value entered = both(reg[1] > band, size <= band);
  const Value last = select(entered, crossing(reg[1], size, band, at.time, at.period), reg[0]);
  return {select(size > band, at.time, last), size};
}

std::vector<Cell> cells_rise_time(double largest) {
  return {{" start", never}, {" end", never}, {" before", -largest}};
}
std::vector<Value> observe_rise_time(const Sight& at) {
  const Value now = at.now, from = at.signal(1), to = at.signal(2);
  const auto reached = [&](Value known, Value level) {
    const Value when = select(at.first, at.time, crossing(at.registers[2], now, level, at.time, at.period));
    const Value there = select(to > from, now >= level, now <= level);
    return select(both(known < at.constant(0), there), when, known);
  };
  return {reached(at.registers[0], from), reached(at.registers[1], to), now};
}
Value result_rise_time(const Sight& end) {
  const Value began = end.registers[0], ended = end.registers[1];
  return select(ended < end.constant(0), end.constant(end.duration), ended - began);
}

std::vector<Cell> cells_peak_time(double largest) {
  return {{"", 0}, {" peak", -largest}, {" before", -largest}, {" before that", -largest}};
}
/// The tick before this one is the highest so far: the parabola through it and its neighbours gives place and
/// height. The start has no neighbour on the left and counts as it is.
std::vector<Value> observe_peak_time(const Sight& at) {
  const std::vector<Value>& reg = at.registers;
  const Value now = at.now, before = reg[2], earlier = reg[3], zero = at.constant(0);
  const Value is_start = earlier == at.constant(-at.largest);
  const Value curvature = earlier - 2.0 * before + now;
  const Value inside = both(curvature < zero, negation(is_start));
  const Value shift = select(inside, 0.5 * ((earlier - now) / curvature), zero);
  const Value height = select(inside, before - 0.25 * ((earlier - now) * shift), before);
  const Value is_maximum = both(both(before >= earlier, before > now), height > reg[1]);
  const Value when = (at.time - at.constant(at.period)) + at.period * shift;
  return {select(is_maximum, when, reg[0]), select(is_maximum, height, reg[1]), now, before};
}
Value result_peak_time(const Sight& end) {
  return select(end.signal(0) > end.registers[1], end.constant(end.duration), end.registers[0]);
}

std::vector<Cell> no_cells(double /*largest*/) {
  return {};
}
std::vector<Value> observe_nothing(const Sight& /*at*/) {
  return {};
}
Value result_final(const Sight& end) {
  return end.signal(0);
}

std::vector<Cell> cells_chattering(double /*largest*/) {
  return {{" before", 0}, {" count", 0}, {" mean", 0}, {" squares", 0}};
}
std::vector<Value> observe_chattering(const Sight& at) {
  const std::vector<Value>& reg = at.registers;
  const Value now = at.now;
  const Moments seen = see({reg[1], reg[2], reg[3]}, (now - reg[0]) / at.constant(at.period));
  return {now, select(at.first, reg[1], seen.count), select(at.first, reg[2], seen.mean),
          select(at.first, reg[3], seen.squares)};
}
Value result_chattering(const Sight& end) {
  return end.registers[3] / larger(end.registers[1], end.constant(1));
}

constexpr Powers as_signal{1, 0}, square_of_slope{2, -2}, as_time{0, 1}, as_ratio{0, 0};

constexpr std::array<TickKind, 14> all_tick_kinds{{
    {"max", as_signal, 1, 0, from_lowest, observe_max, first_register, first_register},
    {"min", as_signal, 1, 0, from_highest, observe_min, first_register},
    {"max_between", as_signal, 1, 2, from_lowest, observe_max_between, highest_or_zero, first_register,
     examine_ticks_of_window},
    {"min_between", as_signal, 1, 2, from_highest, observe_min_between, lowest_or_zero, nullptr,
     examine_ticks_of_window},
    {"final", as_signal, 1, 0, no_cells, observe_nothing, result_final},
    {"overshoot", as_ratio, 2, 0, from_lowest, observe_overshoot, result_overshoot, result_overshoot},
    {"undershoot", as_ratio, 2, 0, from_lowest, observe_undershoot, size_at_least_zero, size_at_least_zero},
    {"envelope", as_ratio, 2, 4, from_lowest, observe_envelope, highest_or_zero, first_register,
     examine_envelope},
    {"variation", as_signal, 1, 0, from_zero_with_before, observe_variation, first_register, first_register},
    {"settling_time", as_time, 2, 0, from_zero_with_before, observe_settling_time, first_register,
     first_register},
    {"rise_time", as_time, 3, 0, cells_rise_time, observe_rise_time, result_rise_time},
    {"peak_time", as_time, 1, 0, cells_peak_time, observe_peak_time, result_peak_time, zero},
    {"chattering", square_of_slope, 1, 0, cells_chattering, observe_chattering, result_chattering, zero},
    {"spectrum_share", as_ratio, 1, 1, spectrum_share::cells, spectrum_share::observe, spectrum_share::result,
     zero, spectrum_share::examine},
}};

}  // namespace

std::span<const TickKind> tick_kinds() {
  return all_tick_kinds;
}

}  // namespace gainswarm::rollout
