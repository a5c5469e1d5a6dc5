// gainswarm check: everything about a problem except running it.
#include <fmt/core.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "host/analysis/derived_gains.hpp"
#include "host/cli/command.hpp"
#include "host/cli/table.hpp"
#include "host/graph/transform.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/spec_io.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/loop_judge.hpp"

namespace gainswarm::cli {
namespace {

struct CheckOptions {
  ProblemOptions problem;
  bool json = false;
};

/// How large a problem is.
struct Size {
  std::size_t states = 0, gains = 0, registers = 0;
  std::int64_t operations = 0;                ///< of a substep
  std::int64_t steps = 0;                     ///< of a rollout
  std::int64_t training = 0, validation = 0;  ///< scenarios
  std::int64_t candidates = 0;                ///< at most, polish included
  [[nodiscard]] std::int64_t rollouts() const { return candidates * training + validation; }
  /// Substeps of all rollouts if none fails, and operations in them.
  [[nodiscard]] double all_steps() const {
    return static_cast<double>(rollouts()) * static_cast<double>(steps);
  }
  [[nodiscard]] double work() const { return all_steps() * static_cast<double>(operations); }
};

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

/// Builds all that a run would build, so that every mistake comes to light.
Size measure(const spec::Problem& problem) {
  const rollout::Program training = rollout::build_program(problem, rollout::Purpose::training);
  rollout::build_program(problem, rollout::Purpose::validation);
  static_cast<void>(analysis::DerivedGains(problem));
  if (!problem.objective.margins.empty())
    static_cast<void>(tuner::LoopJudge(problem, tuner::GainSpace(problem, training)));
  Size size{.states = spec::all_states(spec::moving_plant(problem.plant)).size(),
            .gains = static_cast<std::size_t>(training.tuned()),
            .registers = training.registers.size(),
            .operations = operations(training),
            .steps = training.steps()};
  size.training =
      rollout::draw_scenarios(problem, training, problem.scenarios.training, "training").scenarios;
  for (const auto& set : problem.scenarios.validation) {
    const spec::Problem judged = spec::judged_in(set.value, problem);
    const rollout::Program program = rollout::build_program(judged, rollout::Purpose::validation);
    size.validation += rollout::draw_scenarios(judged, program, set.value, set.name.str()).scenarios;
  }
  size.candidates = problem.swarm.swarms * problem.swarm.particles * problem.swarm.iterations +
                    (problem.polish.enabled ? problem.polish.evaluations : 0);
  return size;
}

nlohmann::ordered_json to_json(const spec::Problem& problem, const Size& size) {
  return {{"problem", problem.name.str()},
          {"states", size.states},
          {"gains", size.gains},
          {"registers", size.registers},
          {"operations_per_step", size.operations},
          {"steps", size.steps},
          {"training_scenarios", size.training},
          {"validation_scenarios", size.validation},
          {"candidates", size.candidates},
          {"rollouts", size.rollouts()},
          {"operations", size.work()}};
}

void print(const spec::Problem& problem, const Size& size) {
  fmt::print("{}: everything is in order\n", problem.name.str());
  Table table;
  table.add({"plant", problem.plant.name.str() + fmt::format(", {} states", size.states)});
  table.add({"controller", problem.controller.name.str() + fmt::format(", {} gains to tune", size.gains)});
  table.add({"one rollout", fmt::format("{} steps of {} operations on {} registers", count(size.steps),
                                        count(size.operations), size.registers)});
  table.add({"scenarios",
             fmt::format("{} in training, {} in validation", count(size.training), count(size.validation))});
  table.add({"candidates", fmt::format("{} at most", count(size.candidates))});
  table.add({"work", fmt::format("{} rollouts, {:.2g} steps, {:.2g} operations at most",
                                 count(size.rollouts()), size.all_steps(), size.work())});
  fmt::print("{}", table.text());
}

int run(const CheckOptions& options) {
  const spec::Problem problem = options.problem.load();
  const Size size = measure(problem);
  if (options.json) {
    fmt::print("{}\n", to_json(problem, size).dump());
  } else {
    print(problem, size);
  }
  return done;
}

}  // namespace

void add_check(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand("check", "read and build a problem without running it");
  options->problem.add_to(*command);
  command->add_flag("--json", options->json, "print one JSON object");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
