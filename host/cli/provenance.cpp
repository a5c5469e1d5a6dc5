#include "host/cli/provenance.hpp"

#include <fmt/chrono.h>

#include <fstream>

#include "host/spec/spec_io.hpp"

namespace gainswarm::cli {

record::Provenance provenance_of(const spec::Problem& problem, const rollout::Program& program,
                                 Moment started, Moment finished) {
  return {.version = GAINSWARM_VERSION,
          .engine = "",
          .precision = program.graph.precision() == graph::Precision::float32 ? "float32" : "float64",
          .program_hash = rollout::hash(program),
          .processor = processor(),
          .started = iso8601(started),
          .finished = iso8601(finished),
          .seed = problem.swarm.seed};
}

record::Configuration configuration_of(const spec::Problem& problem) {
  record::Configuration configuration;
  for (const auto& source : problem.sources) configuration.files.push_back({source->name, source->text});
  configuration.resolved = spec::resolved(problem);
  return configuration;
}

std::string processor() {
  std::ifstream information("/proc/cpuinfo");
  for (std::string line; std::getline(information, line);) {
    const auto colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

std::string iso8601(Moment moment) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", std::chrono::floor<std::chrono::seconds>(moment));
}

}  // namespace gainswarm::cli
