// gainswarm simulate: one trajectory for given gains, as CSV, HDF5 or JSON.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "host/analysis/loop_requirements.hpp"
#include "host/cli/command.hpp"
#include "host/cli/csv.hpp"
#include "host/cli/drawn.hpp"
#include "host/cli/front_point.hpp"
#include "host/cli/gain_values.hpp"
#include "host/cli/json_line.hpp"
#include "host/cli/provenance.hpp"
#include "host/cli/scenario_choice.hpp"
#include "host/cli/table.hpp"
#include "host/cli/terminal.hpp"
#include "host/cli/trajectory_record.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/atomic_file.hpp"

namespace gainswarm::cli {
namespace {

struct SimulateOptions {
  ProblemOptions problem;
  std::vector<std::string> gains;
  std::string result;
  std::optional<std::int64_t> point;
  std::string set = "training";
  std::string scenario = "0";
  std::string out;
  bool json = false;
  bool quiet = false;

  /// Where gains come from: the result asked for, else the one that the problem is read from, if it is.
  [[nodiscard]] std::string result_file() const {
    return result.empty() && problem.is_result() ? problem.path : result;
  }
};

/// What was simulated, and what came of it.
struct Simulation {
  rollout::Program program;
  std::vector<double> gains;
  std::vector<Drawn> drawn;
  engine::Trajectory trajectory;
  record::Response response;
  std::vector<spec::RequiredMargin> required;
  analysis::LoopMeasures loop;  ///< of a problem with margins

