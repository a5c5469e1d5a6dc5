#include "host/cli/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "host/cli/baseline_report.hpp"
#include "host/cli/front_report.hpp"
#include "host/cli/merged_report.hpp"
#include "host/cli/table.hpp"
#include "host/cli/validation_report.hpp"
#include "host/spec/cost_parts.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::cli {
namespace {

using tuner::Tuning;

std::string gains_section(const Tuning& tuning, const Style& style) {
  Table table({1, 3, 4});
  table.add({"gain", "value", "unit", "lower", "upper", ""});
  bool any_on_bound = false;
  for (const tuner::BestGain& gain : tuning.gains) {
    if (!gain.tuned) {
      table.add({gain.name, number(gain.value), gain.unit, gain.derived ? "derived" : "fixed"});
      continue;
    }
    table.add({gain.name, number(gain.value), gain.unit, number(gain.low), number(gain.high),
               gain.on_bound ? "*" : ""});
    any_on_bound |= gain.on_bound;
  }
  return style.bold("Best gains") + "\n" + table.text() + (any_on_bound ? "  * on a bound\n" : "");
}

std::string cost_section(const Tuning& tuning, const Style& style) {
  std::string heading = style.bold("Cost " + number(tuning.cost));
  std::vector<std::string> others;
  if (tuning.polish_evaluations > 0)
    others.push_back(fmt::format("{} before the polish", number(tuning.cost_before_polish)));
  if (std::isfinite(tuning.cost_with_half_steps))
    others.push_back(fmt::format("{} with half the integration step", number(tuning.cost_with_half_steps)));
  if (!others.empty()) heading += fmt::format(" ({})", fmt::join(others, ", "));
  double total = 0;
  for (const tuner::Named& term : tuning.components) total += std::abs(term.value);
  Table table({1, 2});
  for (const tuner::Named& term : tuning.components) {
    const double share = total > 0 ? 100 * std::abs(term.value) / total : 0;
    table.add({term.name, number(term.value), fmt::format("{:.1f} %", share)});
  }
  return heading + "\n" + table.text();
}

double value_of(const std::vector<tuner::Named>& items, const std::string& name) {
  const auto found = std::ranges::find(items, name, &tuner::Named::name);
  return found == items.end() ? std::numeric_limits<double>::quiet_NaN() : found->value;
}

/// What was tuned; nothing when the result holds no problem that can be read.
std::optional<spec::Problem> problem_of(const record::Record& record) {
  try {
    return spec::parse_problem({"the result", record.configuration.resolved});
  } catch (const spec::InputError&) {
    return std::nullopt;
  }
}

/// "(below 5, met)"
std::string judged(const std::string& limits, bool met) {
  return "(" + limits + (met ? ", met)" : ", NOT met)");
}

std::vector<std::string> row_of(const std::string& name, double value, const spec::Requirement& of) {
  return {name, number(value),
          judged(spec::limits_text(of.above, of.below), spec::is_within(value, of.above, of.below))};
}

std::vector<std::string> row_of(const spec::RequiredMargin& margin, double value) {
  const bool met = spec::is_within(value, margin.limit.above, margin.limit.below);
  return {margin.name, margin_value(margin.kind, value), judged(spec::limits_text(margin), met)};
}

std::vector<std::string> soft_row(const std::string& name, const std::string& limits, const Tuning& tuning) {
  const double cost = value_of(tuning.components, name + " excess");
  return {name, "soft", "(" + limits + "; the excess costs " + number(cost) + ")"};
}

std::string requirements_section(const Tuning& tuning, const spec::Objective& objective, const Style& style) {
  const std::vector<spec::RequiredMargin> margins = spec::required_margins(objective.margins);
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, value] : tuning.requirements) {
    const spec::Requirement* requirement = spec::find(objective.require, name);
    const auto margin = std::ranges::find(margins, name, &spec::RequiredMargin::name);
    if (requirement != nullptr) {
      rows.push_back(row_of(name, value, *requirement));
    } else if (margin != margins.end()) {
      rows.push_back(row_of(*margin, value));
    } else {
      rows.push_back({name, number(value)});
    }
  }
  for (const auto& [name, soft] : objective.require) {
    if (!soft.is_soft()) continue;
    rows.push_back(soft_row(name.str(), spec::limits_text(soft.above, soft.below), tuning));
  }
  for (const spec::RequiredMargin& margin : margins) {
    if (margin.limit.is_soft()) rows.push_back(soft_row(margin.name, spec::limits_text(margin), tuning));
  }
  if (rows.empty()) return "";
  Table table({1});
  for (auto& row : rows) table.add(std::move(row));
  const std::string verdict = tuning.requirements.empty() ? ""
                              : tuning.requirements_met   ? style.good(" (met)")
                                                          : style.warning(" (NOT met)");
  return style.bold("Requirements, worst values in training") + verdict + "\n" + table.text();
}

