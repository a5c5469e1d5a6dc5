#include "host/tuner/validate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "host/tuner/objective.hpp"

namespace gainswarm::tuner {

namespace {

constexpr std::size_t worst_shown = 5;
constexpr std::int64_t most_at_once = 1'000'000;  ///< rollouts of a front

void refuse_without_success(const rollout::Program& program, const engine::Outcome& outcome) {
  const auto outputs = static_cast<std::size_t>(program.success() + 1 + program.metrics);
  if (outcome.outputs.size() != outputs * outcome.survived.size()) {
    throw std::invalid_argument("the program has no success condition (it is not one for validation)");
  }
}

/// One output of every rollout of a batch.
std::span<const double> output(const engine::Outcome& outcome, std::int64_t index) {
  const std::size_t rollouts = outcome.survived.size();
  return std::span(outcome.outputs).subspan(static_cast<std::size_t>(index) * rollouts, rollouts);
}

void add_successes(std::span<const double> outputs, Validation& validation) {
  for (const double value : outputs) validation.successes.push_back(value == 1 ? 1 : 0);
  const std::int64_t succeeded =
      std::accumulate(validation.successes.begin(), validation.successes.end(), std::int64_t{0});
  validation.success_rate = static_cast<double>(succeeded) / static_cast<double>(validation.scenarios);
  validation.success_interval = clopper_pearson(succeeded, validation.scenarios);
}

void add_costs(std::span<const double> outputs, Validation& validation) {
  validation.costs.assign(outputs.begin(), outputs.end());
  validation.cost_percentiles = percentiles(validation.costs);
  std::vector<std::int64_t> order(outputs.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::greater{},
                           [&](std::int64_t i) { return outputs[static_cast<std::size_t>(i)]; });
  order.resize(std::min(order.size(), worst_shown));
  validation.worst = std::move(order);
}

/// A rollout that failed shows no more than how far it came.
MetricValues metric_values(const spec::Entry<spec::Metric>& metric, std::span<const double> outputs,
                           const std::vector<std::int64_t>& causes) {
  MetricValues result{.name = metric.name.str(), .unit = metric.value.unit, .values = {}, .percentiles = {}};
  for (std::size_t scenario = 0; scenario < outputs.size(); ++scenario) {
    const bool counts = causes[scenario] < 0 && std::isfinite(outputs[scenario]);
    result.values.push_back(counts ? outputs[scenario] : std::numeric_limits<double>::quiet_NaN());
  }
  result.percentiles = percentiles(result.values);
  return result;
}

/// Values of the program's gains, [point][gain], from one point to before another.
std::vector<double> gains_of(const Front& front, const rollout::Program& program, std::int64_t begin,
                             std::int64_t end) {
  std::vector<double> values;
  for (std::int64_t point = begin; point < end; ++point) {
    std::vector<BestGain> gains;
    for (std::size_t i = 0; i < front.gains.size(); ++i) {
      const std::size_t at = static_cast<std::size_t>(point) * front.gains.size() + i;
      gains.push_back({.name = front.gains[i], .unit = "", .value = front.gain_values[at]});
    }
    const std::vector<double> arranged = arrange(program, gains);
    values.insert(values.end(), arranged.begin(), arranged.end());
  }
  return values;
}

/// One output of one point of a batch of so many, in every scenario.
std::vector<double> output_of(const engine::Outcome& outcome, std::int64_t index, std::size_t point,
                              std::size_t points) {
  std::vector<double> values;
  const std::span<const double> all = output(outcome, index);
  for (std::size_t at = point; at < all.size(); at += points) values.push_back(all[at]);
  return values;
}

}  // namespace

std::vector<double> arrange(const rollout::Program& program, std::span<const BestGain> gains) {
  std::vector<double> values;
  for (const rollout::Label& label : program.gains) {
    const auto found = std::ranges::find(gains, label.name, &BestGain::name);
    if (found == gains.end()) throw std::invalid_argument("no value is given for the gain " + label.name);
    values.push_back(found->value);
  }
  return values;
}

Validation validate(const ValidationInput& input, std::span<const BestGain> gains) {
  const auto& [name, problem, program, engine] = input;
  engine::Outcome outcome;
  engine.evaluate(arrange(program, gains), outcome);
  refuse_without_success(program, outcome);
  const Objective objective(problem, program);
  const Breakdown breakdown = objective.breakdown(outcome);
  Validation validation;
  validation.name = name;
  validation.scenarios = breakdown.scenarios;
  validation.cost = breakdown.cost;
  validation.requirements = breakdown.requirements;
  validation.requirements_met = objective.requirements_met(outcome);
  validation.failures = breakdown.failures;
  validation.causes = breakdown.causes;
  add_costs(output(outcome, 0), validation);
  add_successes(output(outcome, program.success()), validation);
  for (std::int64_t i = 0; i < program.metrics; ++i) {
    validation.metrics.push_back(metric_values(problem.objective.metrics[static_cast<std::size_t>(i)],
                                               output(outcome, program.success() + 1 + i), breakdown.causes));
  }
  return validation;
}

void validate_front(const ValidationInput& input, std::int64_t scenarios, Front& front) {
  const auto& [name, problem, program, engine] = input;
  const std::int64_t at_once = std::max<std::int64_t>(most_at_once / scenarios, 1);
  std::vector<double> rates, medians;
  for (std::int64_t begin = 0; begin < front.points(); begin += at_once) {
    const std::int64_t end = std::min(front.points(), begin + at_once);
    const auto points = static_cast<std::size_t>(end - begin);
    engine::Outcome outcome;
    engine.evaluate(gains_of(front, program, begin, end), outcome);
    refuse_without_success(program, outcome);
    for (std::size_t point = 0; point < points; ++point) {
      const std::vector<double> successes = output_of(outcome, program.success(), point, points);
      const auto succeeded = static_cast<double>(std::ranges::count(successes, 1.0));
      rates.push_back(succeeded / static_cast<double>(successes.size()));
      medians.push_back(percentiles(output_of(outcome, 0, point, points)).p50);
    }
  }
  front.success_rates = std::move(rates);
  front.median_costs = std::move(medians);
  front.validated_in = name;
}

}  // namespace gainswarm::tuner
