#include "tests/tuner/function_engine.hpp"

#include <algorithm>

namespace gainswarm::tuner::tests {

void FunctionEngine::evaluate(std::span<const double> gains, engine::Outcome& outcome) {
  const std::size_t dimensions = program_->gains.size(), particles = gains.size() / dimensions;
  const std::size_t rollouts = particles * static_cast<std::size_t>(scenarios_);
  outcome.outputs.assign(program_->outputs.size() * rollouts, 0);
  outcome.survived.assign(rollouts, 0);
  outcome.cause.assign(rollouts, -1);
  for (std::size_t i = 0; i < rollouts; ++i) {
    const Rollout rollout = function_(gains.subspan(i % particles * dimensions, dimensions),
                                      static_cast<std::int64_t>(i / particles));
    std::vector<double> outputs{rollout.cost};
    outputs.insert(outputs.end(), rollout.terms.begin(), rollout.terms.end());
    outputs.insert(outputs.end(), rollout.requirements.begin(), rollout.requirements.end());
    outputs.push_back(rollout.success);
    outputs.insert(outputs.end(), rollout.metrics.begin(), rollout.metrics.end());
    for (std::size_t k = 0; k < program_->outputs.size(); ++k)
      outcome.outputs[k * rollouts + i] = outputs.at(k);
    outcome.survived[i] = rollout.survived;
    outcome.cause[i] = rollout.cause;
  }
}

Case::Case(std::size_t gains, double low, double high) {
  for (std::size_t i = 0; i < gains; ++i) {
    const std::string name = "g" + std::to_string(i);
    spec::Gain gain;
    gain.low = low;
    gain.high = high;
    problem.gains.push_back({spec::Text(name), gain});
    program.gains.push_back({name, ""});
  }
  problem.swarm.swarms = 4;
  problem.swarm.particles = 10;
  problem.swarm.iterations = 30;
  problem.polish.evaluations = 2000;
  program.outputs.push_back({"cost", ""});
  program.failures = {{"fell over", 0}, {"not finite", 0}};
  program.ticks = steps;
}

void Case::add_term(const std::string& name, double weight) {
  problem.objective.terms.push_back({spec::Text(name), {spec::Text("expression"), weight}});
  program.outputs.push_back({name, ""});
  ++program.terms;
}

void Case::add_requirement(const std::string& name, double below, double above) {
  problem.objective.require.push_back({spec::Text(name), {spec::Text("expression"), below, above}});
  program.outputs.push_back({name, ""});
  ++program.requirements;
}

void Case::fix_gain(std::size_t place, const std::string& name, double value) {
  spec::Gain gain;
  gain.fixed = value;
  problem.gains.insert(problem.gains.begin() + static_cast<std::ptrdiff_t>(place), {spec::Text(name), gain});
}

void Case::add_success() {
  program.outputs.push_back({"success", ""});
}

void Case::add_metric(const std::string& name, const std::string& unit) {
  problem.objective.metrics.push_back({spec::Text(name), {spec::Text("expression"), unit}});
  program.outputs.push_back({name, unit});
  ++program.metrics;
}

Tuning Case::tune(const Function& function, std::int64_t scenarios, const Observer& observer) const {
  FunctionEngine engine(program, function, scenarios);
  return tuner::tune({.problem = problem, .program = program, .engine = engine, .interrupted = {}}, observer);
}

bool warns(const Tuning& tuning, const std::string& text) {
  return std::ranges::any_of(
      tuning.warnings, [&](const std::string& warning) { return warning.find(text) != std::string::npos; });
}

Rollout bowl(std::span<const double> gains, std::int64_t /*scenario*/) {
  double cost = 0;
  for (const double gain : gains) cost += (gain - 0.3) * (gain - 0.3);
  return {.cost = cost};
}

Rollout offset_bowl(std::span<const double> gains, std::int64_t scenario) {
  return {.cost = 1 + bowl(gains, scenario).cost};
}

}  // namespace gainswarm::tuner::tests
