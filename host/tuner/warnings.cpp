#include "host/tuner/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/spec/number.hpp"
#include "host/tuner/loop_judge.hpp"

namespace gainswarm::tuner {

namespace {

std::string on_bound(const BestGain& gain) {
  const bool upper = gain.high - gain.value < gain.value - gain.low;
  return fmt::format(
      "gain '{}' is on its {} bound {}{}{} (better values may lie beyond it, or the cost may have no "
      "optimum); "
      "widen the bound or add a term that limits the gain",
      gain.name, upper ? "upper" : "lower", upper ? gain.high : gain.low, gain.unit.empty() ? "" : " ",
      gain.unit);
}

std::string failing(const Breakdown& best) {
  std::string causes;
  for (const Named& failure : best.failures) {
    causes += fmt::format("{}{}: {}", causes.empty() ? "" : ", ", failure.name, failure.value);
  }
  return fmt::format(
      "the best gains fail in {} of {} training scenarios ({}); start closer, widen the bounds, tune "
      "longer, or raise objective.failure_penalty if good gains cost more than it",
      best.failed, best.scenarios, causes);
}

/// `without`: why there is no value where there is none.
std::string unmet(const std::string& name, const std::string& without, double worst, const std::string& unit,
                  const std::string& limits) {
  return fmt::format(
      "the best gains do not meet the requirement '{}' ({}, and it must be {}); relax it or widen the bounds",
      name, std::isnan(worst) ? without : "its worst value is " + spec::to_rounded_text(worst, unit), limits);
}

}  // namespace

std::vector<std::string> warnings(const Tuning& tuning, const Breakdown& best, const Progress& progress) {
  std::vector<std::string> found;
  if (best.cost == 0) {
    found.emplace_back(
        "the best cost is exactly 0 (nothing may be measured at all); check the objective's terms");
  }
  const LoopsSeen loops = loops_seen(progress.lowest);
  if (loops == LoopsSeen::none_stable) {
    found.push_back(
        fmt::format("none of the {} candidates has a stable linearised loop (so that none has margins, and "
                    "they were ranked by how fast their loops grow); widen the bounds, or change the law",
                    tuning.evaluations));
  }
  if (loops == LoopsSeen::stable && progress.lowest == progress.highest && tuning.evaluations > 1) {
    found.push_back(
        fmt::format("all {} candidates are equally good (nothing depends on the gains, or every rollout "
                    "fails at once); "
                    "check the objective and the controller",
                    tuning.evaluations));
  }
  for (const BestGain& gain : tuning.gains) {
    if (gain.on_bound) found.push_back(on_bound(gain));
  }
  if (best.failed > 0) found.push_back(failing(best));
  for (const auto& [cause, count] : progress.underived) {
    found.push_back(fmt::format("{} of {} candidates have no derived gains ({}); narrow the bounds", count,
                                tuning.evaluations, cause));
  }
  for (const auto& [obstacle, count] : progress.obstacles) {
    found.push_back(
        fmt::format("the margins of {} of {} candidates are not to be had ({}); narrow the bounds", count,
                    tuning.evaluations, obstacle));
  }
  if (progress.not_finite > 0) {
    found.push_back(
        fmt::format("{} rollouts gave a cost that is not finite (it counted as the worst); please report "
                    "this problem file",
                    progress.not_finite));
  }
  return found;
}

std::vector<std::string> requirement_warnings(const Tuning& tuning, const spec::Objective& objective) {
  const spec::Map<spec::Requirement> hard = spec::hard_requirements(objective);
  const std::vector<spec::RequiredMargin> margins = spec::required_margins(objective.margins);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < tuning.requirements.size(); ++i) {
    const auto& [name, worst] = tuning.requirements[i];
    if (i < hard.size()) {
      const auto& [value, below, above, weight] = hard[i].value;
      const bool all_failed = std::isnan(worst) && tuning.best_failed > 0;
      if (!all_failed && !spec::is_within(worst, above, below))
        found.push_back(
            unmet(name, "it has no value with these gains", worst, "", spec::limits_text(above, below)));
      continue;
    }
    const auto margin = std::ranges::find(margins, name, &spec::RequiredMargin::name);
    if (margin == margins.end() || spec::is_within(worst, margin->limit.above, margin->limit.below)) continue;
    const spec::MarginUnit unit = spec::unit_of(margin->kind);
    found.push_back(unmet(name, "only a stable linearised loop has one", unit.of(worst), unit.symbol,
                          spec::limits_text(*margin)));
  }
  return found;
}

std::string cost_difference(const Comparison& comparison) {
  const bool more = comparison.cost_reduction < 0;
  const auto [low, high] = comparison.cost_interval;
  std::string interval =
      comparison.beaten ? "no interval, too few scenarios decide" : "too few scenarios to tell";
  if (std::isfinite(low) && std::isfinite(high)) {
    interval = fmt::format("95 % confidence {:.6g} to {:.6g}", more ? 0 - high : low, more ? 0 - low : high);
  }
  return fmt::format("{:.6g} {} ({})", std::abs(comparison.cost_reduction), more ? "more" : "less", interval);
}

std::vector<std::string> incumbent_warnings(const Tuning& tuning) {
  const auto incumbent = std::ranges::find(tuning.baselines, incumbent_name, &Baseline::name);
  if (incumbent == tuning.baselines.end()) return {};
  if (incumbent->comparisons.empty()) {
    return {
        "the gains in use today were not compared with the tuned ones (nothing was validated); add a set to "
        "scenarios.validation"};
  }
  const Comparison& result = incumbent->comparisons.front();
  if (result.beaten) return {};
  if (incumbent->loop.met && !tuning.loop.met) {
    return {
        "the tuned gains do not beat those in use today (whose linearised loop meets the margins that the "
        "tuned "
        "ones miss); keep today's, or tune longer"};
  }
  return {fmt::format(
      "the tuned gains do not beat those in use today (on '{}' they cost {}; only they succeed in "
      "{} scenarios, only today's in {}); keep today's, tune longer, or validate on more scenarios",
      result.set, cost_difference(result), result.only_tuned, result.only_baseline)};
}

}  // namespace gainswarm::tuner
