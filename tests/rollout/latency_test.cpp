// Jitter against sequences worked out by hand from the latencies that a rollout draws: y' = u, with ticks of
// 1 s, so that y grows by the old input until the new one arrives.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/rollout/dependence.hpp"
#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

/// A law u = k (t + 1), 250 ms a step, 1 s a tick.
std::string ramp_with_latency(const std::string& jitter, const std::string& actuator = "", int ticks = 40) {
  return integrator_problem(
      "controller: {name: c, gains: {k: 1}, output: {u: k*(t + 1)}}\n"
      "gains: {k: {bounds: [0, 10]}}\n"
      "simulation: {duration: " +
      std::to_string(ticks) + " s, step: 250 ms, control_period: 1 s}\nloop: {jitter: " + jitter +
      ", actuators: {u: {" + actuator +
      "}}}\nobjective: {terms: {last: final(y), top: max(u), u: integral(u)}}\n");
}

TEST(Jitter, AppliesEachOutputWhenItArrives) {
  const std::string yaml = ramp_with_latency("750 ms");
  const Sequence late = seen(yaml, "output latency"), y = seen(yaml, "y");
  ASSERT_EQ(y.size(), 41U);
  double expected = 0;
  for (std::size_t tick = 0; tick < 40; ++tick) {
    EXPECT_EQ(y[tick], expected) << tick;  // multiples of 1/4: exact
    const double before = static_cast<double>(tick), now = before + 1;
    expected += before * late[tick] + now * (1 - late[tick]);
  }
  EXPECT_EQ(Simulated(yaml, {1}).output("u"), expected);
}

TEST(Jitter, AddsToADelay) {
  const std::string yaml = ramp_with_latency("500 ms", "delay: 2 s");
  const Sequence late = seen(yaml, "output latency"), y = seen(yaml, "y");
  double expected = 0;
  const auto command = [](double tick) { return std::max(0.0, tick - 1); };
  for (std::size_t tick = 0; tick < 40; ++tick) {
    const auto now = static_cast<double>(tick);
    expected += command(now - 1) * late[tick] + command(now) * (1 - late[tick]);
    EXPECT_EQ(y[tick + 1], expected) << tick;
  }
}

TEST(Jitter, ALagFollowsFromTheArrivalOn) {
  const std::string yaml = ramp_with_latency("750 ms", "lag: 2 s", 6);
  const Sequence late = seen(yaml, "output latency"), u = seen(yaml, "u");
  double input = 0;
  for (std::size_t tick = 0; tick < 6; ++tick) {
    EXPECT_NEAR(u[tick], input, 1e-14) << tick;
    const double before = static_cast<double>(tick), now = before + 1;
    input = before + (input - before) * std::exp(-late[tick] / 2);
    input = now + (input - now) * std::exp(-(1 - late[tick]) / 2);
  }
}

TEST(Jitter, DrawsEveryLatencyAsOftenAsTheOthersAndIndependently) {
  constexpr int count = 20'000;
  const Sequence late = seen(ramp_with_latency("750 ms", "", count), "output latency");
  std::vector<double> share(4);
  double product = 0;
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_EQ(late[i], 0.25 * std::round(4 * late[i]));
    share.at(static_cast<std::size_t>(4 * late[i])) += 1.0 / count;
    product += (late[i] - 0.375) * (late[i + 1] - 0.375) / count;
  }
  for (const double each : share) EXPECT_NEAR(each, 0.25, 5 * std::sqrt(0.25 * 0.75 / count));
  const double variance = 15.0 / 12 / 16;  // of four even steps of 1/4
  EXPECT_NEAR(product, 0, 5 * variance / std::sqrt(count));
}

TEST(Jitter, PeaksSeeWhatEachTickSets) {
  EXPECT_EQ(Simulated(ramp_with_latency("750 ms"), {1}).output("top"), 40);
}

TEST(Jitter, IsTheSameForAllParticlesAndAnotherInEachScenario) {
  const std::string yaml = ramp_with_latency("750 ms");
  const spec::Problem problem =
      spec::parse_problem({"test.yaml", yaml}, std::vector<std::string>{"scenarios.training={count: 3}"});
  const Program program = build_program(problem, Purpose::training);
  const ScenarioTable table = draw_scenarios(problem, program, problem.scenarios.training, "training");
  std::vector<Sequence> latencies;
  for (int scenario = 0; scenario < 3; ++scenario) {
    const auto at = engine::simulate(program, table, scenario, std::vector<double>{1});
    latencies.push_back(at.columns.back());
  }
  EXPECT_NE(latencies[0], latencies[1]);
  EXPECT_NE(latencies[0], latencies[2]);
  EXPECT_NE(latencies[1], latencies[2]);
  const Dependence dependence = analyse(program);
  for (std::size_t i = 0; i < program.registers.size(); ++i) {
    if (program.registers[i].name == "jitter in steps") {
      EXPECT_TRUE(dependence.register_is_uniform[i]);
    }
  }
}

TEST(Jitter, OfNoneAddsNothing) {
  const auto hash_of = [](const std::string& loop) {
    const std::string yaml =
        integrator_problem(std::string(ramp_controller) + "simulation: {duration: 2 s, step: 1 s}\n" + loop +
                           "objective: {terms: {last: final(y)}}\n");
    return hash(build_program(spec::parse_problem({"test.yaml", yaml}), Purpose::training));
  };
  EXPECT_EQ(hash_of("loop: {jitter: 0 s}\n"), hash_of(""));
}

}  // namespace
}  // namespace gainswarm::rollout
