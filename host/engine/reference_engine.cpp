#include "host/engine/reference_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "host/engine/batch.hpp"
#include "host/engine/interpreter.hpp"

namespace gainswarm::engine {
namespace {

void store(const Rollout& rollout, std::int64_t at, Outcome& outcome) {
  const auto index = static_cast<std::size_t>(at);
  const std::size_t rollouts = outcome.survived.size();
  for (std::size_t i = 0; i < rollout.outputs.size(); ++i) {
    outcome.outputs[i * rollouts + index] = rollout.outputs[i];
  }
  outcome.survived[index] = rollout.survived;
  outcome.cause[index] = rollout.cause;
}

}  // namespace

ReferenceEngine::ReferenceEngine(rollout::Program program, rollout::ScenarioTable scenarios, int threads,
                                 support::AskInterrupted interrupted)
    : program_(std::move(program)),
      scenarios_(std::move(scenarios)),
      interrupted_(std::move(interrupted)),
      workers_(threads) {}

std::span<const double> ReferenceEngine::gains_of(std::span<const double> gains,
                                                  std::int64_t particle) const {
  const std::size_t dimensions = program_.gains.size();
  return gains.subspan(static_cast<std::size_t>(particle) * dimensions, dimensions);
}

void ReferenceEngine::evaluate(std::span<const double> gains, Outcome& outcome) {
  const std::int64_t particles = particle_count(program_, gains);
  const std::int64_t rollouts = particles * scenarios_.scenarios;
  resize(outcome, program_.outputs.size(), rollouts);
  workers_.run(rollouts, [&](std::int64_t job) {
    support::give_up_if(interrupted_);
    Interpreter interpreter(program_);
    store(interpreter.run(gains_of(gains, job % particles), scenario_row(scenarios_, job / particles)), job,
          outcome);
  });
}

void ReferenceEngine::compete(std::span<const double> gains, const Competition& competition,
                              Outcome& outcome) {
  if (!program_.least_cost) return evaluate(gains, outcome);
  const std::int64_t particles = particle_count(program_, gains);
  const std::int64_t rollouts = particles * scenarios_.scenarios;
  resize(outcome, program_.outputs.size(), rollouts);
  std::ranges::fill(outcome.cause, -1);
  std::vector<Standing> standings(static_cast<std::size_t>(rollouts));
  for (std::int64_t tick = 0; tick < program_.ticks;) {
    const std::int64_t end = std::min(tick + program_.stage_ticks(), program_.ticks);
    workers_.run(rollouts, [&](std::int64_t job) {
      const auto index = static_cast<std::size_t>(job);
      if (outcome.cause[index] != -1) return;
      support::give_up_if(interrupted_);
      Interpreter interpreter(program_);
      Standing& standing = standings[index];
      if (tick == 0) {
        standing =
            interpreter.begin(gains_of(gains, job % particles), scenario_row(scenarios_, job / particles));
      }
      interpreter.advance(standing, end);
      const bool goes_on = standing.cause < 0 && end < program_.ticks;
      store(interpreter.finish(standing), job, outcome);
      if (goes_on) outcome.outputs[index] = interpreter.least_cost(standing);
    });
    tick = end;
    if (tick < program_.ticks) give_up_losers(competition, particles, outcome);
  }
}

std::string ReferenceEngine::description() const {
  return fmt::format("reference (interpreter, {}, {})", precision_name(program_),
                     thread_count_name(workers_.threads()));
}

}  // namespace gainswarm::engine
