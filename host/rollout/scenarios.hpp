// Scenario tables: every rollout's initial states, uncertain parameters and starts of its noise, drawn once
// on the host and common to all particles.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::rollout {

/// values[scenario][column] in SI units, one column for each of Program::scenario_columns.
struct ScenarioTable {
  std::int64_t scenarios = 0;
  std::int64_t columns = 0;
  std::vector<double> values;

  [[nodiscard]] double at(std::int64_t scenario, std::int64_t column) const {
    return values[static_cast<std::size_t>(scenario * columns + column)];
  }
};

/// Draws a scenario set for a program: the explicit scenarios first, then `count` drawn ones. Initial states
/// that the set does not name are 0, parameters keep their nominal value. The draws follow from the set's
/// seed, else from swarm.seed, and from `set_name`, so that sets of different names never share their draws.
ScenarioTable draw_scenarios(const spec::Problem& problem, const Program& program,
                             const spec::ScenarioSet& set, const std::string& set_name);

/// The scenarios of several tables of one program, one table behind the other, without those that a table
/// before has already.
ScenarioTable together(const std::vector<ScenarioTable>& tables);

}  // namespace gainswarm::rollout
