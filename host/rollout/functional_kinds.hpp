// The kinds of time functionals: each a few registers, how they change, and what comes out at the end.
//
// Arguments are signals, seen at every instant, followed by parameters: numbers known before the rollout
// (gains, nominal parameters, period, duration). functionals.hpp says what each functional means.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/rollout/equations.hpp"

namespace gainswarm::rollout {

/// What a functional sees at an instant, or of the whole rollout at its end.
struct Sight {
  Value now;                                 ///< the first argument; of one without registers: nothing
  std::function<Value(std::size_t)> signal;  ///< argument i
  std::vector<Value> parameters;
  std::vector<Value> registers;  ///< before the instant; in a result: after the end
  Value time;                    ///< s; a tick's, or the end's
  Value first;                   ///< whether the rollout begins now
  double period = 0;             ///< s, between ticks
  double duration = 0;           ///< s
  double largest = 0;            ///< finite number of the graph's precision

  [[nodiscard]] Value constant(double value) const { return graph::constant(time, value); }
};

/// A register a functional keeps.
struct Cell {
  std::string suffix;  ///< of its label
  double start = 0;
};

/// What is wrong with the values of a functional's parameters: the parameter and "problem (why); suggestion".
struct Objection {
  std::size_t parameter = 0;
  std::string message;
};

/// Parameters that are not constant are NaN, to which nothing is objected. Times in s.
struct Parameters {
  std::vector<double> values;
  double period = 0;
  double duration = 0;
};
using Examine = std::optional<Objection> (*)(const Parameters& parameters);

/// What a functional's value measures: powers of what its signals do, and of time.
struct Powers {
  int of_signal = 0;
  int of_time = 0;
};

/// A functional that looks at the control ticks and at the end. Its signals measure the same.
struct TickKind {
  std::string_view name;
  Powers measures;
  std::size_t signals = 1;
  std::size_t parameters = 0;
  std::vector<Cell> (*cells)(double largest) = nullptr;
  std::vector<Value> (*observe)(const Sight& sight) = nullptr;  ///< the registers' new values
  Value (*result)(const Sight& end) = nullptr;
  /// What the result cannot fall below, from the registers at a tick; null: nothing is known. As large as the
  /// result up to rounding.
  Value (*least)(const Sight& now) = nullptr;
  Examine examine = nullptr;
};

/// A functional that is integrated with the plant, over the rollout or a window of it.
struct IntegralKind {
  std::string_view name;
  Powers measures;
  Value (*integrand)(Value e, Value time_in_window) = nullptr;
  bool is_mean = false;             ///< divided by the length of the window
  bool is_of_last_seconds = false;  ///< its one parameter is the length of a window at the end
};

std::span<const TickKind> tick_kinds();
std::span<const IntegralKind> integral_kinds();
/// The kind of that name, or null.
template <class Kind>
const Kind* find_kind(std::span<const Kind> kinds, std::string_view name) {
  const auto found = std::ranges::find(kinds, name, &Kind::name);
  return found == kinds.end() ? nullptr : &*found;
}

/// Objects unless 0 <= from < to <= duration.
std::optional<Objection> examine_window(const Parameters& parameters);
/// Objects unless 0 < length <= duration.
std::optional<Objection> examine_last_seconds(const Parameters& parameters);

}  // namespace gainswarm::rollout
