// gainswarm tune: searches the gains, validates the best, and writes the result.
#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "host/cli/baselines.hpp"
#include "host/cli/command.hpp"
#include "host/cli/drawn.hpp"
#include "host/cli/interruption.hpp"
#include "host/cli/progress.hpp"
#include "host/cli/provenance.hpp"
#include "host/cli/report.hpp"
#include "host/cli/start_from.hpp"
#include "host/cli/terminal.hpp"
#include "host/cli/trajectory_record.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"
#include "host/tuner/tune.hpp"
#include "host/tuner/validate_set.hpp"
#include "host/tuner/warnings.hpp"

namespace gainswarm::cli {
namespace {

struct TuneOptions {
  ProblemOptions problem;
  engine::Options engine;
  std::string seed;
  std::string start_from;
  std::string out;
  bool json = false;
  bool quiet = false;
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

/// A validation set's program, and the problem that it belongs to.
struct Judgement {
  const spec::Entry<spec::ScenarioSet>& set;
  spec::Problem problem;
  rollout::Program program;
};

/// Built before the search, so that every mistake comes to light first.
std::vector<Judgement> judgements_of(const spec::Problem& problem) {
  rollout::build_program(problem, rollout::Purpose::validation);
  std::vector<Judgement> judgements;
  for (const auto& set : problem.scenarios.validation) {
    const spec::Problem judged = spec::judged_in(set.value, problem);
    judgements.push_back({set, judged, rollout::build_program(judged, rollout::Purpose::validation)});
  }
  return judgements;
}

constexpr auto unstable_loop =
    "the linearised loop is unstable with these gains (near the operating point it drifts away, or circles "
    "and "
    "chatters about it); look at the end of the response, or let the objective see it";

/// One run, from the problem to its record.
class TuningRun {
 public:
  TuningRun(const TuneOptions& options, const spec::Problem& problem, const Interruption& interruption)
      : options_(options), problem_(problem), interruption_(interruption) {}

  record::Record run() {
    const Moment started = std::chrono::system_clock::now();
    const rollout::Program program = rollout::build_program(problem_, rollout::Purpose::training);
    const std::vector<Judgement> judgements = judgements_of(problem_);
    std::vector<double> start;
    if (!options_.start_from.empty()) start = gains_in_use(options_.start_from, problem_, program);
    record::Record record;
    const std::string engine = search(program, start, record.tuning);
    look_at_best(program, start, record);
    if (record.tuning.stop != tuner::StopReason::engine_failed) validate(judgements, record.tuning);
    for (const std::string& warning : tuner::incumbent_warnings(record.tuning)) {
      record.tuning.warnings.push_back(warning);
    }
    record.problem = problem_.name.str();
    record.configuration = configuration_of(problem_);
    record.provenance = provenance_of(problem_, program, started, std::chrono::system_clock::now());
    record.provenance.engine = engine;
    return record;
  }

 private:
  /// `particles`: how many gains a batch has.
  std::unique_ptr<engine::Engine> make_engine(const rollout::Program& program,
                                              const rollout::ScenarioTable& table, std::int64_t particles) {
    engine::Options options = options_.engine;
    options.particles = particles;
    options.interrupted = interrupted();
    return engine::make_engine(options, program, table);
  }

  /// The search is given up at once. What comes after it has a moment from then on, so that the result of a
  /// small problem is complete.
  [[nodiscard]] support::AskInterrupted interrupted() const {
    return [this] { return searching_ ? interruption_.requested() : interruption_.overdue(); };
  }

  /// Tunes, and says what ran the rollouts. The engine is gone then: its devices may allow one user at a
  /// time.
  std::string search(const rollout::Program& program, const std::vector<double>& start,
                     tuner::Tuning& tuning) {
    const auto engine = make_engine(
        program, rollout::draw_scenarios(problem_, program, problem_.scenarios.training, "training"),
        problem_.swarm.swarms * problem_.swarm.particles);
    tuning = tune(program, *engine, start);
    for (std::string& warning : tuner::requirement_warnings(tuning, problem_.objective)) {
      tuning.warnings.push_back(std::move(warning));
    }
    note_incidents(*engine, tuning);
    return engine->description();
  }

  /// The best gains' response and linearised loop, and the gains that they are compared with.
  void look_at_best(const rollout::Program& program, const std::vector<double>& start,
                    record::Record& record) {
    const std::vector<double> gains = program_gains(record.tuning);
    record.loop = analysis::report_on_loop(problem_, gains);
    if (record.loop.unstable) record.tuning.warnings.emplace_back(unstable_loop);
    try {
      record.response = worst_training_response(problem_, gains, interrupted());
      record.tuning.baselines = baselines(problem_, program, start, record.response);
    } catch (const support::Interrupted&) {
      leave_out("the response in training and the gains by rules are missing", "simulate the result",
                record.tuning);
    }
  }

  static void leave_out(const std::string& what, const std::string& advice, tuner::Tuning& tuning) {
    tuning.stop = tuner::StopReason::interrupted;
    tuning.warnings.push_back(fmt::format("{} (the run was interrupted); {}", what, advice));
  }

