#include "host/engine/batch.hpp"

#include <algorithm>
#include <cassert>

#include "cuda/portability.hpp"

namespace gainswarm::engine {

std::int64_t particle_count(const rollout::Program& program, std::span<const double> gains) {
  if (program.gains.empty()) return 1;
  assert(gains.size() % program.gains.size() == 0);
  return static_cast<std::int64_t>(gains.size() / program.gains.size());
}

std::int64_t Candidates::particles(std::int64_t gains_of_each) const {
  return gains_of_each == 0 ? 1 : static_cast<std::int64_t>(gains.size()) / gains_of_each;
}

Candidates Candidates::part(std::int64_t first, std::int64_t count, std::int64_t gains_of_each) const {
  const auto rows = [&](std::span<const double> all, std::int64_t row) {
    return all.subspan(static_cast<std::size_t>(first * row), static_cast<std::size_t>(count * row));
  };
  Candidates part{.gains = rows(gains, gains_of_each)};
  if (competition) part.competition = {competition->over_scenarios, rows(competition->limits, 1)};
  return part;
}

void Candidates::run_on(Engine& engine, Outcome& outcome) const {
  competition ? engine.compete(gains, *competition, outcome) : engine.evaluate(gains, outcome);
}

void resize(Outcome& outcome, std::size_t outputs, std::int64_t rollouts) {
  const auto count = static_cast<std::size_t>(rollouts);
  outcome.outputs.resize(outputs * count);
  outcome.survived.resize(count);
  outcome.cause.resize(count);
}

void place(const Outcome& part, std::int64_t scenarios, std::int64_t first, Outcome& whole) {
  const auto own = static_cast<std::int64_t>(part.cause.size());
  const auto all = static_cast<std::int64_t>(whole.cause.size());
  const auto outputs = static_cast<std::int64_t>(part.outputs.size()) / own;
  const std::int64_t count = own / scenarios, particles = all / scenarios;
  for (std::int64_t scenario = 0; scenario < scenarios; ++scenario) {
    const std::int64_t from = scenario * count, to = scenario * particles + first;
    std::copy_n(part.survived.begin() + from, count, whole.survived.begin() + to);
    std::copy_n(part.cause.begin() + from, count, whole.cause.begin() + to);
    for (std::int64_t output = 0; output < outputs; ++output) {
      std::copy_n(part.outputs.begin() + output * own + from, count,
                  whole.outputs.begin() + output * all + to);
    }
  }
}

Outcome part_of(const Outcome& whole, std::int64_t particles, std::int64_t particle) {
  const auto every = [&](const auto& all, auto& own) {
    const auto stride = static_cast<std::size_t>(particles);
    own.reserve(all.size() / stride);
    for (auto at = static_cast<std::size_t>(particle); at < all.size(); at += stride) own.push_back(all[at]);
  };
  Outcome part;
  every(whole.outputs, part.outputs);
  every(whole.survived, part.survived);
  every(whole.cause, part.cause);
  return part;
}

void give_up_losers(const Competition& competition, std::int64_t particles, Outcome& outcome) {
  const auto rollouts = static_cast<std::int64_t>(outcome.cause.size());
  std::vector<double> scratch(outcome.cause.size());
  const competition::GiveUpLosers<double> functor{.over_scenarios = competition.over_scenarios,
                                                  .scenarios = rollouts / particles,
                                                  .particles = particles,
                                                  .costs = outcome.outputs.data(),
                                                  .cause = outcome.cause.data(),
                                                  .limits = competition.limits.data(),
                                                  .scratch = scratch.data()};
  for_each_index(particles, functor);
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
