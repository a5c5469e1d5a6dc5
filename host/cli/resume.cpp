// gainswarm resume: goes on with a search that was interrupted or ran out of its budget.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string_view>

#include "host/cli/command.hpp"
#include "host/cli/report.hpp"
#include "host/cli/terminal.hpp"
#include "host/cli/tuning_run.hpp"
#include "host/spec/spec_io.hpp"
#include "host/swarm/swarm.hpp"

namespace gainswarm::cli {
namespace {

struct ResumeOptions {
  std::string result;
  std::vector<std::string> overrides;
  RunOptions run;
  std::string out;

  [[nodiscard]] std::string path() const { return out.empty() ? result : out; }
};

/// What does not make it another search: how long it goes on, and how its gains are judged.
constexpr std::array<std::string_view, 6> free_keys{
    "swarm.iterations", "stop", "polish", "scenarios.validation", "objective.success", "objective.metrics"};

void refuse_another_search(const std::vector<std::string>& overrides) {
  for (const std::string& override : overrides) {
    const std::string_view key = std::string_view(override).substr(0, override.find('='));
    const bool is_free = std::ranges::any_of(free_keys, [&](std::string_view free) {
      return key.starts_with(free) && (key.size() == free.size() || key[free.size()] == '.');
    });
    if (is_free) continue;
    throw UsageError(
        fmt::format("--set {}: a search that goes on keeps its {} (with another it would be another "
                    "search); set {}, or tune anew with --start-from",
                    override, key, fmt::join(free_keys, ", ")));
  }
}

/// The tuned gains of the incumbent that the search began with; none if there was none. Throws UnsoundState
/// when they cannot be gains of the problem.
std::vector<double> incumbent_of(const record::Record& earlier, const spec::Problem& problem,
                                 const rollout::Program& program) {
  const auto& baselines = earlier.tuning.baselines;
  const auto found = std::ranges::find(baselines, tuner::incumbent_name, &tuner::Baseline::name);
  std::vector<double> values;
  if (found == baselines.end()) return values;
  for (std::int64_t i = 0; i < program.tuned(); ++i) {
    const std::string& name = program.gains[static_cast<std::size_t>(i)].name;
    const auto gain = std::ranges::find(found->gains, name, &tuner::BestGain::name);
    const spec::Gain* bounds = spec::find(problem.gains, name);
    const bool is_possible = gain != found->gains.end() && bounds != nullptr && bounds->low <= gain->value &&
                             gain->value <= bounds->high;
    if (!is_possible) throw swarm::UnsoundState("the gains that it began with lack a possible " + name);
    values.push_back(gain->value);
  }
  return values;
}

bool is_complete(const tuner::Tuning& tuning) {
  return tuning.stop == tuner::StopReason::budget || tuning.stop == tuner::StopReason::stagnation ||
         tuning.stop == tuner::StopReason::target;
}

/// How a search that has come to its end can go on.
std::string advice(const record::Record& earlier, const spec::Problem& problem) {
  switch (earlier.tuning.stop) {
    case tuner::StopReason::stagnation:
      return "stop.stagnation=0";
    case tuner::StopReason::target:
      return "stop.cost_below=-inf";
    default:
      return earlier.tuning.swarm.iteration < problem.swarm.iterations ? "stop.evaluations=NUMBER"
                                                                       : "swarm.iterations=NUMBER";
  }
}

std::string what_goes_on(const record::Record& earlier, const spec::Problem& problem,
                         const std::string& result) {
  return fmt::format(
      "note: nothing is left to do in {}, {} iterations are done (stop: {}); --set {} goes on\n", result,
      earlier.tuning.swarm.iteration, tuner::name(earlier.tuning.stop), advice(earlier, problem));
}

/// Throws UsageError unless this program goes on as that which wrote the result would.
void refuse_another_program(const record::Record& earlier, const rollout::Program& program,
                            const std::string& result) {
  if (earlier.provenance.version == GAINSWARM_VERSION &&
      earlier.provenance.program_hash == rollout::hash(program))
    return;
  throw UsageError(
      fmt::format("{}: gainswarm {} does not compute as that which wrote it ({}), and half a search "
                  "of each would be neither's; tune anew with --start-from {}",
                  result, GAINSWARM_VERSION, earlier.provenance.version, result));
}

void refuse_fewer_iterations(const record::Record& earlier, const spec::Problem& problem) {
  const std::int64_t done = earlier.tuning.swarm.iteration;
  if (problem.swarm.iterations >= done) return;
  throw UsageError(fmt::format("--set swarm.iterations={}: {} are done already; give at least as many",
                               problem.swarm.iterations, done));
}

/// Whether there is anything in a result that the one before does not have.
bool is_gain(const tuner::Tuning& now, const tuner::Tuning& before) {
  const bool cut_short =
      now.stop == tuner::StopReason::interrupted || now.stop == tuner::StopReason::engine_failed;
  return !cut_short || now.swarm.iteration > before.swarm.iteration || now.cost < before.cost ||
         now.validation.size() > before.validation.size();
}

/// Whether everything that is of use in the result before is in this one.
bool contains(const tuner::Tuning& now, const tuner::Tuning& before) {
  return !is_complete(before) &&
         (is_complete(now) || (now.cost <= before.cost && now.validation.size() >= before.validation.size()));
}

/// The problem is asked in the words of its files, and the whole run has one beginning.
void keep_beginning(const record::Record& earlier, record::Record& record) {
  std::vector<record::File>& files = record.configuration.files;
  const std::vector<record::File>& before = earlier.configuration.files;
  files.erase(files.begin());  // the resolved configuration, from which the problem was read
  files.insert(files.begin(), before.begin(), before.end());
  record.provenance.started = earlier.provenance.started;
}

record::Record go_on(const spec::Problem& problem, const record::Record& earlier,
                     const ResumeOptions& options, const Interruption& interruption) {
  TuningRun run(problem, options.run, interruption);
  refuse_another_program(earlier, run.program(), options.result);
  try {
    record::Record record = run.run(incumbent_of(earlier, problem, run.program()), &earlier);
    keep_beginning(earlier, record);
    return record;
  } catch (const swarm::UnsoundState& reason) {
    throw UsageError(fmt::format("{}: {}; give a result that tune wrote", options.result, reason.what()));
  }
}

void refuse_bad_path(const ResumeOptions& options) {
  refuse_other_formats(options.path());
  try {
    record::check_writable(options.path());
  } catch (const record::WriteError& reason) {
    throw UsageError(fmt::format("{}; name another file with --out", reason.what()));
  }
}

/// Leaves the result as it is; another file that was asked for gets it, too.
void keep(const record::Record& earlier, const ResumeOptions& options) {
  if (options.path() != options.result) {
    record::keep_previous(options.path());
    record::write(options.path(), earlier);
  }
  if (options.run.json) fmt::print("{}\n", report_json(earlier, options.path()));
}

void save(const record::Record& record, const record::Record& earlier, const ResumeOptions& options) {
  if (!is_gain(record.tuning, earlier.tuning)) {
    for (const std::string& warning : record.tuning.warnings) tell(printable(warning) + "\n");
    tell(fmt::format("nothing was found that {} does not have; it is left as it is\n", options.result));
    keep(earlier, options);
    return;
  }
  if (options.path() != options.result || !contains(record.tuning, earlier.tuning))
    record::keep_previous(options.path());
  save_and_report(record, options.path(), options.run);
}

int run(const ResumeOptions& options) {
  refuse_another_search(options.overrides);
  const record::Record earlier = record::read(options.result);
  if (earlier.tuning.history.empty()) {
    throw UsageError(options.result + ": there is no search to go on with; give a result that tune wrote");
  }
  const spec::Problem problem =
      spec::parse_problem({options.result, earlier.configuration.resolved}, options.overrides);
  refuse_bad_path(options);
  if (options.overrides.empty() && is_complete(earlier.tuning)) {
    if (!options.run.quiet) tell(what_goes_on(earlier, problem, options.result));
    keep(earlier, options);
    return exit_code(earlier.tuning);
  }
  refuse_fewer_iterations(earlier, problem);
  const Interruption interruption(options.run.quiet);
  try {
    const record::Record record = go_on(problem, earlier, options, interruption);
    save(record, earlier, options);
    return interruption.requested() ? interrupted : exit_code(record.tuning);
  } catch (const support::Interrupted&) {
    tell(fmt::format("interrupted before anything was found; {} is left as it is\n", options.result));
    return interrupted;
  }
}

}  // namespace

void add_resume(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<ResumeOptions>();
  CLI::App* command = app.add_subcommand(
      "resume", "go on with a search that was interrupted, or that shall go on for longer");
  command->add_option("result", options->result, "the result file of the search")
      ->required()
      ->type_name("FILE.h5");
  command
      ->add_option("--set", options->overrides,
                   fmt::format("override one key of {}; may be repeated", fmt::join(free_keys, ", ")))
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
  options->run.add_to(*command);
  command
      ->add_option("--out", options->out,
                   "result file; default: the one that the search goes on from; a complete one is kept as "
                   "FILE.h5.previous")
      ->type_name("FILE.h5");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
