// gainswarm resume: goes on with a search that was interrupted or ran out of its budget.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "host/cli/command.hpp"
#include "host/cli/report.hpp"
#include "host/cli/terminal.hpp"
#include "host/cli/tuning_run.hpp"
#include "host/spec/spec_io.hpp"

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

/// The tuned gains of the incumbent that the search began with; none if there was none.
std::vector<double> incumbent_of(const record::Record& earlier, const rollout::Program& program) {
  const auto& baselines = earlier.tuning.baselines;
  const auto found = std::ranges::find(baselines, tuner::incumbent_name, &tuner::Baseline::name);
  std::vector<double> values;
  if (found == baselines.end()) return values;
  for (std::int64_t i = 0; i < program.tuned(); ++i) {
    const std::string& name = program.gains[static_cast<std::size_t>(i)].name;
    const auto gain = std::ranges::find(found->gains, name, &tuner::BestGain::name);
    if (gain == found->gains.end()) throw std::invalid_argument("its incumbent lacks the gain " + name);
    values.push_back(gain->value);
  }
  return values;
}

bool is_complete(const tuner::Tuning& tuning) {
  return tuning.stop == tuner::StopReason::budget || tuning.stop == tuner::StopReason::stagnation ||
         tuning.stop == tuner::StopReason::target;
}

int tell_that_it_is_complete(const record::Record& earlier, const ResumeOptions& options) {
  if (!options.run.quiet) {
    tell(
        fmt::format("note: nothing is left to do, {} iterations are done (stop: {}); --set "
                    "swarm.iterations=NUMBER goes on\n",
                    earlier.tuning.swarm.iteration, tuner::name(earlier.tuning.stop)));
  }
  if (options.run.json) fmt::print("{}\n", report_json(earlier, options.result));
  return exit_code(earlier.tuning);
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
  if (rollout::hash(run.program()) != earlier.provenance.program_hash) {
    throw UsageError(fmt::format(
        "{}: its rollouts are not those of this gainswarm (it was written by version {}, which computes "
        "otherwise); tune anew with --start-from {}",
        options.result, earlier.provenance.version, options.result));
  }
  try {
    record::Record record = run.run(incumbent_of(earlier, run.program()), &earlier);
    keep_beginning(earlier, record);
    return record;
  } catch (const std::invalid_argument& reason) {
    throw UsageError(fmt::format("{}: {}; give a result that tune wrote", options.result, reason.what()));
  }
}

int run(const ResumeOptions& options) {
  refuse_another_search(options.overrides);
  const record::Record earlier = record::read(options.result);
  if (earlier.tuning.history.empty()) {
    throw UsageError(options.result + ": there is no search to go on with; give a result that tune wrote");
  }
  if (options.overrides.empty() && is_complete(earlier.tuning))
    return tell_that_it_is_complete(earlier, options);
  const spec::Problem problem =
      spec::parse_problem({options.result, earlier.configuration.resolved}, options.overrides);
  refuse_unwritable(options.path());
  refuse_other_formats(options.path());
  const Interruption interruption(options.run.quiet);
  const record::Record record = go_on(problem, earlier, options, interruption);
  save_and_report(record, options.path(), options.run);
  return interruption.requested() ? interrupted : exit_code(record.tuning);
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
                   "result file; default: the one that the search goes on from, which is kept as "
                   "FILE.h5.previous")
      ->type_name("FILE.h5");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
