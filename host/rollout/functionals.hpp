// Time functionals: what turns signals into numbers in objectives, requirements and success conditions.
//
// Integrated with the plant, to the integrator's order; all but the last may be given a window: (e, from,
// to).
//   integral(e)              integral of e over the rollout
//   mean(e)                  integral(e) / duration
//   ise(e) iae(e)            integral of e^2, of |e|
//   itse(e) itae(e)          likewise times t, the time since the rollout or the window began
//   istse(e) istae(e)        likewise times t^2
//   energy(u)                integral of u^2
//   steady_state_error(e, window)   mean of |e| over the last `window` seconds
// Seen at the control ticks and at the end:
//   max(e), min(e)           largest and smallest value
//   max_between(e, from, to), min_between(e, from, to)   likewise in a window of time
//   final(e)                 value at the end
//   variation(e)             total variation: sum of |e[k+1] - e[k]|
//   chattering(u)            variance of the slopes (u[k+1] - u[k])/period
//   spectrum_share(u, frequency)    share of the variance above a frequency; see spectrum_share.hpp
//   settling_time(e, band)   last time |e| enters the band, interpolated; the duration if it ends outside
//   rise_time(e, from, to)   from when e first reaches `from` to when it first reaches `to`, interpolated;
//                            the duration if it never does
//   peak_time(e)             time of the largest value, by a parabola through three ticks
//   overshoot(e, target)     how far e/target exceeds 1 at most, at least 0
//   undershoot(e, target)    how far e/target falls below 0 at most, at least 0
//   envelope(e, target, rise_time, overshoot, settling_time, band)
//                            largest distance of e/target outside the envelope of a step response, negative
//                            inside: at most 1 + overshoot until the settling time, 1 + band after; from the
//                            rise time on at least 0.9, from the settling time on 1 - band
// Overshoot, undershoot and envelope see nothing while the target is 0.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "host/rollout/equations.hpp"
#include "host/rollout/functional_kinds.hpp"
#include "host/rollout/lower_bounds.hpp"
#include "host/rollout/registers.hpp"

namespace gainswarm::rollout {

/// Signals by name at one instant.
struct Instant {
  Names names;
  Value time;
};

class Functionals {
 public:
  /// `duration` and `period` (between ticks) in s; `parameters` are the names that parameters of functionals,
  /// such as the limits of a window, may use.
  Functionals(graph::Graph& graph, Registers& registers, const Names& parameters, double duration,
              double period);

  /// Notes the functionals that an expression uses. All are collected before any of the calls below.
  void collect(const Equation& equation);

  /// Names that occur inside integrals.
  [[nodiscard]] std::set<std::string> integrand_names() const;
  /// Value of each integrand at an instant, in a fixed order.
  [[nodiscard]] std::vector<Value> integrands(const Instant& instant) const;
  /// Adds the growth over one step, from `time` and `step` (s) long, to each integral, in the order of
  /// integrands(); compensated (Kahan) in float32.
  void grow_integrals(const std::vector<Value>& increments, Value time, double step);
  /// Updates the functionals that look at the control ticks.
  void observe_tick(const Instant& instant);
  /// Sees the end of the rollout; afterwards value() answers.
  void observe_end(const Instant& instant);

  /// Tells what the results cannot fall below, from the registers at a tick. After observe_end().
  void teach(LowerBounds& bounds, const Instant& end) const;

  /// The result of a functional's call; nothing when the call is no functional.
  [[nodiscard]] std::optional<Value> value(const language::Syntax& call, const spec::Text& text) const;

 private:
  struct Call {
    const language::Syntax* syntax;
    const spec::Text* text;
    const TickKind* tick;  ///< exactly one of tick and integral is not null
    const IntegralKind* integral;
    std::vector<Value> parameters;
    std::vector<Value> registers;
    Value result;
    bool grows = false;  ///< an integral of what is never negative
  };
  /// Of an integral; without one it is the whole rollout.
  struct Window {
    Value from, to;
  };

  void collect(const language::Syntax& syntax, const spec::Text& text);
  void add(const language::Syntax& syntax, const spec::Text& text);
  void allocate(Call& call, const std::string& key);
  void add_parameters(Call& call) const;
  void examine(const Call& call) const;
  [[nodiscard]] std::optional<Window> window(const Call& call) const;
  [[nodiscard]] Value integrand(const Call& call, const Instant& instant) const;
  [[nodiscard]] Value integral_result(const Call& call) const;
  [[nodiscard]] Sight sight(const Call& call, const Instant& instant) const;
  /// The largest finite number of the graph's precision.
  [[nodiscard]] double largest() const;
  [[nodiscard]] Value argument(const Call& call, std::size_t i, const Names& names,
                               const Advice& advice = {}) const;
  [[nodiscard]] Value constant(double value) const { return {graph_, graph_->constant(value)}; }

  graph::Graph* graph_;
  Registers* registers_;
  Names parameters_;
  double duration_;
  double period_;
  std::map<std::string, std::size_t> index_;  ///< text of the call -> calls_
  std::vector<Call> calls_;
};

}  // namespace gainswarm::rollout
