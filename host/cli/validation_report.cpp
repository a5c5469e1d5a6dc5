#include "host/cli/validation_report.hpp"

#include <fmt/format.h>

#include <numeric>

#include "host/cli/table.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::ordered_json;
using tuner::Percentiles;
using tuner::Validation;

std::string causes_of(const Validation& set) {
  std::string text;
  for (const tuner::Named& cause : set.failures) {
    if (cause.value > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", cause.value, cause.name);
  }
  return text.empty() ? "none" : text;
}

std::string success_of(const Validation& set) {
  return fmt::format("{:.2f} % ({:.2f} to {:.2f})", 100 * set.success_rate, 100 * set.success_interval.low,
                     100 * set.success_interval.high);
}

std::string worst_of(const Validation& set) {
  std::string text;
  for (const std::int64_t scenario : set.worst) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : ", ", set.name, scenario);
  }
  return text;
}

double met_share(const Validation& set) {
  const auto met = std::accumulate(set.requirements_met.begin(), set.requirements_met.end(), 0.0);
  return met / static_cast<double>(set.requirements_met.size());
}

/// Only where a problem has hard requirements.
std::string requirements_lines(const std::vector<Validation>& sets) {
  std::string text;
  for (const Validation& set : sets) {
    if (set.requirements.empty()) continue;
    std::string worst;
    for (const tuner::Named& one : set.requirements) {
      worst += fmt::format("{}{} {}", worst.empty() ? "" : ", ", one.name, number(one.value));
    }
    text += fmt::format("  {}: requirements met in {:.2f} % of its scenarios (worst: {})\n", set.name,
                        100 * met_share(set), worst);
  }
  return text;
}

std::string sets_table(const std::vector<Validation>& sets) {
  Table table({1, 2, 3});
  table.add({"set", "scenarios", "success (95 % confidence)", "cost", "failures"});
  for (const Validation& set : sets) {
    table.add({set.name, count(set.scenarios), success_of(set), number(set.cost), causes_of(set)});
  }
  return table.text();
}

void add_spread(Table& table, const std::string& set, const std::string& name, const Percentiles& spread) {
  table.add({set, name, number(spread.p5), number(spread.p50), number(spread.p95), number(spread.highest)});
}

std::string spread_table(const std::vector<Validation>& sets) {
  Table table({2, 3, 4, 5});
  table.add({"set", "of its scenarios", "5 %", "median", "95 %", "highest"});
  for (const Validation& set : sets) {
    add_spread(table, set.name, "cost", set.cost_percentiles);
    for (const tuner::MetricValues& metric : set.metrics) {
      const std::string unit = metric.unit.empty() ? "" : " [" + metric.unit + "]";
      add_spread(table, set.name, metric.name + unit, metric.percentiles);
    }
  }
  return table.text();
}

std::string worst_lines(const std::vector<Validation>& sets) {
  std::string text;
  for (const Validation& set : sets) text += "  costliest: " + worst_of(set) + "\n";
  return text;
}

ordered_json to_json(const Percentiles& spread) {
  return {{"lowest", spread.lowest},
          {"p5", spread.p5},
          {"p50", spread.p50},
          {"p95", spread.p95},
          {"highest", spread.highest}};
}

ordered_json metrics_json(const Validation& set) {
  ordered_json json = ordered_json::object();
  for (const tuner::MetricValues& metric : set.metrics) {
    json[metric.name] = to_json(metric.percentiles);
    json[metric.name]["unit"] = metric.unit;
  }
  return json;
}

ordered_json worst_json(const Validation& set) {
  ordered_json json = ordered_json::array();
  for (const std::int64_t scenario : set.worst) {
    const auto at = static_cast<std::size_t>(scenario);
    ordered_json one{{"scenario", scenario}, {"cost", set.costs[at]}, {"success", set.successes[at] != 0}};
    one["failure"] = nullptr;
    if (set.causes[at] >= 0) one["failure"] = set.failures.at(static_cast<std::size_t>(set.causes[at])).name;
    json.push_back(one);
  }
  return json;
}

/// Null where nothing is required.
ordered_json requirements_json(const Validation& set) {
  if (set.requirements.empty()) return nullptr;
  ordered_json json{{"met_rate", met_share(set)}, {"worst", ordered_json::object()}};
  for (const tuner::Named& one : set.requirements) json["worst"][one.name] = one.value;
  return json;
}

ordered_json to_json(const Validation& set) {
  ordered_json failures = ordered_json::object();
  for (const tuner::Named& cause : set.failures) failures[cause.name] = cause.value;
  return {{"scenarios", set.scenarios},
          {"success_rate", set.success_rate},
          {"success_interval", {set.success_interval.low, set.success_interval.high}},
          {"cost", set.cost},
          {"cost_percentiles", to_json(set.cost_percentiles)},
          {"metrics", metrics_json(set)},
          {"requirements", requirements_json(set)},
          {"worst", worst_json(set)},
          {"failures", failures}};
}

}  // namespace

std::string validation_section(const tuner::Tuning& tuning, const Style& style) {
  const std::vector<Validation>& sets = tuning.validation;
  if (sets.empty()) return "";
  return style.bold("Validation, in scenarios of its own") + "\n" + sets_table(sets) + spread_table(sets) +
         requirements_lines(sets) + worst_lines(sets);
}

ordered_json validation_json(const tuner::Tuning& tuning) {
  ordered_json json{{"success_rate", nullptr}, {"cost", nullptr}, {"sets", ordered_json::object()}};
  for (const Validation& set : tuning.validation) json["sets"][set.name] = to_json(set);
  if (!tuning.validation.empty()) {
    json["success_rate"] = tuning.validation[0].success_rate;
    json["cost"] = tuning.validation[0].cost;
  }
  return json;
}

}  // namespace gainswarm::cli
