#include "host/cli/command.hpp"

#include <filesystem>

#include "host/record/record.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::cli {

void ProblemOptions::add_to(CLI::App& command) {
  command
      .add_option("config", path,
                  "the problem: a YAML file, or a result file for the problem it was tuned on")
      ->required();
  command.add_option("--set", overrides, "override one key, e.g. --set swarm.particles=64; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
}

spec::Problem ProblemOptions::load() const {
  if (!is_result()) return spec::load_problem(path, overrides);
  return spec::parse_problem({path, record::read(path).configuration.resolved}, overrides);
}

void refuse_unwritable(const std::string& out) {
  try {
    record::check_writable(out);
  } catch (const record::WriteError& reason) {
    throw UsageError(std::string("--out: ") + reason.what());
  }
}

void refuse_bad_output(const std::string& out, const spec::Problem& problem) {
  refuse_unwritable(out);
  for (const auto& source : problem.sources) {
    std::error_code absent;
    if (std::filesystem::equivalent(out, source->name, absent)) {
      throw UsageError("--out: " + out + " is a file of the problem itself; choose another name");
    }
  }
}

void add_threads_option(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "default: one a hardware thread")->check(CLI::Range(1, 4096));
}

void add_engine_options(CLI::App& command, engine::Options& options) {
  command.add_option("--engine", options.name, "what runs the rollouts")
      ->check(CLI::IsMember({"auto", "cuda", "cpu", "reference"}))
      ->capture_default_str();
  command.add_option("--simd", options.simd, "rollouts a vector; default: the widest that runs well here")
      ->check(CLI::IsMember({1, 2, 4, 8, 16, 32, 64}));
  add_threads_option(command, options.threads);
}

}  // namespace gainswarm::cli
