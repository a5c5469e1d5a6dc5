#include <fmt/core.h>

#include "host/cli/description.hpp"
#include "host/graph/builtins.hpp"

namespace gainswarm::cli {
namespace {

/// What neither the configuration's keys nor the functions of numbers say of themselves.
constexpr std::string_view time_and_model = R"(
In a controller's law:
  drift(v)                 time derivative of the plant's state v without input, by the nominal model
  influence(v, u)          what one unit of the input u adds to that derivative
  lower(u), upper(u)       limits of the actuator of the input u
  previous(u)              what was applied to the input u in the tick before

In objectives, requirements and success, one number for the whole rollout. Integrated between the control ticks, too:
  integral(e)              integral over time, to the integrator's order
  mean(e)                  integral(e) / duration
  ise(e), iae(e)           integral of e^2, of |e|
  itse(e), itae(e)         integral of t e^2, of t |e|; t is the time since the rollout, or the window, began
  istse(e), istae(e)       integral of t^2 e^2, of t^2 |e|
  energy(u)                integral of u^2
  itae(e, from, to)        any of these over a window of time, in s from the start of the rollout
  steady_state_error(e, window)   mean of |e| over the last `window` seconds
Seen at the control ticks and at the end:
  max(e), min(e)           largest and smallest value
  max_between(e, from, to), min_between(e, from, to)   likewise over a window of time
  final(e)                 value at the end
  variation(e)             sum of |e[k+1] - e[k]|
  chattering(u)            variance of the slopes (u[k+1] - u[k])/period
  spectrum_share(u, f)     share of the variance of u above the frequency f in Hz, by a Butterworth high-pass of order 4
  settling_time(e, band)   last time at which |e| enters the band; the duration if it ends outside
  rise_time(e, from, to)   from when e first reaches `from` to when it first reaches `to`; the duration if it never does
  peak_time(e)             time of the largest value
  overshoot(e, target)     how far e/target exceeds 1 at most, at least 0
  undershoot(e, target)    how far e/target falls below 0 at most, at least 0
  envelope(e, target, rise, over, settling, band)
                           distance of e/target outside a step's envelope, negative inside: at most 1 + over, after the time
                           `settling` 1 + band; at least 0.9 after the time `rise`, 1 - band after the time `settling`
Overshoot, undershoot and envelope see nothing while the target is 0. Windows, f, and the last four numbers of an envelope are
known before the rollout: numbers, gains, parameters, duration. Examples:
  Gaing's W for beta       (1 - exp(-beta))*(overshoot(y, r) + abs(final(y - r)))
                             + exp(-beta)*(settling_time(y - r, 0.02) - rise_time(y, 0.1*r, 0.9*r))
  load disturbance at 20 s iae(y - r, 20, duration)
  bound upper(t)           max(y - (1 + exp(-t))), required to be below 0
)";

}  // namespace

void describe_functions() {
  fmt::print(
      "## functions\nEverywhere: the constants pi, e, inf; the time t; period (between control ticks); "
      "duration "
      "(of the rollout), and\n\n");
  for (const graph::Builtin& builtin : graph::builtins()) fmt::print("  {}\n", builtin.usage);
  fmt::print("  if(condition, a, b): a where the condition holds, else b\n{}", time_and_model);
}

}  // namespace gainswarm::cli
