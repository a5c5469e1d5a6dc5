#include "host/cli/drawn.hpp"

#include <algorithm>

#include "host/cli/table.hpp"
#include "host/rollout/generators.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::cli {
namespace {

/// The columns before those that random numbers start from.
std::int64_t shown_columns(const spec::Problem& problem, const rollout::ScenarioTable& table) {
  const std::size_t generators = rollout::generators(problem).size();
  return table.columns - static_cast<std::int64_t>(rollout::noise::multipliers.size() * generators);
}

const rollout::Label& label(const rollout::Program& program, std::int64_t column) {
  return program.scenario_columns[static_cast<std::size_t>(column)];
}

}  // namespace

std::vector<Drawn> drawn_values(const spec::Problem& problem, const rollout::Program& program,
                                const rollout::ScenarioTable& table, std::int64_t scenario) {
  std::vector<Drawn> drawn;
  for (std::int64_t column = 0; column < shown_columns(problem, table); ++column)
    drawn.push_back({label(program, column), table.at(scenario, column)});
  return drawn;
}

std::vector<tuner::DrawnValues> drawn_columns(const spec::Problem& problem, const rollout::Program& program,
                                              const rollout::ScenarioTable& table) {
  std::vector<tuner::DrawnValues> drawn;
  for (std::int64_t column = 0; column < shown_columns(problem, table); ++column) {
    const auto& [name, unit] = label(program, column);
    tuner::DrawnValues values{name, unit, {}};
    for (std::int64_t scenario = 0; scenario < table.scenarios; ++scenario)
      values.values.push_back(table.at(scenario, column));
    const auto differs = [&](double value) { return value != values.values.front(); };
    if (std::ranges::any_of(values.values, differs)) drawn.push_back(std::move(values));
  }
  return drawn;
}

std::string text_of(const std::vector<Drawn>& drawn, const spec::Problem& problem) {
  const std::size_t states = spec::all_states(spec::moving_plant(problem.plant)).size();
  std::string text;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const auto& [label, value] = drawn[i];
    if (i < states && value == 0) continue;
    const std::string unit = label.unit.empty() ? "" : " " + label.unit;
    text += (text.empty() ? "  " : ", ") + label.name + " " + number(value) + unit;
  }
  return text.empty() ? "" : text + "\n";
}

}  // namespace gainswarm::cli
