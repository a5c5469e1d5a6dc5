#include "host/cli/problem_size.hpp"

#include <algorithm>
#include <vector>

#include "host/analysis/rule_gains.hpp"
#include "host/graph/transform.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/plant.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::cli {
namespace {

/// Nodes that compute something: neither constants nor inputs.
std::int64_t operations(const rollout::Program& program) {
  const std::vector<graph::NodeId> roots = rollout::substep_roots(program);
  std::int64_t found = 0;
  for (const graph::NodeId id : graph::reachable(program.graph, roots)) {
    const graph::Op op = program.graph[id].op;
    found += op != graph::Op::constant && op != graph::Op::input ? 1 : 0;
  }
  return found;
}

/// Candidates that the search may evaluate; of a limit, half at most is kept for the polish.
void count_candidates(const spec::Problem& problem, bench::TuningWork& run) {
  const spec::Swarm& swarm = problem.swarm;
  run.swarm_candidates = swarm.swarms * swarm.particles * swarm.iterations;
  run.polish_candidates = problem.polish.enabled ? problem.polish.evaluations : 0;
  const std::int64_t limit = problem.stop.evaluations;
  if (limit == 0) return;
  run.polish_candidates = std::min(run.polish_candidates, limit / 2);
  run.swarm_candidates = std::min(run.swarm_candidates, limit - run.polish_candidates);
}

/// The tuned ones, and those that rules give, which depends on how large signals are only in their values.
std::int64_t validated_gains(const spec::Problem& problem) {
  const rollout::PlantModel plant(problem.plant);
  const analysis::Deviations any{std::vector<double>(plant.states().size(), 1),
                                 std::vector<double>(plant.inputs().size(), 1)};
  const std::vector<analysis::RuleGains> rules = analysis::rule_gains(problem, any);
  return 1 + std::ranges::count_if(rules, [](const auto& rule) { return rule.reason.empty(); });
}

/// A front's compromises are run in the first set. Returns how many scenarios there are.
std::int64_t count_validation(const spec::Problem& problem, bench::TuningWork& run) {
  std::int64_t all = 0;
  for (const auto& set : problem.scenarios.validation) {
    const spec::Problem judged = spec::judged_in(set.value, problem);
    const rollout::Program program = rollout::build_program(judged, rollout::Purpose::validation);
    const std::int64_t scenarios =
        rollout::draw_scenarios(judged, program, set.value, set.name.str()).scenarios;
    if (run.validation_sets == 0 && !problem.objective.pareto.empty())
      run.front_rollouts = problem.objective.front_size * scenarios;
    all += scenarios;
    ++run.validation_sets;
  }
  run.validated = validated_gains(problem);
  run.validation_rollouts = all * run.validated;
  return all;
}

}  // namespace

ProblemSize measure_size(const spec::Problem& problem, int threads) {
  rollout::build_program(problem, rollout::Purpose::validation);
  ProblemSize size;
  size.training = rollout::build_program(problem, rollout::Purpose::training);
  const rollout::Program& training = size.training;
  size.states = spec::all_states(spec::moving_plant(problem.plant)).size();
  size.gains = static_cast<std::size_t>(training.tuned());
  size.registers = training.registers.size();
  size.operations = operations(training);
  size.gives_up_losers = training.least_cost.has_value();
  size.falling_term = training.falling_term;
  size.run.steps = training.steps();
  size.run.training =
      rollout::draw_scenarios(problem, training, problem.scenarios.training, "training").scenarios;
  size.run.time_limit = problem.stop.time_limit;
  count_candidates(problem, size.run);
  size.validation = count_validation(problem, size.run);
  size.pace = bench::measure_pace(problem, training, size.run.validated, threads);
  return size;
}

}  // namespace gainswarm::cli
