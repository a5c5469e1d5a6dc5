// The program: parses the command line, runs one command, and turns every error into a message and an exit
// code.
#include <fcntl.h>
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/cli/bench.hpp"
#include "host/cli/command.hpp"
#include "host/cli/report_command.hpp"
#include "host/cli/terminal.hpp"
#include "host/record/record.hpp"
#include "host/spec/names.hpp"
#include "host/spec/source.hpp"

namespace gainswarm::cli {
namespace {

/// A program may be started with some of them closed; the next file opened would take their place.
void open_standard_streams() {
  for (int stream = 0; stream <= 2; ++stream) {
    if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", stream == 0 ? O_RDONLY : O_WRONLY) < 0)
      std::abort();
  }
}

int complain(const std::exception& problem, ExitCode code) {
  tell(printable(problem.what()) + "\n");
  return code;
}

int run(const Command& command) {
  try {
    const int code = command();
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw std::runtime_error("cannot write to the standard output (is the disk full?)");
    }
    return code;
  } catch (const spec::InputError& problem) {
    return complain(problem, wrong_input);
  } catch (const UsageError& problem) {
    return complain(problem, wrong_input);
  } catch (const record::ReadError& problem) {
    return complain(problem, wrong_input);
  } catch (const std::bad_alloc&) {
    return complain(
        std::runtime_error("out of memory (particles, scenarios and gains decide how much is needed); "
                           "use fewer of them at once"),
        failed);
  } catch (const std::exception& problem) {
    return complain(problem, failed);
  }
}

std::string unknown_command(const CLI::App& app, const std::string& name) {
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!command->get_group().empty())
      known.push_back(command->get_name());  // those without are not for people
  }
  return fmt::format("'{}' is no command{}", name, spec::did_you_mean(name, known));
}

int run(int argument_count, char** arguments) {
  CLI::App app(
      "Tunes controller gains by particle swarms: a YAML closed loop in, gains and an HDF5 result out.",
      "gainswarm");
  app.set_version_flag("--version", "gainswarm " GAINSWARM_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done, 1 failed, 2 wrong input, 3 done but no gains meet the requirements,\n"
      "130 interrupted with the result saved.");
  Command command;
  add_tune(app, command);
  add_resume(app, command);
  add_merge(app, command);
  add_simulate(app, command);
  add_report(app, command);
  add_export(app, command);
  add_check(app, command);
  add_compile(app, command);
  add_list(app, command);
  add_describe(app, command);
  add_bench(app, command);
  add_doctor(app, command);
  add_worker(app, command);
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    if (app.get_subcommands().empty() && argument_count > 1 && arguments[1][0] != '-') {
      return complain(UsageError(unknown_command(app, arguments[1])), wrong_input);
    }
    return app.exit(error) == 0 ? done : wrong_input;
  }
  return run(command);
}

}  // namespace
}  // namespace gainswarm::cli

int main(int argument_count, char** arguments) {
  gainswarm::cli::open_standard_streams();
  // A limit on file sizes then gives an error that can be reported, instead of a signal.
  std::signal(SIGXFSZ, SIG_IGN);
  return gainswarm::cli::run(argument_count, arguments);
}
