// gainswarm merge: the best of several searches of one problem, judged in the scenarios of all of them.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <sstream>

#include "host/cli/command.hpp"
#include "host/cli/interruption.hpp"
#include "host/cli/terminal.hpp"
#include "host/cli/tuning_run.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/names.hpp"
#include "host/spec/spec_io.hpp"
#include "host/tuner/common_ground.hpp"
#include "host/tuner/validate.hpp"

namespace gainswarm::cli {
namespace {

struct MergeOptions {
  std::vector<std::string> results;
  RunOptions run;
  std::string out;
};

/// A result and the problem that it solves.
struct Search {
  std::string result;
  record::Record record;
  spec::Problem problem;
};

void refuse_unfit(const Search& search) {
  const tuner::Tuning& tuning = search.record.tuning;
  const bool cut_short =
      tuning.stop == tuner::StopReason::interrupted || tuning.stop == tuner::StopReason::engine_failed;
  if (tuning.history.empty())
    throw UsageError(search.result + ": there is no search in it; give results that tune wrote");
  if (cut_short) {
    throw UsageError(
        fmt::format("{0}: its search was cut short, so that much of its result is missing; "
                    "'gainswarm resume {0}' completes it",
                    search.result));
  }
  if (tuning.front) {
    throw UsageError(search.result +
                     ": a front of compromises (merge chooses one result by its cost); give the problem more "
                     "swarms instead, which share one front");
  }
}

Search load(const std::string& result) {
  Search search{result, record::read(result), {}};
  search.problem = spec::parse_problem({result, search.record.configuration.resolved});
  refuse_unfit(search);
  return search;
}

/// What is asked, however it was searched.
std::string question(spec::Problem problem) {
  problem.swarm = {};
  problem.polish = {};
  problem.stop = {};
  return spec::resolved(problem);
}

/// The first line in which two texts differ, of each.
std::pair<std::string, std::string> first_difference(const std::string& a, const std::string& b) {
  std::istringstream lines_a(a), lines_b(b);
  std::string line_a, line_b;
  do {
    line_a.clear();
    line_b.clear();
    std::getline(lines_a, line_a);
    std::getline(lines_b, line_b);
  } while (line_a == line_b && (lines_a || lines_b));
  const auto trimmed = [](const std::string& line) {
    return line.substr(std::min(line.find_first_not_of(' '), line.size()));
  };
  return {trimmed(line_a), trimmed(line_b)};
}

void refuse_another_problem(const Search& first, const Search& other) {
  const std::string wanted = question(first.problem), found = question(other.problem);
  if (wanted == found) return;
  const auto [before, after] = first_difference(wanted, found);
  throw UsageError(
      fmt::format("{} asks for something else than {} (its configuration has {} where that has {}); merge "
                  "results of one problem, which may differ in swarm, polish and stop",
                  other.result, first.result, spec::quote(after), spec::quote(before)));
}

/// Costs compare only where they are computed alike.
void refuse_another_program(const Search& search) {
  const rollout::Program program = rollout::build_program(search.problem, rollout::Purpose::training);
  if (search.record.provenance.program_hash == rollout::hash(program)) return;
  throw UsageError(fmt::format("{}: gainswarm {} does not compute as that which wrote it ({}); tune it anew",
                               search.result, GAINSWARM_VERSION, search.record.provenance.version));
}

std::vector<Search> load_all(const std::vector<std::string>& results) {
  std::vector<Search> searches;
  for (const std::string& result : results) {
    searches.push_back(load(result));
    refuse_another_problem(searches.front(), searches.back());
    refuse_another_program(searches.back());
  }
  return searches;
}

/// The training scenarios of all searches.
rollout::ScenarioTable scenarios_of(const std::vector<Search>& searches, const rollout::Program& program) {
  std::vector<rollout::ScenarioTable> tables;
  tables.reserve(searches.size());
  for (const Search& search : searches)
    tables.push_back(
        rollout::draw_scenarios(search.problem, program, search.problem.scenarios.training, "training"));
  return rollout::together(tables);
}

std::vector<double> gains_of(const Search& search, const rollout::Program& program) try {
  return tuner::arrange(program, search.record.tuning.gains);
} catch (const std::invalid_argument& missing) {
  throw UsageError(fmt::format("{}: {}; give results that tune wrote", search.result, missing.what()));
}

tuner::Merged judge(const std::vector<Search>& searches, const MergeOptions& options,
                    const Interruption& interruption) {
  const spec::Problem& problem = searches.front().problem;
  const rollout::Program program = rollout::build_program(problem, rollout::Purpose::training);
  const rollout::ScenarioTable scenarios = scenarios_of(searches, program);
  engine::Options engine_options = options.run.engine;
  engine_options.particles = 1;
  engine_options.interrupted = [&] { return interruption.requested(); };
  const auto engine = engine::make_engine(engine_options, program, scenarios);
  tuner::CommonGround ground(problem, program, *engine, engine_options.threads);
  tuner::Merged merged{.runs = {}, .chosen = 0, .scenarios = scenarios.scenarios};
  std::vector<double> ranks;
  for (const Search& search : searches) {
    const tuner::Tuning& tuning = search.record.tuning;
    const auto [rank, breakdown] = ground.judge(gains_of(search, program));
    ranks.push_back(rank);
    merged.runs.push_back({.result = search.result,
                           .seed = search.problem.swarm.seed,
                           .own_cost = tuning.cost,
                           .cost = breakdown.cost,
                           .requirements_met = breakdown.requirements_met,
                           .failed = breakdown.failed});
  }
  merged.chosen = std::ranges::min_element(ranks) - ranks.begin();
  return merged;
}

void refuse_bad_path(const MergeOptions& options) {
  refuse_other_formats(options.out);
  for (const std::string& result : options.results) {
    for (const std::string& written : {options.out, options.out + ".previous"}) {
      std::error_code absent;
      if (std::filesystem::equivalent(written, result, absent)) {
        throw UsageError("--out: " + written +
                         " is one of the results and would be overwritten; choose another name");
      }
    }
  }
  refuse_unwritable(options.out);
}

/// What its own training scenarios did not show.
void warn_of_all_scenarios(const tuner::Merged& merged, tuner::Tuning& tuning) {
  const tuner::MergedRun& chosen = merged.runs[static_cast<std::size_t>(merged.chosen)];
  const std::string all = fmt::format("all {} training scenarios of the merged searches", merged.scenarios);
  if (chosen.failed > 0 && tuning.best_failed == 0)
    tuning.warnings.push_back(
        fmt::format("the gains fail in {} of {} (in none of their own); tune with more "
                    "scenarios",
                    chosen.failed, all));
  if (!chosen.requirements_met && tuning.requirements_met)
    tuning.warnings.push_back(
        fmt::format("the gains do not meet the requirements in {} (only in their own); "
                    "tune with more scenarios",
                    all));
}

ExitCode exit_code_of(const tuner::Tuning& tuning) {
  const tuner::MergedRun& chosen = tuning.merged->runs[static_cast<std::size_t>(tuning.merged->chosen)];
  return chosen.requirements_met && chosen.failed == 0 ? exit_code(tuning) : requirements_unmet;
}

int run(const MergeOptions& options) {
  refuse_bad_path(options);
  std::vector<Search> searches = load_all(options.results);
  const Interruption interruption(options.run.quiet);
  try {
    tuner::Merged merged = judge(searches, options, interruption);
    record::Record& best = searches[static_cast<std::size_t>(merged.chosen)].record;
    warn_of_all_scenarios(merged, best.tuning);
    best.tuning.merged = std::move(merged);
    record::keep_previous(options.out);
    save_and_report(best, options.out, options.run);
    return exit_code_of(best.tuning);
  } catch (const support::Interrupted&) {
    tell("interrupted before all results were judged: nothing is saved\n");
    return interrupted;
  }
}

}  // namespace

void add_merge(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<MergeOptions>();
  CLI::App* command = app.add_subcommand("merge", "the best of several searches of one problem");
  command->add_option("results", options->results, "result files of searches that differ in their seeds")
      ->required()
      ->expected(2, -1)
      ->type_name("RESULT.h5");
  options->run.add_to(*command);
  command->add_option("--out", options->out, "result file; an existing one is kept as FILE.h5.previous")
      ->required()
      ->type_name("FILE.h5");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