  tuner::Tuning tune(const rollout::Program& program, engine::Engine& engine,
                     const std::vector<double>& start) {
    Progress progress(options_.quiet, problem_.swarm.iterations);
    const tuner::TuningInput input{.problem = problem_,
                                   .program = program,
                                   .engine = engine,
                                   .interrupted = [&] { return interruption_.requested(); },
                                   .start = start,
                                   .threads = options_.engine.threads,
                                   .searched = [&] { searching_ = false; }};
    return tuner::tune(input, [&](const tuner::Generation& generation) { progress.show(generation); });
  }

  /// Whatever happens to an engine now, the gains are found and are to be kept.
  void validate(const std::vector<Judgement>& judgements, tuner::Tuning& tuning) {
    try {
      for (const Judgement& judgement : judgements) validate(judgement, tuning);
    } catch (const support::Interrupted&) {
      leave_out("the validation is incomplete",
                "rely on the gains only after a whole run, which --start-from begins with them", tuning);
    } catch (const std::runtime_error& reason) {
      tuning.stop = tuner::StopReason::engine_failed;
      tuning.warnings.push_back(
          std::string("the engine failed in the validation, after the gains were found (") + reason.what() +
          ")");
    }
  }

  void validate(const Judgement& judgement, tuner::Tuning& tuning) {
    support::give_up_if(interrupted());
    const auto& [set, problem, program] = judgement;
    const rollout::ScenarioTable table = rollout::draw_scenarios(problem, program, set.value, set.name.str());
    const auto engine = make_engine(program, table, tuner::gains_to_validate(tuning));
    const tuner::ValidationInput input{.name = set.name.str(),
                                       .problem = problem,
                                       .program = program,
                                       .engine = *engine,
                                       .scenarios = table.scenarios,
                                       .interrupted = interrupted()};
    tuner::validate_set(input, set.value, drawn_columns(problem, program, table), tuning);
    note_incidents(*engine, tuning);
  }

  /// An engine that is in trouble for hours has more to tell than anyone reads.
  static void note_incidents(const engine::Engine& engine, tuner::Tuning& tuning) {
    constexpr std::size_t most = 20;
    const std::vector<std::string> incidents = engine.incidents();
    const std::size_t shown = std::min(incidents.size(), most);
    tuning.warnings.insert(tuning.warnings.end(), incidents.begin(),
                           incidents.begin() + static_cast<std::ptrdiff_t>(shown));
    if (shown < incidents.size()) {
      tuning.warnings.push_back(fmt::format("and {} more incidents of the engine, the last: {}",
                                            incidents.size() - shown, incidents.back()));
    }
  }

  static std::vector<double> program_gains(const tuner::Tuning& tuning) {
    std::vector<double> values;
    for (const tuner::BestGain& gain : tuning.gains) {
      if (gain.tuned || gain.derived) values.push_back(gain.value);
    }
    return values;
  }

  const TuneOptions& options_;
  const spec::Problem& problem_;
  const Interruption& interruption_;
  bool searching_ = true;
};

ExitCode exit_code(const tuner::Tuning& tuning) {
  if (tuning.stop == tuner::StopReason::interrupted) return interrupted;
  if (tuning.stop == tuner::StopReason::engine_failed) return failed;
  return tuning.requirements_met && tuning.best_failed == 0 ? done : requirements_unmet;
}

/// When the result cannot be written, its gains are at least shown.
void save(const record::Record& record, const std::string& out) {
  try {
    record::keep_previous(out);
    record::write(out, record);
  } catch (const record::WriteError&) {
    tell(report(record, "could not be written", Style(stderr)));
    throw;
  }
}

int run(const TuneOptions& options) {
  const spec::Problem problem = load(options);
  const std::string out = options.out.empty() ? result_path(problem) : options.out;
  refuse_bad_output(out, problem);
  if (!out.ends_with(".h5")) throw UsageError("--out: " + out + " does not end in .h5; results are HDF5");
  const Interruption interruption(options.quiet);
  record::Record record;
  try {
    record = TuningRun(options, problem, interruption).run();
  } catch (const support::Interrupted&) {
    tell("interrupted before the first iteration was done: nothing was found, nothing is saved\n");
    return interrupted;
  }
  save(record, out);
  if (!options.quiet && !options.json) fmt::print("{}", report(record, out, Style(stdout)));
  if (options.json) fmt::print("{}\n", report_json(record, out));
  return interruption.requested() ? interrupted : exit_code(record.tuning);
}

}  // namespace

void add_tune(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<TuneOptions>();
  CLI::App* command = app.add_subcommand("tune", "search the gains of a problem and write the result");
  options->problem.add_to(*command);
  add_engine_options(*command, options->engine);
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
  command->add_flag("--json", options->json, "print one JSON object at the end instead of the report");
  command->add_flag("--quiet", options->quiet, "no progress and no report; errors are told all the same");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
