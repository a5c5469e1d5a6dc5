// gainswarm check: whether a problem is in order, how large it is, and how long it takes to tune.
#include <fmt/core.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "host/cli/command.hpp"
#include "host/cli/json_line.hpp"
#include "host/cli/problem_size.hpp"
#include "host/cli/problem_warnings.hpp"
#include "host/cli/table.hpp"

namespace gainswarm::cli {
namespace {

struct CheckOptions {
  ProblemOptions problem;
  int threads = 0;
  bool json = false;
};

nlohmann::ordered_json to_json(const spec::Problem& problem, const ProblemSize& size,
                               const std::vector<std::string>& warnings) {
  return {{"problem", problem.name.str()},
          {"states", size.states},
          {"gains", size.gains},
          {"registers", size.registers},
          {"operations_per_step", size.operations},
          {"steps", size.run.steps},
          {"training_scenarios", size.run.training},
          {"validation_scenarios", size.validation},
          {"candidates", size.candidates()},
          {"rollouts", size.rollouts()},
          {"operations", size.all_operations()},
          {"gives_up_losers", size.gives_up_losers},
          {"seconds_per_step", size.pace.swarm_step},
          {"seconds", size.seconds()},
          {"threads", size.pace.threads},
          {"warnings", warnings}};
}

/// With two digits; more would be a promise.
double rough(double value) {
  const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
  return std::round(value / unit) * unit;
}

std::string losers(const ProblemSize& size) {
  if (size.gives_up_losers) return "given up once their cost must exceed their particle's best";
  if (size.falling_term.empty()) return "run to their end";
  return fmt::format("run to their end ('{}' may fall again, so the cost is not known before)",
                     size.falling_term);
}

void print(const spec::Problem& problem, const ProblemSize& size, bool is_in_order) {
  const bench::TuningWork& run = size.run;
  fmt::print("{}: {}\n", problem.name.str(), is_in_order ? "everything is in order" : "can be tuned");
  Table table;
  table.add({"plant", problem.plant.name.str() + fmt::format(", {} states", size.states)});
  table.add({"controller", problem.controller.name.str() + fmt::format(", {} gains to tune", size.gains)});
  table.add({"one rollout", fmt::format("{} steps of {} operations on {} registers", count(run.steps),
                                        count(size.operations), size.registers)});
  table.add({"scenarios",
             fmt::format("{} in training, {} in validation", count(run.training), count(size.validation))});
  table.add({"candidates", fmt::format("{} at most", count(size.candidates()))});
  table.add({"work", fmt::format("{} rollouts, {:.2g} steps, {:.2g} operations at most",
                                 count(size.rollouts()), size.all_steps(), size.all_operations())});
  table.add({"losers", losers(size)});
  table.add({"time", fmt::format("about {} with {} on this processor; less where rollouts fail or are given "
                                 "up, or the search stops early",
                                 duration(rough(size.seconds())),
                                 size.pace.threads == 1 ? "1 thread"
                                                        : fmt::format("{} threads", size.pace.threads))});
  fmt::print("{}", table.text());
}

int run(const CheckOptions& options) {
  const spec::Problem problem = options.problem.load();
  const ProblemSize size = measure_size(problem, options.threads);
  const std::vector<std::string> warnings = problem_warnings(problem, size.training);
  if (options.json) {
    fmt::print("{}\n", json_line(to_json(problem, size, warnings)));
  } else {
    tell_warnings(warnings);
    print(problem, size, warnings.empty());
  }
  return done;
}

}  // namespace

void add_check(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App* command =
      app.add_subcommand("check", "read and build a problem, and estimate how long it takes to tune");
  options->problem.add_to(*command);
  add_threads_option(*command, options->threads);
  command->add_flag("--json", options->json, "print one JSON object");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
