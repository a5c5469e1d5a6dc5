// gainswarm report: the report of a run again, from its result file.
#include <fmt/core.h>

#include <memory>

#include "host/cli/report.hpp"
#include "host/cli/report_command.hpp"

namespace gainswarm::cli {
namespace {

struct ReportOptions {
  std::string result;
  bool json = false;
};

int run(const ReportOptions& options) {
  const record::Record record = record::read(options.result);
  if (options.json) {
    fmt::print("{}\n", report_json(record, options.result));
  } else {
    fmt::print("{}", printable(report(record, options.result, Style())));
  }
  return done;
}

}  // namespace

void add_report(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<ReportOptions>();
  CLI::App* command = app.add_subcommand("report", "print the report of a run again, from its result file");
  command->add_option("result", options->result, "the result file")->type_name("FILE.h5")->required();
  command->add_flag("--json", options->json, "print the JSON object that tune --json prints");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
