#include "host/cli/baselines.hpp"

#include <algorithm>
#include <cmath>

#include "host/analysis/rule_gains.hpp"
#include "host/rollout/plant.hpp"
#include "host/tuner/validate.hpp"

namespace gainswarm::cli {
namespace {

double largest(const record::Response& response, const std::string& name) {
  const auto signal = std::ranges::find(response.signals, name, &record::Signal::name);
  if (signal == response.signals.end()) return 0;
  double found = 0;
  for (const double value : signal->values) found = std::max(found, std::abs(value));
  return found;
}

analysis::Deviations deviations(const spec::Problem& problem, const record::Response& response) {
  const rollout::PlantModel plant(problem.plant);
  analysis::Deviations result;
  for (const auto& state : plant.states()) result.states.push_back(largest(response, state.name));
  for (const auto& input : plant.inputs()) result.inputs.push_back(largest(response, input.name));
  return result;
}

}  // namespace

Baselines::Baselines(const spec::Problem& problem, const rollout::Program& program)
    : problem_(problem), program_(program), space_(problem, program), judge_(problem, space_, 1) {}

tuner::Baseline Baselines::baseline(const std::string& name, const std::vector<double>& tuned) const {
  tuner::Baseline result;
  result.name = name;
  result.gains = space_.gains_of(tuned);
  result.loop = judge_.standing(tuner::arrange(program_, result.gains));
  return result;
}

tuner::Baseline Baselines::incumbent(const std::vector<double>& tuned) const {
  return baseline(tuner::incumbent_name, tuned);
}

std::vector<tuner::Baseline> Baselines::by_rules(const record::Response& response) const {
  std::vector<tuner::Baseline> all;
  for (const analysis::RuleGains& rule : analysis::rule_gains(problem_, deviations(problem_, response))) {
    if (rule.reason.empty()) {
      all.push_back(baseline(rule.rule, rule.gains));
    } else {
      all.emplace_back();
      all.back().name = rule.rule;
      all.back().reason = rule.reason;
    }
  }
  return all;
}

}  // namespace gainswarm::cli
