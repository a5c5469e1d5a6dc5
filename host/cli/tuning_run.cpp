#include "host/cli/tuning_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "host/analysis/step_length.hpp"
#include "host/cli/baselines.hpp"
#include "host/cli/drawn.hpp"
#include "host/cli/progress.hpp"
#include "host/cli/provenance.hpp"
#include "host/cli/report.hpp"
#include "host/cli/terminal.hpp"
#include "host/cli/trajectory_record.hpp"
#include "host/rollout/build.hpp"
#include "host/spec/spec_io.hpp"
#include "host/tuner/half_steps.hpp"
#include "host/tuner/tune.hpp"
#include "host/tuner/validate_set.hpp"
#include "host/tuner/warnings.hpp"

namespace gainswarm::cli {
namespace {

constexpr auto unstable_loop =
    "the linearised loop is unstable with these gains (near the operating point it drifts away, or circles "
    "and chatters about it); look at the end of the response, or let the objective see it";

void leave_out(const std::string& what, const std::string& advice, tuner::Tuning& tuning) {
  tuning.stop = tuner::StopReason::interrupted;
  tuning.warnings.push_back(fmt::format("{} (the run was interrupted); {}", what, advice));
}

/// An engine that is in trouble for hours has more to tell than anyone reads.
void note_incidents(const engine::Engine& engine, tuner::Tuning& tuning) {
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

std::vector<double> program_gains(const tuner::Tuning& tuning) {
  std::vector<double> values;
  for (const tuner::BestGain& gain : tuning.gains) {
    if (gain.tuned || gain.derived) values.push_back(gain.value);
  }
  return values;
}

}  // namespace

void RunOptions::add_to(CLI::App& command) {
  add_engine_options(command, engine);
  command.add_flag("--json", json, "print one JSON object at the end instead of the report");
  command.add_flag("--quiet", quiet, "no progress and no report; errors are told all the same");
}

TuningRun::TuningRun(const spec::Problem& problem, const RunOptions& options,
                     const Interruption& interruption)
    : problem_(problem),
      options_(options),
      interruption_(interruption),
      program_(rollout::build_program(problem, rollout::Purpose::training)),
      judgements_(judgements_of(problem)) {}

std::vector<TuningRun::Judgement> TuningRun::judgements_of(const spec::Problem& problem) {
  rollout::build_program(problem, rollout::Purpose::validation);
  std::vector<Judgement> judgements;
  for (const auto& set : problem.scenarios.validation) {
    const spec::Problem judged = spec::judged_in(set.value, problem);
    judgements.push_back({set, judged, rollout::build_program(judged, rollout::Purpose::validation)});
  }
  return judgements;
}

record::Record TuningRun::run(const std::vector<double>& incumbent, const record::Record* earlier) {
  const Moment started = std::chrono::system_clock::now();
  record::Record record;
  const std::string engine = search(incumbent, earlier, record.tuning);
  look_at_best(incumbent, record);
  if (record.tuning.stop != tuner::StopReason::engine_failed) validate(record.tuning);
  for (const std::string& warning : tuner::incumbent_warnings(record.tuning)) {
    record.tuning.warnings.push_back(warning);
  }
  record.problem = problem_.name.str();
  record.configuration = configuration_of(problem_);
  record.provenance = provenance_of(problem_, program_, started, std::chrono::system_clock::now());
  record.provenance.engine = engine;
  return record;
}

/// `particles`: how many gains a batch has.
std::unique_ptr<engine::Engine> TuningRun::make_engine(const rollout::Program& program,
                                                       const rollout::ScenarioTable& table,
                                                       std::int64_t particles) {
  engine::Options options = options_.engine;
  options.particles = particles;
  options.interrupted = interrupted();
  return engine::make_engine(options, program, table);
}

/// The search is given up at once. What comes after it has a moment from then on, so that the result of a
/// small problem is complete.
support::AskInterrupted TuningRun::interrupted() const {
  return [this] { return searching_ ? interruption_.requested() : interruption_.overdue(); };
}

/// Tunes, and says what ran the rollouts. The engine is gone then: its devices may allow one user at a time.
std::string TuningRun::search(const std::vector<double>& incumbent, const record::Record* earlier,
                              tuner::Tuning& tuning) {
  const auto engine = make_engine(
      program_, rollout::draw_scenarios(problem_, program_, problem_.scenarios.training, "training"),
      problem_.swarm.swarms * problem_.swarm.particles);
  tuning = tune(*engine, incumbent, earlier);
  for (std::string& warning : tuner::requirement_warnings(tuning, problem_.objective)) {
    tuning.warnings.push_back(std::move(warning));
  }
  note_incidents(*engine, tuning);
  return engine->description();
}

tuner::Tuning TuningRun::tune(engine::Engine& engine, const std::vector<double>& incumbent,
                              const record::Record* earlier) {
  Progress progress(options_.quiet, problem_.swarm.iterations);
  const tuner::TuningInput input{.problem = problem_,
                                 .program = program_,
                                 .engine = engine,
                                 .interrupted = [&] { return interruption_.requested(); },
                                 .resume = earlier != nullptr ? &earlier->tuning : nullptr,
                                 .start = incumbent,
                                 .threads = options_.engine.threads,
                                 .searched = [&] { searching_ = false; }};
  return tuner::tune(input, [&](const tuner::Generation& generation) { progress.show(generation); });
}

/// The best gains' response and linearised loop, and the gains that they are compared with.
void TuningRun::look_at_best(const std::vector<double>& incumbent, record::Record& record) {
  const std::vector<double> gains = program_gains(record.tuning);
  record.loop = analysis::report_on_loop(problem_, gains);
  std::vector<std::string>& warnings = record.tuning.warnings;
  if (record.loop.unstable) warnings.emplace_back(unstable_loop);
  const std::string of_pole = analysis::step_warning(problem_, gains);
  if (!of_pole.empty()) warnings.insert(warnings.begin(), of_pole);  // it explains failures
  const Baselines baselines(problem_, program_);
  if (!incumbent.empty()) record.tuning.baselines.push_back(baselines.incumbent(incumbent));
  try {
    look_at_step(gains, record.tuning);
    record.response = worst_training_response(problem_, gains, interrupted());
    for (tuner::Baseline& rule : baselines.by_rules(record.response))
      record.tuning.baselines.push_back(std::move(rule));
  } catch (const support::Interrupted&) {
    leave_out("the response in training and the gains by rules are missing",
              "'gainswarm resume' completes the result", record.tuning);
  }
}

/// One candidate is for the processor, whatever ran the search: the bits are the same.
std::unique_ptr<engine::Engine> TuningRun::make_engine_of_one(const spec::Problem& problem,
                                                              const rollout::Program& program) {
  engine::Options options{.name = "cpu", .simd = options_.engine.simd, .threads = options_.engine.threads};
  options.particles = 1;
  options.interrupted = interrupted();
  return engine::make_engine(
      options, program, rollout::draw_scenarios(problem, program, problem.scenarios.training, "training"));
}

/// What the gains cost with half the step, and whether the step is to blame. Nothing where half the step is
/// another problem, or one that is too large.
void TuningRun::look_at_step(const std::vector<double>& gains, tuner::Tuning& tuning) try {
  const std::optional<spec::Problem> finer = tuner::with_half_steps(problem_);
  if (!finer) return;
  const rollout::Program program = rollout::build_program(*finer, rollout::Purpose::training);
  tuning.cost_with_half_steps =
      tuner::cost_of(gains, tuning.loop, *finer, program, *make_engine_of_one(*finer, program));
  if (!tuner::steps_matter(tuning, problem_)) return;
  const auto engine = make_engine_of_one(problem_, program_);
  if (tuner::steps_are_too_long(tuning, gains, problem_, program_, *engine))
    tuning.warnings.push_back(tuner::warning_of_long_steps(tuning, problem_));
} catch (const std::runtime_error&) {
  return;
}

/// Whatever happens to an engine now, the gains are found and are to be kept.
void TuningRun::validate(tuner::Tuning& tuning) {
  try {
    for (const Judgement& judgement : judgements_) validate(judgement, tuning);
  } catch (const support::Interrupted&) {
    leave_out("the validation is incomplete",
              "rely on the gains only after a whole one: 'gainswarm resume' completes the result", tuning);
  } catch (const std::runtime_error& reason) {
    tuning.stop = tuner::StopReason::engine_failed;
    tuning.warnings.push_back(
        std::string("the engine failed in the validation, after the gains were found (") + reason.what() +
        ")");
  }
}

void TuningRun::validate(const Judgement& judgement, tuner::Tuning& tuning) {
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

void refuse_other_formats(const std::string& out) {
  if (!out.ends_with(".h5")) throw UsageError("--out: " + out + " does not end in .h5; results are HDF5");
}

void save_and_report(const record::Record& record, const std::string& out, const RunOptions& options) {
  try {
    record::write(out, record);
  } catch (const record::WriteError&) {
    tell(report(record, "could not be written", Style(stderr)));
    throw;
  }
  if (!options.quiet && !options.json) fmt::print("{}", report(record, out, Style(stdout)));
  if (options.json) fmt::print("{}\n", report_json(record, out));
}

ExitCode exit_code(const tuner::Tuning& tuning) {
  if (tuning.stop == tuner::StopReason::interrupted) return interrupted;
  if (tuning.stop == tuner::StopReason::engine_failed) return failed;
  return tuning.requirements_met && tuning.best_failed == 0 ? done : requirements_unmet;
}

}  // namespace gainswarm::cli
