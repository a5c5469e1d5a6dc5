// gainswarm tune: searches the gains, validates the best, and writes the result.
#include <algorithm>
#include <cctype>
#include <memory>

#include "host/cli/command.hpp"
#include "host/cli/problem_warnings.hpp"
#include "host/cli/start_from.hpp"
#include "host/cli/terminal.hpp"
#include "host/cli/tuning_run.hpp"

namespace gainswarm::cli {
namespace {

struct TuneOptions {
  ProblemOptions problem;
  RunOptions run;
  std::string seed;
  std::string start_from;
  std::string out;
};

spec::Problem load(const TuneOptions& options) {
  ProblemOptions problem = options.problem;
  if (!options.seed.empty()) problem.overrides.push_back("swarm.seed=" + options.seed);
  return problem.load();
}

/// The problem's name as a file in the current folder, whatever the name is made of.
std::string result_path(const spec::Problem& problem) {
  std::string stem = problem.name.str();
  for (char& character : stem) {
    const bool plain = std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '-';
    if (!plain) character = '_';
  }
  return (stem.empty() ? "result" : stem) + ".h5";
}

int run(const TuneOptions& options) {
  const spec::Problem problem = load(options);
  const std::string out = options.out.empty() ? result_path(problem) : options.out;
  refuse_bad_output(out, problem);
  refuse_other_formats(out);
  const Interruption interruption(options.run.quiet);
  record::Record record;
  try {
    TuningRun run(problem, options.run, interruption);
    if (!options.run.quiet) tell_warnings(problem_warnings(problem, run.program()));
    std::vector<double> incumbent;
    if (!options.start_from.empty()) incumbent = gains_in_use(options.start_from, problem, run.program());
    record = run.run(incumbent);
  } catch (const support::Interrupted&) {
    tell("interrupted before the first iteration was done: nothing was found, nothing is saved\n");
    return interrupted;
  }
  record::keep_previous(out);
  save_and_report(record, out, options.run);
  return interruption.requested() ? interrupted : exit_code(record.tuning);
}

}  // namespace

void add_tune(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<TuneOptions>();
  CLI::App* command = app.add_subcommand("tune", "search the gains of a problem and write the result");
  options->problem.add_to(*command);
  options->run.add_to(*command);
  command->add_option("--seed", options->seed, "the same as --set swarm.seed=SEED")->type_name("SEED");
  command
      ->add_option("--start-from", options->start_from,
                   "gains in use today, from a result file or a YAML map of gains: one particle starts with "
                   "them, and the result is compared with them")
      ->type_name("FILE");
  command
      ->add_option(
          "--out", options->out,
          "result file; default: the problem's name in the current folder; an existing file is kept as "
          "FILE.h5.previous")
      ->type_name("FILE.h5");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
