// gainswarm describe: what can be written in a configuration, and what one says.
#include <fmt/core.h>

#include <filesystem>
#include <memory>

#include "host/cli/command.hpp"
#include "host/cli/description.hpp"
#include "host/spec/file_kind.hpp"
#include "host/spec/spec_io.hpp"
#include "host/spec/unit.hpp"

namespace gainswarm::cli {
namespace {

struct DescribeOptions {
  std::string topic;
  std::vector<std::string> overrides;
  bool schema = false;
  bool resolved = false;
};

void describe_file(const DescribeOptions& options) {
  switch (spec::kind_of_file(options.topic)) {
    case spec::FileKind::problem:
      return describe(spec::load_problem(options.topic, options.overrides));
    case spec::FileKind::controller:
      return describe(spec::load_controller(options.topic));
    case spec::FileKind::plant:
      return describe(spec::load_plant(options.topic));
  }
}

int run(const DescribeOptions& options) {
  const std::string& topic = options.topic;
  if (options.schema) {
    fmt::print("{}\n", spec::json_schema());
  } else if (topic == "functions") {
    describe_functions();
  } else if (topic == "units") {
    fmt::print("{}", spec::units_text());
  } else if (!std::filesystem::is_regular_file(topic)) {
    fmt::print("{}", spec::reference(topic));
    if (topic.empty()) {
      fmt::print("\n");
      describe_functions();
    }
  } else if (options.resolved) {
    fmt::print("{}", spec::resolved(spec::load_problem(topic, options.overrides)));
  } else {
    describe_file(options);
  }
  return done;
}

}  // namespace

void add_describe(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<DescribeOptions>();
  CLI::App* command =
      app.add_subcommand("describe", "what can be written in a configuration, or what a file says");
  command
      ->add_option("topic", options->topic,
                   "a key such as swarm.particles, `functions`, `units`, or a file; default: everything")
      ->type_name("KEY|FILE");
  command->add_option("--set", options->overrides, "override one key of the problem")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
  command->add_flag("--resolved", options->resolved,
                    "print the whole problem as one YAML file, defaults filled in");
  command->add_flag("--schema", options->schema, "print the JSON Schema of a problem, for editors");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
