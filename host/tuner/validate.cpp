#include "host/tuner/validate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

#include "host/engine/batch.hpp"
#include "host/tuner/objective.hpp"

namespace gainswarm::tuner {

namespace {

constexpr std::size_t worst_shown = 5;
constexpr std::int64_t most_numbers = 64'000'000;  ///< that a batch's outcome has: half a gibibyte

void refuse_without_success(const rollout::Program& program, const engine::Outcome& outcome) {
  const auto outputs = static_cast<std::size_t>(program.success() + 1 + program.metrics);
  if (outcome.outputs.size() != outputs * outcome.survived.size()) {
    throw std::invalid_argument("the program has no success condition (it is not one for validation)");
  }
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

/// Gains, [candidate][gain], that the engine is given together.
std::vector<double> batch_of(std::span<const std::vector<double>> gains) {
  std::vector<double> batch;
  for (const std::vector<double>& candidate : gains)
    batch.insert(batch.end(), candidate.begin(), candidate.end());
  return batch;
}

std::size_t most_at_once(const ValidationInput& input) {
  const auto numbers = input.scenarios * static_cast<std::int64_t>(input.program.outputs.size());
  const std::int64_t fit = most_numbers / numbers;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(fit, 1, input.engine.side_by_side()));
}

/// From what gains alone gave.
Validation validation_of(const ValidationInput& input, const engine::Outcome& outcome) {
  const rollout::Program& program = input.program;
  const Objective objective(input.problem, program);
  const Breakdown breakdown = objective.breakdown(outcome);
  Validation validation;
  validation.name = input.name;
  validation.scenarios = breakdown.scenarios;
  validation.cost = breakdown.cost;
  validation.requirements = breakdown.requirements;
  validation.requirements_met = objective.requirements_met(outcome);
  validation.failures = breakdown.failures;
  validation.causes = breakdown.causes;
  add_costs(outcome.output(0), validation);
  add_successes(outcome.output(program.success()), validation);
  for (std::int64_t i = 0; i < program.metrics; ++i) {
    validation.metrics.push_back(metric_values(input.problem.objective.metrics[static_cast<std::size_t>(i)],
                                               outcome.output(program.success() + 1 + i), breakdown.causes));
  }
  return validation;
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
  Validation found;
  const std::vector<std::vector<double>> alone{arrange(input.program, gains)};
  validate(input, alone, [&](std::size_t, Validation validation) { found = std::move(validation); });
  return found;
}

void validate(const ValidationInput& input, std::span<const std::vector<double>> gains,
              const TakeValidation& take) {
  const std::size_t at_once = most_at_once(input);
  engine::Outcome outcome;
  for (std::size_t first = 0; first < gains.size(); first += at_once) {
    const std::size_t count = std::min(at_once, gains.size() - first);
    input.engine.evaluate(batch_of(gains.subspan(first, count)), outcome);
    refuse_without_success(input.program, outcome);
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) support::give_up_if(input.interrupted);
      const auto particles = static_cast<std::int64_t>(count), particle = static_cast<std::int64_t>(i);
      take(first + i, validation_of(input, engine::part_of(outcome, particles, particle)));
    }
  }
}

}  // namespace gainswarm::tuner
