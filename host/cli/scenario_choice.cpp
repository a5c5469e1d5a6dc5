#include "host/cli/scenario_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "host/cli/command.hpp"
#include "host/engine/engine.hpp"

namespace gainswarm::cli {
namespace {

/// The first of the costliest.
std::int64_t worst(const rollout::Program& program, const rollout::ScenarioTable& table,
                   std::span<const double> gains) {
  engine::Outcome outcome;
  engine::make_engine({.name = "cpu", .particles = 1}, program, table)->evaluate(gains, outcome);
  const std::span<const double> costs = outcome.output(0);
  return std::ranges::max_element(costs) - costs.begin();
}

std::int64_t number_of(const ScenarioName& name, const rollout::ScenarioTable& table) {
  std::int64_t number = -1;
  const char* end = name.number.data() + name.number.size();
  const auto [stop, error] = std::from_chars(name.number.data(), end, number);
  if (error == std::errc() && stop == end && number >= 0 && number < table.scenarios) return number;
  throw UsageError(
      fmt::format("--scenario: '{}' is not in the set '{}', whose scenarios are 0 to {}; give one of these "
                  "numbers or worst",
                  name.number, name.set, table.scenarios - 1));
}

}  // namespace

ScenarioName scenario_name(const std::string& text, const std::string& default_set) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {default_set, text};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

const spec::ScenarioSet& set_called(const std::string& name, const spec::Problem& problem) {
  if (name == "training") return problem.scenarios.training;
  std::string known = "training";
  for (const auto& set : problem.scenarios.validation) {
    if (set.name.str() == name) return set.value;
    known += ", " + set.name.str();
  }
  throw UsageError(fmt::format("no scenario set is called '{}'; there are {}", name, known));
}

std::int64_t scenario_number(const ScenarioName& name, const rollout::Program& program,
                             const rollout::ScenarioTable& table, std::span<const double> gains) {
  return name.number == "worst" ? worst(program, table, gains) : number_of(name, table);
}

}  // namespace gainswarm::cli
