// Functionals that are integrated with the plant. The error indices are those of the textbooks: D. Graham,
// R. C. Lathrop, The Synthesis of Optimum Transient Response, Transactions of the AIEE 72(2), 1953.
#include <array>

#include "host/rollout/functional_kinds.hpp"

namespace gainswarm::rollout {
namespace {

Value itself(Value e, Value /*time*/) {
  return e;
}
Value square(Value e, Value /*time*/) {
  return e * e;
}
Value size(Value e, Value /*time*/) {
  return absolute(e);
}
Value timed_square(Value e, Value time) {
  return time * (e * e);
}
Value timed_size(Value e, Value time) {
  return time * absolute(e);
}
Value square_timed_square(Value e, Value time) {
  return (time * time) * (e * e);
}
Value square_timed_size(Value e, Value time) {
  return (time * time) * absolute(e);
}

constexpr std::array<IntegralKind, 10> all_integral_kinds{{
    {"integral", {1, 1}, itself},
    {"mean", {1, 0}, itself, true},
    {"ise", {2, 1}, square},
    {"iae", {1, 1}, size},
    {"itse", {2, 2}, timed_square},
    {"itae", {1, 2}, timed_size},
    {"istse", {2, 3}, square_timed_square},
    {"istae", {1, 3}, square_timed_size},
    {"energy", {2, 1}, square},
    {"steady_state_error", {1, 0}, size, true, true},
}};

}  // namespace

std::span<const IntegralKind> integral_kinds() {
  return all_integral_kinds;
}

std::optional<Objection> examine_window(const Parameters& parameters) {
  const double from = parameters.values[0], to = parameters.values[1];
  if (from < 0) return Objection{0, "the window begins before the rollout does; begin at 0 or later"};
  if (to > parameters.duration) {
    return Objection{1,
                     "the window ends after the rollout does (nothing is known of then); end at "
                     "`duration` or before"};
  }
  if (from >= to) return Objection{1, "the window is empty (it ends before it has begun); give from < to"};
  return std::nullopt;
}

std::optional<Objection> examine_last_seconds(const Parameters& parameters) {
  const double length = parameters.values[0];
  if (length <= 0) return Objection{0, "the window is empty (it has no length); give a time above 0"};
  if (length <= parameters.duration || length != length) return std::nullopt;
  return Objection{0, "the window is longer than the rollout; give at most `duration`"};
}

}  // namespace gainswarm::rollout
