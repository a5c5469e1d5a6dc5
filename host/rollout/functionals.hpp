// Time functionals: what turns signals into numbers in objectives, requirements and success conditions.
//
//   integral(e)              integral of e over the rollout, to the integrator's order
//   mean(e)                  integral(e) / duration
//   max(e), min(e)           largest and smallest value at the control ticks and at the end
//   final(e)                 value at the end
//   variation(e)             total variation: sum of |e[k+1] - e[k]| over the ticks
//   settling_time(e, band)   last time |e| enters the band, interpolated; the duration if it ends outside
//   rise_time(e, from, to)   from when e first reaches `from` to when it first reaches `to`, interpolated;
//                            the duration if it never does
//   peak_time(e)             time of the largest value, by a parabola through three ticks
//   overshoot(e, target)     how far e/target exceeds 1 at most, at least 0; while the target is 0
//                            nothing is seen
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "host/rollout/equations.hpp"
#include "host/rollout/registers.hpp"

namespace gainswarm::rollout {

/// Signals by name at one instant.
struct Instant {
  Names names;
  Value time;
};

class Functionals {
 public:
  /// `duration` and `period` (between ticks) in s.
  Functionals(graph::Graph& graph, Registers& registers, double duration, double period);

  /// Notes the functionals that an expression uses. All are collected before any of the calls below.
  void collect(const Equation& equation);

  /// Names that occur inside integrals.
  [[nodiscard]] std::set<std::string> integrand_names() const;
  /// Value of each integrand at an instant, in a fixed order.
  [[nodiscard]] std::vector<Value> integrands(const Instant& instant) const;
  /// Adds one step's growth to each integral, in the order of integrands(); compensated (Kahan) in float32.
  void grow_integrals(const std::vector<Value>& increments);
  /// Updates the functionals that look at the control ticks.
  void observe_tick(const Instant& instant);
  /// Sees the end of the rollout; afterwards value() answers.
  void observe_end(const Instant& instant);

  /// The result of a functional's call; nothing when the call is no functional.
  [[nodiscard]] std::optional<Value> value(const language::Syntax& call, const spec::Text& text) const;

 private:
  struct Call {
    const language::Syntax* syntax;
    const spec::Text* text;
    std::vector<Value> registers;
    Value result;
  };

  void collect(const language::Syntax& syntax, const spec::Text& text);
  void add(const language::Syntax& syntax, const spec::Text& text);
  void check(const language::Syntax& syntax, const spec::Text& text) const;
  void allocate(Call& call, const std::string& key);
  /// New values of a call's registers after seeing an instant.
  [[nodiscard]] std::vector<Value> observe(const Call& call, const Instant& instant) const;
  [[nodiscard]] std::vector<Value> observe_peak(const std::vector<Value>& reg, Value now, Value time) const;
  /// The largest finite number of the graph's precision.
  [[nodiscard]] double largest() const;
  [[nodiscard]] Value result(const Call& call, const std::vector<Value>& seen, const Instant& end) const;
  [[nodiscard]] Value argument(const Call& call, std::size_t i, const Instant& instant) const;
  [[nodiscard]] Value constant(double value) const { return {graph_, graph_->constant(value)}; }

  graph::Graph* graph_;
  Registers* registers_;
  double duration_;
  double period_;
  std::map<std::string, std::size_t> index_;  ///< text of the call -> calls_
  std::vector<Call> calls_;
};

}  // namespace gainswarm::rollout
