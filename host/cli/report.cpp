#include "host/cli/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "host/cli/baseline_report.hpp"
#include "host/cli/table.hpp"
#include "host/cli/validation_report.hpp"

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
  if (tuning.polish_evaluations > 0)
    heading += fmt::format(" ({} before the polish)", number(tuning.cost_before_polish));
  double total = 0;
  for (const tuner::Named& term : tuning.components) total += std::abs(term.value);
  Table table({1, 2});
  for (const tuner::Named& term : tuning.components) {
    const double share = total > 0 ? 100 * std::abs(term.value) / total : 0;
    table.add({term.name, number(term.value), fmt::format("{:.1f} %", share)});
  }
  return heading + "\n" + table.text();
}

/// The ends of the front, and points between them at equal steps.
std::string front_section(const Tuning& tuning, const Style& style) {
  if (!tuning.front) return "";
  const tuner::Front& front = *tuning.front;
  const std::int64_t points = front.points(), most = 8, shown = std::min(points, most);
  std::vector<std::string> heading(front.objectives);
  heading.insert(heading.begin(), "point");
  Table table({0, 1, 2, 3, 4});
  table.add(heading);
  for (std::int64_t row = 0; row < shown; ++row) {
    const std::int64_t point = shown > 1 ? row * (points - 1) / (shown - 1) : 0;
    std::vector<std::string> cells{fmt::format("{}", point)};
    for (std::size_t i = 0; i < front.objectives.size(); ++i) {
      cells.push_back(number(front.values[static_cast<std::size_t>(point) * front.objectives.size() + i]));
    }
    table.add(cells);
  }
  return style.bold(fmt::format("Front of {} compromises, hypervolume {}", points,
                                number(front.hypervolume.empty() ? 0 : front.hypervolume.back()))) +
         "\n" + table.text() + fmt::format("  the best gains are its knee, point {}\n", front.knee);
}

std::string requirements_section(const Tuning& tuning, const Style& style) {
  if (tuning.requirements.empty()) return "";
  Table table({1});
  for (const tuner::Named& requirement : tuning.requirements) {
    table.add({requirement.name, number(requirement.value)});
  }
  return style.bold("Requirements, worst values in training") +
         (tuning.requirements_met ? style.good(" (met)") : style.warning(" (NOT met)")) + "\n" + table.text();
}

std::string margins_line(const analysis::Margins& margins) {
  const auto factor = [](double value) { return std::isinf(value) ? "any" : number(value); };
  return fmt::format(
      "  at {}: gain times {}, divided by {}; phase {:.1f} deg, delay {} s, Ms {:.3g}, disk {:.3g}\n",
      margins.input, factor(margins.gain_margin), factor(margins.gain_reduction),
      margins.phase_margin * 180 / std::numbers::pi, factor(margins.delay_margin), margins.sensitivity_peak,
      margins.disk_margin);
}

std::string loop_section(const analysis::LoopReport& loop, const Style& style) {
  const std::string title = style.bold("Linearised loop");
  if (!loop.obstacle.empty()) return title + ": not to be had (" + loop.obstacle + ")\n";
  if (loop.poles.empty()) return "";
  if (loop.margins.empty())
    return title + (loop.unstable ? ": unstable\n" : ": on the verge of instability\n");
  std::string text = fmt::format("{}: stable, slowest pole {:.3g} 1/s, least damping {:.3g}; margins\n",
                                 title, -loop.decay_rate, loop.damping);
  for (const analysis::Margins& margins : loop.margins) text += margins_line(margins);
  return text;
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

std::string run_section(const record::Record& record, const std::string& result) {
  const Tuning& tuning = record.tuning;
  const double seconds = std::max(tuning.wall_seconds, 1e-9);
  return fmt::format("{} evaluations, {} steps in {} ({:.3g} steps/s); {}\n{}\nresult: {}\n",
                     count(tuning.evaluations), count(tuning.trajectory_steps), duration(tuning.wall_seconds),
                     static_cast<double>(tuning.trajectory_steps) / seconds, why(tuning.stop),
                     record.provenance.engine, result);
}

}  // namespace

std::string report(const record::Record& record, const std::string& result, const Style& style) {
  const Tuning& tuning = record.tuning;
  std::string text;
  for (const std::string& section :
       {gains_section(tuning, style), cost_section(tuning, style), front_section(tuning, style),
        requirements_section(tuning, style), validation_section(tuning, style),
        baselines_section(tuning, style), loop_section(record.loop, style), warnings_section(tuning, style),
        run_section(record, result)}) {
    if (!section.empty()) text += (text.empty() ? "" : "\n") + section;
  }
  return text;
}

}  // namespace gainswarm::cli
