#include "host/cli/problem_warnings.hpp"

#include "host/analysis/step_length.hpp"
#include "host/cli/terminal.hpp"
#include "host/rollout/unit_agreement.hpp"

namespace gainswarm::cli {
namespace {

std::string at(const spec::Position& place, const std::string& message) {
  const std::string where = place.to_string();
  return where.empty() ? message : where + ": " + message;
}

bool has_idle_period(const spec::Problem& problem) {
  const spec::Simulation& simulation = problem.simulation;
  return problem.controller.continuous && simulation.control_period != 0 &&
         simulation.control_period != simulation.step;
}

/// Derived gains follow from the others on the host, where no program shows it.
std::vector<std::string> gains_without_effect(const spec::Problem& problem,
                                              const rollout::Program& training) {
  if (!problem.controller.derived.empty()) return {};
  return rollout::idle_gains(training);
}

}  // namespace

std::vector<std::string> problem_warnings(const spec::Problem& problem, const rollout::Program& training) {
  std::vector<std::string> warnings;
  if (has_idle_period(problem)) {
    warnings.push_back(
        at(problem.simulation.position,
           "control_period has no effect (a continuous law has no ticks but the steps of the "
           "integration, and gains are derived for these); remove it, or make the law sampled"));
  }
  for (const std::string& gain : gains_without_effect(problem, training)) {
    warnings.push_back(at(spec::find(problem.gains, gain)->position,
                          "the gain '" + gain +
                              "' has no effect (neither the law's outputs nor the objective depend on it); "
                              "remove it, or use it"));
  }
  if (std::string of_pole = analysis::step_warning(problem); !of_pole.empty())
    warnings.push_back(std::move(of_pole));
  for (const graph::Disagreement& one : rollout::unit_disagreements(problem))
    warnings.push_back(at(one.where, one.message));
  return warnings;
}

void tell_warnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) tell("warning: " + printable(warning) + "\n");
}

}  // namespace gainswarm::cli
