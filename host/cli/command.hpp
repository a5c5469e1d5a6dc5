// What every command has in common: how it is registered, its exit codes, and the options that several share.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::cli {

/// Exit codes of the program.
enum ExitCode : int {
  done = 0,
  failed = 1,
  wrong_input = 2,
  requirements_unmet = 3,  ///< done, but the best gains miss a requirement or fail in a training scenario
  interrupted = 130,       ///< by a signal; the result so far is saved
};

/// Wrong use of the command line itself. Exit code 2, as for InputError.
class UsageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Runs the command that the user chose and gives the exit code.
using Command = std::function<int()>;

// Each adds its command to the program; when the user chooses it, `chosen` becomes what runs it.
void add_tune(CLI::App& app, Command& chosen);
void add_resume(CLI::App& app, Command& chosen);
void add_merge(CLI::App& app, Command& chosen);
void add_simulate(CLI::App& app, Command& chosen);
void add_check(CLI::App& app, Command& chosen);
void add_compile(CLI::App& app, Command& chosen);
void add_list(CLI::App& app, Command& chosen);
void add_describe(CLI::App& app, Command& chosen);
void add_doctor(CLI::App& app, Command& chosen);
void add_worker(CLI::App& app, Command& chosen);  ///< for the program itself: host/device/worker.hpp

/// The problem that a command works on: a YAML file, or a result file, which holds the problem that was
/// tuned.
struct ProblemOptions {
  std::string path;
  std::vector<std::string> overrides;

  void add_to(CLI::App& command);
  [[nodiscard]] bool is_result() const { return path.ends_with(".h5"); }
  [[nodiscard]] spec::Problem load() const;
};

/// Throws UsageError, before the work begins, when `out` cannot be written.
void refuse_unwritable(const std::string& out);

/// Likewise, and when it is one of the files that the problem was read from.
void refuse_bad_output(const std::string& out, const spec::Problem& problem);

/// --threads; 0 when it is not given.
void add_threads_option(CLI::App& command, int& threads);

/// --engine, --simd and --threads.
void add_engine_options(CLI::App& command, engine::Options& options);

}  // namespace gainswarm::cli
