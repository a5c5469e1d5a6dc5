// Which scenario a user means.
#pragma once

#include <span>
#include <string>

#include "host/rollout/scenarios.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::cli {

/// "fresh:123", "fresh:worst", or one of "123" and "worst" in the set that is named elsewhere.
struct ScenarioName {
  std::string set;
  std::string number;
};
ScenarioName scenario_name(const std::string& text, const std::string& default_set);

/// The set of that name: training, or one of validation. Throws UsageError when there is none.
const spec::ScenarioSet& set_called(const std::string& name, const spec::Problem& problem);

/// The scenario's number in the table of its set. The worst is the one that costs the most with these gains
/// (in the program's order). Throws UsageError when there is no such scenario.
std::int64_t scenario_number(const ScenarioName& name, const rollout::Program& program,
                             const rollout::ScenarioTable& table, std::span<const double> gains);

}  // namespace gainswarm::cli
