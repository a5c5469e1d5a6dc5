#include "host/cli/baselines.hpp"

#include <algorithm>
#include <cmath>

#include "host/analysis/rule_gains.hpp"
#include "host/rollout/plant.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/loop_judge.hpp"
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

std::vector<tuner::Baseline> baselines(const spec::Problem& problem, const rollout::Program& program,
                                       const std::vector<double>& incumbent,
                                       const record::Response& response) {
  const tuner::GainSpace space(problem, program);
  const tuner::LoopJudge judge(problem, space, 1);
  std::vector<tuner::Baseline> all;
  const auto add = [&](const std::string& name, const std::vector<double>& tuned, const std::string& reason) {
    tuner::Baseline& baseline = all.emplace_back();
    baseline.name = name;
    baseline.reason = reason;
    if (!reason.empty()) return;
    baseline.gains = space.gains_of(tuned);
    baseline.loop = judge.standing(tuner::arrange(program, baseline.gains));
  };
  if (!incumbent.empty()) add(tuner::incumbent_name, incumbent, "");
  for (const analysis::RuleGains& rule : analysis::rule_gains(problem, deviations(problem, response)))
    add(rule.rule, rule.gains, rule.reason);
  return all;
}

}  // namespace gainswarm::cli
