#include "host/cli/baseline_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/cli/table.hpp"
#include "host/tuner/warnings.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::ordered_json;
using tuner::Baseline;
using tuner::Comparison;
using tuner::Validation;

std::string percent(double share) {
  return fmt::format("{:.2f} %", 100 * share);
}

std::string reasons(const std::vector<Baseline>& baselines) {
  std::string text;
  for (const Baseline& baseline : baselines) {
    if (!baseline.reason.empty()) text += "  " + baseline.name + " does not apply: " + baseline.reason + "\n";
  }
  return text;
}

ordered_json to_json(const Validation& set, const Comparison& comparison) {
  return {{"success_rate", set.success_rate},
          {"cost", set.cost},
          {"cost_reduction", comparison.cost_reduction},
          {"cost_reduction_interval", {comparison.cost_interval.low, comparison.cost_interval.high}},
          {"only_tuned_succeeds", comparison.only_tuned},
          {"only_baseline_succeeds", comparison.only_baseline},
          {"success_probability", comparison.success_probability},
          {"beaten", comparison.beaten}};
}

ordered_json to_json(const Baseline& baseline) {
  if (!baseline.reason.empty()) return {{"does_not_apply", baseline.reason}};
  ordered_json json{{"gains", ordered_json::object()}, {"sets", ordered_json::object()}};
  for (const tuner::BestGain& gain : baseline.gains) json["gains"][gain.name] = gain.value;
  for (std::size_t i = 0; i < baseline.comparisons.size(); ++i) {
    json["sets"][baseline.comparisons[i].set] = to_json(baseline.validation[i], baseline.comparisons[i]);
  }
  return json;
}

}  // namespace

std::string baselines_section(const tuner::Tuning& tuning, const Style& style) {
  if (tuning.baselines.empty() || tuning.validation.empty()) return "";
  const std::string heading = style.bold("Compared, each on the same scenarios") + "\n";
  bool any = false;
  Table table({2, 3});
  table.add({"set", "gains", "success", "cost", "the tuned cost", ""});
  for (std::size_t i = 0; i < tuning.validation.size(); ++i) {
    const Validation& tuned = tuning.validation[i];
    table.add({tuned.name, "tuned", percent(tuned.success_rate), number(tuned.cost)});
    for (const Baseline& baseline : tuning.baselines) {
      if (i >= baseline.comparisons.size()) continue;  // the engine failed before
      const Validation& set = baseline.validation[i];
      const Comparison& comparison = baseline.comparisons[i];
      any = true;
      table.add({set.name, baseline.name, percent(set.success_rate), number(set.cost),
                 tuner::cost_difference(comparison), comparison.beaten ? "beaten" : "NOT beaten"});
    }
  }
  return heading + (any ? table.text() : "") + reasons(tuning.baselines);
}

ordered_json baselines_json(const tuner::Tuning& tuning) {
  ordered_json json = ordered_json::object();
  for (const Baseline& baseline : tuning.baselines) json[baseline.name] = to_json(baseline);
  return json;
}

ordered_json beats_incumbent(const tuner::Tuning& tuning) {
  const auto incumbent = std::ranges::find(tuning.baselines, tuner::incumbent_name, &Baseline::name);
  if (incumbent == tuning.baselines.end() || incumbent->comparisons.empty()) return nullptr;
  return incumbent->comparisons.front().beaten;
}

}  // namespace gainswarm::cli
