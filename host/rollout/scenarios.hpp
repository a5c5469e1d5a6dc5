// Scenario tables: every rollout's initial states and uncertain parameters, drawn once on the host and common to all
// particles.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gainswarm::rollout {

/// values[scenario][column], one column for each of Program::scenario_columns.
struct ScenarioTable {
  std::int64_t scenarios = 0;
  std::int64_t columns = 0;
  std::vector<double> values;

  [[nodiscard]] double at(std::int64_t scenario, std::int64_t column) const {
    return values[static_cast<std::size_t>(scenario * columns + column)];
  }
};

}  // namespace gainswarm::rollout
