#include "host/engine/batch.hpp"

#include <cassert>

namespace gainswarm::engine {

std::int64_t particle_count(const rollout::Program& program, std::span<const double> gains) {
  if (program.gains.empty()) return 1;
  assert(gains.size() % program.gains.size() == 0);
  return static_cast<std::int64_t>(gains.size() / program.gains.size());
}

void resize(Outcome& outcome, const rollout::Program& program, std::int64_t rollouts) {
  const auto count = static_cast<std::size_t>(rollouts);
  outcome.outputs.resize(program.outputs.size() * count);
  outcome.survived.resize(count);
  outcome.cause.resize(count);
}

std::span<const double> scenario_row(const rollout::ScenarioTable& table, std::int64_t scenario) {
  const auto columns = static_cast<std::size_t>(table.columns);
  return std::span(table.values).subspan(static_cast<std::size_t>(scenario) * columns, columns);
}

std::string precision_name(const rollout::Program& program) {
  return program.graph.precision() == graph::Precision::float64 ? "double" : "float";
}

std::string thread_count_name(int threads) {
  return std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

}  // namespace gainswarm::engine
