#include "host/engine/reference_engine.hpp"

#include <fmt/format.h>

#include <utility>

#include "host/engine/batch.hpp"
#include "host/engine/interpreter.hpp"

namespace gainswarm::engine {

ReferenceEngine::ReferenceEngine(rollout::Program program, rollout::ScenarioTable scenarios, int threads,
                                 support::AskInterrupted interrupted)
    : program_(std::move(program)),
      scenarios_(std::move(scenarios)),
      interrupted_(std::move(interrupted)),
      workers_(threads) {}

void ReferenceEngine::evaluate(std::span<const double> gains, Outcome& outcome) {
  const std::size_t dimensions = program_.gains.size();
  const std::int64_t particles = particle_count(program_, gains);
  const std::int64_t rollouts = particles * scenarios_.scenarios;
  resize(outcome, program_.outputs.size(), rollouts);
  workers_.run(rollouts, [&](std::int64_t job) {
    support::give_up_if(interrupted_);
    const auto index = static_cast<std::size_t>(job);
    const auto particle = static_cast<std::size_t>(job % particles);
    Interpreter interpreter(program_);
    const Rollout rollout = interpreter.run(gains.subspan(particle * dimensions, dimensions),
                                            scenario_row(scenarios_, job / particles));
    for (std::size_t i = 0; i < rollout.outputs.size(); ++i) {
      outcome.outputs[i * static_cast<std::size_t>(rollouts) + index] = rollout.outputs[i];
    }
    outcome.survived[index] = rollout.survived;
    outcome.cause[index] = rollout.cause;
  });
}

std::string ReferenceEngine::description() const {
  return fmt::format("reference (interpreter, {}, {})", precision_name(program_),
                     thread_count_name(workers_.threads()));
}

}  // namespace gainswarm::engine
