#include "host/cli/command.hpp"

#include "host/spec/spec_io.hpp"

namespace gainswarm::cli {

void ProblemOptions::add_to(CLI::App& command) {
  command.add_option("config", path, "the problem, a YAML file")->required();
  command.add_option("--set", overrides, "override one key, e.g. --set swarm.particles=64; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
}

spec::Problem ProblemOptions::load() const {
  return spec::load_problem(path, overrides);
}

void add_engine_options(CLI::App& command, engine::Options& options) {
  command.add_option("--engine", options.name, "what runs the rollouts")
      ->check(CLI::IsMember({"auto", "reference", "cpu"}))
      ->capture_default_str();
  command.add_option("--simd", options.simd, "rollouts a vector; default: the widest that runs well here")
      ->check(CLI::IsMember({1, 2, 4, 8, 16}));
  command.add_option("--threads", options.threads, "default: one a hardware thread")
      ->check(CLI::Range(1, 4096));
}

}  // namespace gainswarm::cli
