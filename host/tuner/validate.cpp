#include "host/tuner/validate.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "host/tuner/objective.hpp"

namespace gainswarm::tuner {

namespace {

/// The gains' values in the order of the program.
std::vector<double> arrange(const rollout::Program& program, std::span<const BestGain> gains) {
  std::vector<double> values;
  for (const rollout::Label& label : program.gains) {
    const auto found = std::ranges::find(gains, label.name, &BestGain::name);
    if (found == gains.end()) throw std::invalid_argument("no value is given for the gain " + label.name);
    values.push_back(found->value);
  }
  return values;
}

}  // namespace

Validation validate(const ValidationInput& input, std::span<const BestGain> gains) {
  engine::Outcome outcome;
  input.engine.evaluate(arrange(input.program, gains), outcome);
  const std::size_t scenarios = outcome.survived.size();
  const auto success = static_cast<std::size_t>(1 + input.program.terms + input.program.requirements);
  if (outcome.outputs.size() != (success + 1) * scenarios) {
    throw std::invalid_argument("the program has no success condition (it is not one for validation)");
  }
  const Breakdown breakdown = Objective(input.problem, input.program).breakdown(outcome);
  Validation validation;
  validation.name = input.name;
  validation.scenarios = breakdown.scenarios;
  validation.cost = breakdown.cost;
  validation.failures = breakdown.failures;
  const auto successes = outcome.outputs.begin() + static_cast<std::ptrdiff_t>(success * scenarios);
  validation.costs.assign(outcome.outputs.begin(),
                          outcome.outputs.begin() + static_cast<std::ptrdiff_t>(scenarios));
  std::transform(successes, outcome.outputs.end(), std::back_inserter(validation.successes),
                 [](double value) { return static_cast<std::uint8_t>(value == 1); });
  const auto succeeded =
      std::count(validation.successes.begin(), validation.successes.end(), std::uint8_t{1});
  validation.success_rate = static_cast<double>(succeeded) / static_cast<double>(scenarios);
  return validation;
}

}  // namespace gainswarm::tuner
