// What stands where in the groups /validation and /baselines, as layout.hpp says it of the other groups.
#pragma once

#include "host/record/archive.hpp"
#include "host/record/record.hpp"

namespace gainswarm::record {

template <class Archive, class Data>
void named_values(Archive& archive, const std::string& name, Data& items, const std::string& axis_name,
                  const std::string& long_name) {
  archive.group(name, [&](auto& group) {
    const Axis axis = group.axis(axis_name, items, &tuner::Named::name, {"", "names"});
    group.column("value", items, &tuner::Named::value, axis, {"1", long_name});
  });
}

template <class Archive, class Data>
void gain_table(Archive& archive, Data& gains) {
  using tuner::BestGain;
  const Axis gain = archive.axis("gain", gains, &BestGain::name, {"", "names of the gains"});
  archive.column("unit", gains, &BestGain::unit, gain, {"", "units of the gains"});
  archive.column("value", gains, &BestGain::value, gain, {"", "best gains, each in its unit"});
  archive.column("lower", gains, &BestGain::low, gain, {"", "lower bounds"});
  archive.column("upper", gains, &BestGain::high, gain, {"", "upper bounds"});
  archive.column("on_bound", gains, &BestGain::on_bound, gain, {"1", "1: the gain lies on a bound"});
  archive.column("tuned", gains, &BestGain::tuned, gain, {"1", "1: tuned, 0: fixed or derived"});
  archive.column("derived", gains, &BestGain::derived, gain, {"1", "1: derived from the others"});
}

template <class Archive, class Data>
void percentiles(Archive& archive, Data& spread, const std::string& unit) {
  archive.group("percentiles", [&](auto& group) {
    group.value("lowest", spread.lowest, {unit, "lowest value"});
    group.value("p5", spread.p5, {unit, "5th percentile"});
    group.value("p50", spread.p50, {unit, "median"});
    group.value("p95", spread.p95, {unit, "95th percentile"});
    group.value("highest", spread.highest, {unit, "highest value"});
  });
}

template <class Archive, class Data>
void metric(Archive& archive, Data& values, const Axis& scenario) {
  archive.value("unit", values.unit, {"", "unit of the metric"});
  const std::string unit = values.unit.empty() ? "1" : values.unit;
  archive.values("values", values.values, Shape{scenario},
                 {unit, "metric in each scenario; NaN where it failed"});
  percentiles(archive, values.percentiles, unit);
}

template <class Archive, class Data>
void drawn_values(Archive& archive, Data& drawn, const Axis& scenario) {
  archive.value("unit", drawn.unit, {"", "its unit"});
  archive.values("values", drawn.values, Shape{scenario},
                 {drawn.unit.empty() ? "1" : drawn.unit, "what each scenario starts from or is varied to"});
}

/// Every number must lie in [lowest, end).
inline void refuse_strays(const std::vector<std::int64_t>& numbers, std::int64_t lowest, std::size_t end,
                          const std::string& what) {
  for (const std::int64_t number : numbers) {
    if (number >= lowest && number < static_cast<std::int64_t>(end)) continue;
    throw ReadError(what + " " + std::to_string(number) + " does not exist");
  }
}

template <class Archive, class Data>
void validation_set(Archive& archive, Data& set) {
  archive.value("success_rate", set.success_rate, {"1", "share of the scenarios that succeeded"});
  archive.value("success_rate_low", set.success_interval.low, {"1", "lower 95 % confidence bound of it"});
  archive.value("success_rate_high", set.success_interval.high, {"1", "upper 95 % confidence bound of it"});
  archive.value("cost", set.cost, {"1", "cost, aggregated as in training"});
  percentiles(archive, set.cost_percentiles, "1");
  const Axis scenario = archive.counted_axis("scenario", set.scenarios, {"1", "number of the scenario"});
  archive.values("costs", set.costs, Shape{scenario}, {"1", "cost of each scenario"});
  archive.values("successes", set.successes, Shape{scenario}, {"1", "1: the scenario succeeded"});
  archive.values("causes", set.causes, Shape{scenario},
                 {"1", "why the scenario failed, counted in failures/cause; -1: it did not"});
  archive.values("requirements_met", set.requirements_met, Shape{scenario},
                 {"1", "1: the scenario meets all hard requirements"});
  named_values(archive, "requirements", set.requirements, "requirement", "worst value in any scenario");
  archive.axis("worst", set.worst, {"1", "numbers of the costliest scenarios, the worst first"});
  named_values(archive, "failures", set.failures, "cause", "scenarios that failed of it");
  archive.group("metrics", [&](auto& group) {
    group.groups(set.metrics, &tuner::MetricValues::name,
                 [&](auto& inner, auto& values) { metric(inner, values, scenario); });
  });
  archive.group("drawn", [&](auto& group) {
    group.groups(set.drawn, &tuner::DrawnValues::name,
                 [&](auto& inner, auto& values) { drawn_values(inner, values, scenario); });
  });
  if constexpr (Archive::reading) {
    refuse_strays(set.worst, 0, set.costs.size(), "scenario");
    refuse_strays(set.causes, -1, set.failures.size(), "cause");
  }
}

template <class Archive, class Data>
void comparison(Archive& archive, Data& result) {
  archive.value("cost_reduction", result.cost_reduction,
                {"1", "cost of the baseline less that of the tuned gains"});
  archive.value("cost_reduction_low", result.cost_interval.low, {"1", "lower 95 % confidence bound of it"});
  archive.value("cost_reduction_high", result.cost_interval.high, {"1", "upper 95 % confidence bound of it"});
  archive.value("only_tuned", result.only_tuned, {"1", "scenarios in which only the tuned gains succeed"});
  archive.value("only_baseline", result.only_baseline,
                {"1", "scenarios in which only the baseline succeeds"});
  archive.value("success_probability", result.success_probability,
                {"1", "probability of so uneven a split if both succeed equally often"});
  archive.value("beaten", result.beaten, {"1", "1: the tuned gains beat the baseline"});
}

template <class Archive, class Data>
void baseline(Archive& archive, Data& data) {
  archive.value("reason", data.reason, {"", "why it does not apply, if it does not"});
  archive.group("gains", [&](auto& group) { gain_table(group, data.gains); });
  archive.group("validation", [&](auto& group) {
    group.groups(data.validation, &tuner::Validation::name,
                 [](auto& inner, auto& set) { validation_set(inner, set); });
  });
  archive.group("comparison", [&](auto& group) {
    group.groups(data.comparisons, &tuner::Comparison::set,
                 [](auto& inner, auto& result) { comparison(inner, result); });
  });
  if constexpr (Archive::reading) {
    if (data.validation.size() != data.comparisons.size()) throw ReadError("a baseline is not compared");
  }
}

}  // namespace gainswarm::record