  [[nodiscard]] double cost() const { return trajectory.rollout.outputs[0]; }
  [[nodiscard]] bool success() const {
    return trajectory.rollout.outputs[static_cast<std::size_t>(program.success())] != 0;
  }
  /// Cause of the failure; empty if there was none.
  [[nodiscard]] std::string failure() const {
    const std::int32_t cause = trajectory.rollout.cause;
    return cause < 0 ? "" : program.failures[static_cast<std::size_t>(cause)].cause;
  }
  [[nodiscard]] double failure_time() const {
    return static_cast<double>(trajectory.rollout.survived) * program.control_period /
           static_cast<double>(program.substeps);
  }
};

/// The gains of the result that was asked for, none if none was. That it was tuned on something else is worth
/// a word.
std::vector<tuner::BestGain> known_gains(const spec::Problem& problem, const SimulateOptions& options) {
  const std::string file = options.result_file();
  if (file.empty() && options.point)
    throw UsageError("--point: there is no front to choose from; give --result FILE.h5");
  if (file.empty()) return {};
  record::Record result = record::read(file);
  if (options.point) choose_point(*options.point, file, result);
  const bool same_problem = result.configuration.resolved == spec::resolved(problem);
  if (!same_problem && !options.quiet) {
    tell(
        fmt::format("note: {} was tuned on '{}' as it was then (another seed, overrides or another text); "
                    "scenarios are those of {} as it is now\n",
                    file, result.problem, options.problem.path));
  }
  return result.tuning.gains;
}

Simulation simulate(const spec::Problem& whole, const SimulateOptions& options) {
  const ScenarioName name = scenario_name(options.scenario, options.set);
  const spec::ScenarioSet& set = set_called(name.set, whole);
  const spec::Problem problem = spec::judged_in(set, whole);
  Simulation simulation;
  simulation.program = rollout::build_program(problem, rollout::Purpose::validation);
  simulation.gains = gain_values(whole, simulation.program, known_gains(whole, options), options.gains);
  const rollout::ScenarioTable table = rollout::draw_scenarios(problem, simulation.program, set, name.set);
  const std::int64_t scenario = scenario_number(name, simulation.program, table, simulation.gains);
  simulation.drawn = drawn_values(problem, simulation.program, table, scenario);
  simulation.trajectory = engine::simulate(simulation.program, table, scenario, simulation.gains);
  simulation.response = response_of(problem, simulation.program, simulation.trajectory, name.set, scenario);
  if (!whole.objective.margins.empty()) {
    const analysis::LoopRequirements requirements(whole);
    simulation.required = requirements.required();
    simulation.loop = requirements.measure(simulation.gains);
  }
  return simulation;
}

/// The result file's layout with what a simulation has of it.
void write_record(const std::string& path, const spec::Problem& problem, const Simulation& simulation,
                  Moment started) {
  record::Record record;
  record.problem = problem.name.str();
  record.configuration = configuration_of(problem);
  record.provenance = provenance_of(problem, simulation.program, started, std::chrono::system_clock::now());
  record.provenance.engine = "reference";
  record.response = simulation.response;
  record.tuning.cost = record.tuning.cost_before_polish = simulation.cost();
  record.tuning.best_failed = simulation.failure().empty() ? 0 : 1;
  for (std::size_t i = 0; i < simulation.gains.size(); ++i) {
    const auto& [name, unit] = simulation.program.gains[i];
    const bool derived = i >= static_cast<std::size_t>(simulation.program.tuned());
    record.tuning.gains.push_back(
        {.name = name, .unit = unit, .value = simulation.gains[i], .tuned = !derived, .derived = derived});
  }
  record::write(path, record);
}

void write_text(const std::string& path, const std::string& text) {
  try {
    support::AtomicFile file(path);
    std::ofstream stream(file.path(), std::ios::binary | std::ios::trunc);
    stream << text;
    stream.close();
    if (!stream) throw std::runtime_error("the disk may be full");
    file.commit();
  } catch (const std::runtime_error& problem) {
    throw record::WriteError("cannot write " + path + " (" + problem.what() + ")");
  }
}

void refuse_to_replace_result(const SimulateOptions& options) {
  std::error_code absent;
  if (std::filesystem::equivalent(options.out, options.result, absent)) {
    throw UsageError("--out: " + options.out + " is the result that --result reads; choose another name");
  }
}

nlohmann::ordered_json margins_json(const Simulation& simulation) {
  nlohmann::ordered_json json{{"stable", simulation.loop.stable}};
  if (!simulation.loop.obstacle.empty()) json["obstacle"] = simulation.loop.obstacle;
  for (std::size_t i = 0; i < simulation.required.size(); ++i) {
    const double value = simulation.loop.values[i];
    json[simulation.required[i].name] = {
        {"value", std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr)},
        {"met", simulation.loop.stable && simulation.loop.distances[i] > 0}};
  }
  return json;
}

/// What is required of the linearised loop, which is the same in every scenario.
std::string margins_summary(const Simulation& simulation) {
  std::string text;
  for (std::size_t i = 0; i < simulation.required.size(); ++i) {
    const bool met = simulation.loop.stable && simulation.loop.distances[i] > 0;
    const auto& [kind, name, limit] = simulation.required[i];
    text += fmt::format("{} {} ({})\n", name, margin_value(kind, simulation.loop.values[i]),
                        met ? "met" : "NOT met");
  }
  return text;
}

nlohmann::ordered_json to_json(const Simulation& simulation) {
  nlohmann::ordered_json json;
  json["cost"] = simulation.cost();
  json["success"] = simulation.success();
  json["set"] = simulation.response.set;
  json["scenario"] = simulation.response.scenario;
  for (const auto& [label, value] : simulation.drawn) json["drawn"][label.name] = value;
  json["failure"] = nullptr;
  if (!simulation.failure().empty()) json["failure"] = simulation.failure();
  for (std::size_t i = 0; i < simulation.gains.size(); ++i) {
    json["gains"][simulation.program.gains[i].name] = simulation.gains[i];
  }
  const rollout::Program& program = simulation.program;
  json["metrics"] = nlohmann::ordered_json::object();
  for (auto i = static_cast<std::size_t>(program.success() + 1); i < program.outputs.size(); ++i) {
    json["metrics"][program.outputs[i].name] = simulation.trajectory.rollout.outputs[i];
  }
  if (!simulation.required.empty()) json["margins"] = margins_json(simulation);
  json["time"] = simulation.response.time;
  for (const record::Signal& signal : simulation.response.signals)
    json["signals"][signal.name] = signal.values;
  return json;
}

std::string summary(const Simulation& simulation) {
  const std::string start = fmt::format("{} scenario {}: cost {}, ", simulation.response.set,
                                        simulation.response.scenario, number(simulation.cost()));
  if (simulation.failure().empty()) return start + (simulation.success() ? "success\n" : "no success\n");
  return start +
         fmt::format("failed after {} ({})\n", duration(simulation.failure_time()), simulation.failure());
}

int run(const SimulateOptions& options) {
  const Moment started = std::chrono::system_clock::now();
  const spec::Problem problem = options.problem.load();
  if (!options.out.empty()) refuse_bad_output(options.out, problem);
  refuse_to_replace_result(options);
  const Simulation simulation = simulate(problem, options);
  if (options.out.ends_with(".h5")) {
    record::keep_previous(options.out);
    write_record(options.out, problem, simulation, started);
  } else if (!options.out.empty()) {
    write_text(options.out, csv(simulation.response));
  }
  if (options.json) {
    fmt::print("{}\n", json_line(to_json(simulation)));
  } else if (options.out.empty()) {
    fmt::print("{}", csv(simulation.response));
  }
  if (!options.quiet) {
    tell(summary(simulation) + text_of(simulation.drawn, problem) + margins_summary(simulation));
  } else if (!simulation.failure().empty()) {
    tell(summary(simulation));
  }
  return done;
}

}  // namespace

void add_simulate(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<SimulateOptions>();
  CLI::App* command =
      app.add_subcommand("simulate", "one trajectory for given gains or those of a result file");
  options->problem.add_to(*command);
  command->add_option("--gains", options->gains, "values of gains, e.g. --gains reaching=12 damping=3")
      ->type_name("NAME=VALUE");
  command
      ->add_option("--result", options->result, "take the gains from this result file; --gains override them")
      ->type_name("FILE.h5");
  add_point_option(*command, options->point);
  command->add_option("--set-name", options->set, "scenario set: training or a validation set")
      ->capture_default_str();
  command
      ->add_option("--scenario", options->scenario,
                   "number of the scenario in its set, or worst: the one that costs the most; SET: before it "
                   "names the set, e.g. fresh:worst")
      ->type_name("[SET:]NUMBER|worst")
      ->capture_default_str();
  command->add_option("--out", options->out, "a .h5 file, or any other name for CSV; default: CSV on stdout");
  command->add_flag("--json", options->json, "print one JSON object");
  command->add_flag("--quiet", options->quiet, "no summary on stderr but of a rollout that fails");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
