// Candidates that compete, to compare engines on.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "tests/engine/engine_bits.hpp"
#include "tests/engine/pendulum_program.hpp"
#include "tests/engine/random_program.hpp"

namespace gainswarm::engine {

/// Candidates of a program in some scenarios, and what they have to cost less than.
struct Contest {
  rollout::Program program;
  rollout::ScenarioTable scenarios;
  std::vector<double> gains, limits;
  aggregate::Rule rule;

  [[nodiscard]] std::size_t particles() const { return limits.size(); }
  void run(Engine& engine, Outcome& outcome) const { engine.compete(gains, {rule, limits}, outcome); }
  [[nodiscard]] Outcome outcome(const Options& options) const {
    Outcome result;
    run(*make_engine(options, program, scenarios), result);
    return result;
  }
  [[nodiscard]] Outcome reference() const { return outcome({.name = "reference", .threads = 2}); }
  [[nodiscard]] Outcome whole() const { return outcome_of({"cpu", 0, 1}, program, scenarios, gains); }
  [[nodiscard]] double aggregated(const Outcome& outcome, std::size_t particle) const {
    std::vector<double> costs;
    for (std::size_t at = particle; at < outcome.cause.size(); at += particles())
      costs.push_back(outcome.outputs[at]);
    return aggregate::over_scenarios(rule, costs.data(), std::ssize(costs));
  }
};

inline double between(Random& random, double low, double high) {
  return std::uniform_real_distribution(low, high)(random);
}

/// Double pendulums, some of which stand for long. Limits are about what candidates cost.
inline Contest pendulums(Random& random, graph::Precision precision, const aggregate::Rule& rule,
                         std::size_t particles, std::int64_t ticks = 500) {
  Contest contest;
  contest.program = pendulum_program(precision, ticks);
  contest.rule = rule;
  contest.program.least_cost = contest.program.finish.front();
  contest.scenarios.scenarios = 5;
  contest.scenarios.columns = 6;
  for (int i = 0; i < 30; ++i) contest.scenarios.values.push_back(between(random, -0.05, 0.05));
  constexpr std::array good{-3.162, 255.717, -302.331, -6.997, 15.301, -41.34};
  for (std::size_t i = 0; i < particles; ++i) {
    for (const double gain : good) contest.gains.push_back(gain * between(random, 0.85, 1.15));
  }
  contest.limits.assign(particles, 0);
  const Outcome whole = contest.whole();
  for (std::size_t i = 0; i < particles; ++i)
    contest.limits[i] = contest.aggregated(whole, i) * between(random, 0.2, 1.2);
  return contest;
}

/// Delays, all operations, nonsense for a bound.
inline Contest random_contest(Random& random, graph::Precision precision) {
  Contest contest;
  contest.program = random_program(random, precision);
  contest.program.ticks = any_integer(random, 40, 200);
  contest.program.least_cost = contest.program.finish.front();
  contest.scenarios = random_scenarios(random, contest.program);
  const int particles = any_integer(random, 1, 40);
  contest.gains = random_gains(random, contest.program, particles);
  for (int i = 0; i < particles; ++i) contest.limits.push_back(between(random, -10, 10));
  return contest;
}

inline bool is_given_up(const Outcome& outcome, std::size_t rollout) {
  return outcome.cause[rollout] == competition::given_up;
}

/// Of rollouts that were given up only the first output means something.
inline void expect_same(const Outcome& expected, const Outcome& actual) {
  ASSERT_EQ(expected.cause, actual.cause);
  EXPECT_EQ(expected.survived, actual.survived);
  const std::size_t rollouts = expected.cause.size();
  for (std::size_t at = 0; at < expected.outputs.size(); ++at) {
    if (at >= rollouts && is_given_up(expected, at % rollouts)) continue;
    ASSERT_EQ(bits_of(expected.outputs[at]), bits_of(actual.outputs[at])) << at;
  }
}

}  // namespace gainswarm::engine
