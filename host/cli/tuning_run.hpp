// One run of a search, from the problem to its record, and what every command that searches does with it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/cli/command.hpp"
#include "host/cli/interruption.hpp"
#include "host/engine/engine.hpp"
#include "host/record/record.hpp"
#include "host/rollout/program.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// What `tune` and `resume` have in common.
struct RunOptions {
  engine::Options engine;
  bool json = false;
  bool quiet = false;

  void add_to(CLI::App& command);
};

class TuningRun {
 public:
  /// Builds all programs, so that every mistake comes to light before the search. What is referred to must
  /// outlive this.
  TuningRun(const spec::Problem& problem, const RunOptions& options, const Interruption& interruption);

  /// That of the search.
  [[nodiscard]] const rollout::Program& program() const { return program_; }

  /// Tunes, validates and compares. `incumbent`: tuned gains in use today, in the program's order, if there
  /// are any. `earlier`: what the search goes on from, if it does not begin. Throws support::Interrupted
  /// before anything is found, swarm::UnsoundState as tuner::tune() does.
  record::Record run(const std::vector<double>& incumbent, const record::Record* earlier = nullptr);

 private:
  /// A validation set's program, and the problem that it belongs to.
  struct Judgement {
    const spec::Entry<spec::ScenarioSet>& set;
    spec::Problem problem;
    rollout::Program program;
  };

  static std::vector<Judgement> judgements_of(const spec::Problem& problem);
  std::unique_ptr<engine::Engine> make_engine(const rollout::Program& program,
                                              const rollout::ScenarioTable& table, std::int64_t particles);
  [[nodiscard]] support::AskInterrupted interrupted() const;
  std::string search(const std::vector<double>& incumbent, const record::Record* earlier,
                     tuner::Tuning& tuning);
  tuner::Tuning tune(engine::Engine& engine, const std::vector<double>& incumbent,
                     const record::Record* earlier);
  void look_at_best(const std::vector<double>& incumbent, record::Record& record);
  std::unique_ptr<engine::Engine> make_engine_of_one(const spec::Problem& problem,
                                                     const rollout::Program& program);
  void look_at_step(const std::vector<double>& gains, tuner::Tuning& tuning);
  void validate(tuner::Tuning& tuning);
  void validate(const Judgement& judgement, tuner::Tuning& tuning);

  const spec::Problem& problem_;
  const RunOptions& options_;
  const Interruption& interruption_;
  const rollout::Program program_;
  const std::vector<Judgement> judgements_;
  bool searching_ = true;
};

/// Throws UsageError unless `out` is a name for a result.
void refuse_other_formats(const std::string& out);

/// Writes the result and reports. When it cannot be written, its gains are at least shown.
void save_and_report(const record::Record& record, const std::string& out, const RunOptions& options);

/// What the program's exit code says of a search.
ExitCode exit_code(const tuner::Tuning& tuning);

}  // namespace gainswarm::cli
