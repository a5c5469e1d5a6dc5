#include "host/analysis/tuning_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/spec/model.hpp"

namespace gainswarm::analysis {
namespace {

using spec::infinity;

PidParameters amigo_pi(const ReactionCurve& process) {
  const double k = process.gain, t = process.time_constant, l = process.dead_time;
  if (process.integrating) return {.gain = 0.35 / (k * l), .integral_time = 13.4 * l};
  return {.gain = 0.15 / k + (0.35 - l * t / ((l + t) * (l + t))) * t / (k * l),
          .integral_time = 0.35 * l + 13 * l * t * t / (t * t + 12 * l * t + 7 * l * l)};
}

PidParameters amigo_pid(const ReactionCurve& process) {
  const double k = process.gain, t = process.time_constant, l = process.dead_time;
  if (process.integrating)
    return {.gain = 0.45 / (k * l), .integral_time = 8 * l, .derivative_time = 0.5 * l};
  return {.gain = (0.2 + 0.45 * t / l) / k,
          .integral_time = (0.4 * l + 0.8 * t) / (l + 0.1 * t) * l,
          .derivative_time = 0.5 * l * t / (0.3 * l + t)};
}

}  // namespace

PidParameters ziegler_nichols(const UltimatePoint& point, PidKind kind) {
  if (kind == PidKind::p) return {.gain = 0.5 * point.gain, .integral_time = infinity};
  if (kind == PidKind::pi) return {.gain = 0.45 * point.gain, .integral_time = point.period / 1.2};
  return {
      .gain = 0.6 * point.gain, .integral_time = 0.5 * point.period, .derivative_time = 0.125 * point.period};
}

std::string ziegler_nichols_refusal(const UltimatePoint& point) {
  constexpr double most = 20;
  if (!(point.ratio > most)) return "";
  return fmt::format(
      "the process has too little delay (its ultimate gain times its static gain is {:.3g}; the rule is "
      "meant "
      "for {:.0f} at most)",
      point.ratio, most);
}

PidParameters simc(const ReactionCurve& process) {
  const double k = process.gain, t = process.time_constant, l = process.dead_time;
  if (process.integrating) return {.gain = 1 / (k * 2 * l), .integral_time = 8 * l};
  return {.gain = t / (k * 2 * l), .integral_time = std::min(t, 8 * l)};
}

PidParameters amigo(const ReactionCurve& process, PidKind kind) {
  PidParameters parameters = kind == PidKind::pid ? amigo_pid(process) : amigo_pi(process);
  const bool dead_time_dominates = process.dead_time > process.time_constant && !process.integrating;
  if (kind == PidKind::pid) parameters.reference_weight = dead_time_dominates ? 1 : 0;
  return parameters;
}

std::string reaction_curve_refusal(const ReactionCurve& process) {
  constexpr double least = 1e-3;
  if (process.dead_time > 0 && process.dead_time >= least * process.time_constant) return "";
  const std::string beside =
      process.integrating ? "" : fmt::format(" beside a time constant of {:.3g} s", process.time_constant);
  return fmt::format("the process has practically no dead time ({:.2g} s{}; the rule divides by it)",
                     process.dead_time, beside);
}

}  // namespace gainswarm::analysis