std::string margins_line(const analysis::Margins& margins) {
  const auto factor = [](double value) { return std::isinf(value) ? "any" : number(value); };
  const std::string phase = std::isinf(margins.phase_margin)
                                ? "any"
                                : fmt::format("{:.1f} deg", margins.phase_margin * 180 / std::numbers::pi);
  return fmt::format("  at {}: gain times {}, divided by {}; phase {}, delay {} s, Ms {:.3g}, disk {:.3g}\n",
                     margins.input, factor(margins.gain_margin), factor(margins.gain_reduction), phase,
                     factor(margins.delay_margin), margins.sensitivity_peak, margins.disk_margin);
}

std::string loop_section(const analysis::LoopReport& loop, const Style& style) {
  const std::string title = style.bold("Linearised loop");
  if (!loop.obstacle.empty()) return title + ": not to be had (" + loop.obstacle + ")\n";
  if (loop.poles.empty()) return "";
  const std::string outside =
      loop.outside.empty() ? "" : fmt::format("  outside the loop: {}\n", fmt::join(loop.outside, ", "));
  if (loop.margins.empty())
    return title + (loop.unstable ? ": unstable\n" : ": on the verge of instability\n") + outside;
  std::string text = fmt::format("{}: stable, slowest pole {:.3g} 1/s, least damping {:.3g}; margins\n",
                                 title, -loop.decay_rate, loop.damping);
  for (const analysis::Margins& margins : loop.margins) text += margins_line(margins);
  return text + outside;
}

std::string warnings_section(const Tuning& tuning, const Style& style) {
  std::string text;
  for (const std::string& warning : tuning.warnings) text += style.warning("warning:") + " " + warning + "\n";
  return text;
}

std::string why(tuner::StopReason reason) {
  switch (reason) {
    case tuner::StopReason::budget:
      return "all iterations done";
    case tuner::StopReason::stagnation:
      return "stopped without progress";
    case tuner::StopReason::target:
      return "target reached";
    case tuner::StopReason::time_limit:
      return "time limit reached";
    case tuner::StopReason::interrupted:
      return "interrupted";
    case tuner::StopReason::engine_failed:
      return "the engine failed";
  }
  return "";
}

bool has_any(const Tuning& tuning, double tuner::Generation::*share) {
  return std::ranges::any_of(tuning.history, [&](const auto& generation) { return generation.*share > 0; });
}

/// What giving up losers is worth. How far those that fail would have come nobody knows, so they are counted
/// in.
std::string spared(const Tuning& tuning, const spec::Problem& problem) {
  if (!has_any(tuning, &tuner::Generation::given_up_share)) return "";
  const spec::ScenarioSet& training = problem.scenarios.training;
  const double rollouts = static_cast<double>(tuning.evaluations) *
                          static_cast<double>(std::ssize(training.list) + training.count);
  const double whole = rollouts * std::round(problem.simulation.duration / problem.simulation.step);
  return fmt::format("; {:.0f} % of the steps of whole rollouts spared (losers were given up{})",
                     100 * (1 - static_cast<double>(tuning.trajectory_steps) / whole),
                     has_any(tuning, &tuner::Generation::failed_share) ? ", others failed" : "");
}

std::string run_section(const record::Record& record, const std::optional<spec::Problem>& problem,
                        const std::string& result) {
  const Tuning& tuning = record.tuning;
  const double seconds = std::max(tuning.wall_seconds, 1e-9);
  return fmt::format(
      "{} evaluations, {} steps in {} ({:.3g} steps/s){}; {}\n{}\nfingerprint: {}\nresult: {}\n",
      count(tuning.evaluations), count(tuning.trajectory_steps), duration(tuning.wall_seconds),
      static_cast<double>(tuning.trajectory_steps) / seconds, problem ? spared(tuning, *problem) : "",
      why(tuning.stop), record.provenance.engine, tuning.fingerprint, result);
}

}  // namespace

std::string report(const record::Record& record, const std::string& result, const Style& style) {
  const Tuning& tuning = record.tuning;
  const std::optional<spec::Problem> problem = problem_of(record);
  std::string text;
  for (const std::string& section :
       {gains_section(tuning, style), cost_section(tuning, style), front_section(tuning, style),
        requirements_section(tuning, problem ? problem->objective : spec::Objective(), style),
        validation_section(tuning, style), baselines_section(tuning, style), merged_section(tuning, style),
        loop_section(record.loop, style), warnings_section(tuning, style),
        run_section(record, problem, result)}) {
    if (!section.empty()) text += (text.empty() ? "" : "\n") + section;
  }
  return text;
}

}  // namespace gainswarm::cli
