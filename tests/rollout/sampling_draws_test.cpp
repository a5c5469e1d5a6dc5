// What sampling jitter draws, and what it leaves as it was.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/rollout/dependence.hpp"
#include "tests/rollout/sampling_jitter.hpp"

namespace gainswarm::rollout {
namespace {

/// A loop with every effect, over four ticks.
std::string full_loop(const std::string& sampling_jitter) {
  return "name: test\n"
         "plant:\n"
         "  states: {x: 1, v: 1}\n  inputs: {u: 1}\n  dynamics: {x: v, v: u - sin(x) - late/2}\n"
         "  blocks: {late: {input: u + x, dead_time: 75 ms}}\n  outputs: {x: x, v: v}\n"
         "scenarios: {training: {count: 400, initial_state: {x: uniform(-1, 1), v: uniform(-1, 1)}}}\n"
         "controller:\n  gains: {k: 1}\n  let: {error: x + v}\n  states: {sum: {rate: error}}\n"
         "  output: {u: -k*error - sum + 0.1*previous(u)}\n"
         "gains: {k: {bounds: [0, 10]}}\n"
         "simulation: {duration: 400 ms, step: 25 ms, control_period: 100 ms}\n"
         "loop:\n  jitter: 50 ms\n  sampling_jitter: " +
         sampling_jitter +
         "\n  actuators: {u: {dead_zone: 0.01, backlash: 0.02, quantum: 0.001, saturation: 2, "
         "rate_limit: 15, lag: 80 ms}}\n"
         "  sensors: {x: {noise: 0.01, filter: 50 ms, quantum: 0.001}, v: {noise: 0.01, delay: 100 ms}}\n"
         "objective: {terms: {x: final(x), v: final(v), u: integral(u^2), error: integral(error^2)}}\n";
}

/// One problem's rollouts in its training scenarios.
struct Rollouts {
  spec::Problem problem;
  Program program;
  ScenarioTable table;

  explicit Rollouts(const std::string& yaml)
      : problem(spec::parse_problem({"test.yaml", yaml})),
        program(build_program(problem, Purpose::training)),
        table(draw_scenarios(problem, program, problem.scenarios.training, "training")) {}
  [[nodiscard]] engine::Trajectory in(std::int64_t scenario) const {
    return engine::simulate(program, table, scenario, std::vector<double>{1.5});
  }
};

TEST(SamplingJitter, IsTheLoopWithoutItWhereNoTickHappensToBeLate) {
  const Rollouts jittery(full_loop("25 ms")), prompt(full_loop("0 ms"));
  int found = 0;
  for (std::int64_t scenario = 0; scenario < jittery.table.scenarios; ++scenario) {
    const engine::Trajectory trajectory = jittery.in(scenario);
    const Sequence& delay = trajectory.columns.back();
    if (std::any_of(delay.begin(), delay.end() - 1, [](double each) { return each > 0; })) continue;
    ++found;
    EXPECT_EQ(trajectory.rollout.outputs, prompt.in(scenario).rollout.outputs) << scenario;
  }
  EXPECT_GT(found, 5);  // 400/16 expected
}

TEST(SamplingJitter, DrawsEveryDelayAsOftenAsTheOthersAndIndependently) {
  constexpr int count = 20'000;
  const std::string yaml = late_ramp("sampling_jitter: 500 ms, jitter: 250 ms", count);
  const Sequence late = seen(yaml, "sampling delay"), latency = seen(yaml, "output latency");
  std::vector<double> share(3);
  double product = 0, with_latency = 0;
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_EQ(late[i], 0.25 * std::round(4 * late[i]));
    share.at(static_cast<std::size_t>(4 * late[i])) += 1.0 / count;
    product += (late[i] - 0.25) * (late[i + 1] - 0.25) / count;
    with_latency += (late[i] - 0.25) * (latency[i] - 0.125) / count;
  }
  const double third = 1.0 / 3;
  for (const double each : share) EXPECT_NEAR(each, third, 5 * std::sqrt(third * (1 - third) / count));
  const double variance = 8.0 / 12 / 16, of_latency = 3.0 / 12 / 16;  // of even steps of 1/4
  EXPECT_NEAR(product, 0, 5 * variance / std::sqrt(count));
  EXPECT_NEAR(with_latency, 0, 5 * std::sqrt(variance * of_latency / count));
}

TEST(SamplingJitter, DelaysByHalfOfItInTheMean) {
  // With u = 1 from the first sample on, y(2) = 2 - s(0); every scenario draws another s(0).
  const std::string yaml = problem("output: {u: k}", "sampling_jitter: 750 ms", "0", "", 2);
  const spec::Problem parsed =
      spec::parse_problem({"test.yaml", yaml}, std::vector<std::string>{"scenarios.training={count: 4000}"});
  const Program program = build_program(parsed, Purpose::training);
  const ScenarioTable table = draw_scenarios(parsed, program, parsed.scenarios.training, "training");
  engine::Outcome outcome;
  engine::make_engine({"reference", 0, 1}, program, table)->evaluate(std::vector<double>{1}, outcome);
  double mean = 0;
  for (std::size_t i = 0; i < 4000; ++i) mean += outcome.outputs[4000 + i] / 4000;  // behind the costs
  const double deviation = std::sqrt(15.0 / 12 / 16);
  EXPECT_NEAR(mean, 2 - 0.375, 5 * deviation / std::sqrt(4000));
}

TEST(SamplingJitter, IsTheSameForAllParticles) {
  const spec::Problem parsed = spec::parse_problem({"test.yaml", late_ramp("sampling_jitter: 750 ms")});
  const Program program = build_program(parsed, Purpose::training);
  const Dependence dependence = analyse(program);
  const auto is_delay = [](const Label& label) { return label.name == "sampling jitter in steps"; };
  const auto found = std::ranges::find_if(program.registers, is_delay);
  ASSERT_NE(found, program.registers.end());
  EXPECT_TRUE(dependence.register_is_uniform[static_cast<std::size_t>(found - program.registers.begin())]);
}

TEST(SamplingJitter, OfNoneAddsNothing) {
  const auto hash_of = [](const std::string& loop) {
    return hash(build_program(spec::parse_problem({"test.yaml", late_ramp(loop)}), Purpose::training));
  };
  EXPECT_EQ(hash_of("sampling_jitter: 0 s"), hash_of(""));
  EXPECT_EQ(hash_of("jitter: 500 ms, sampling_jitter: 0 s"), hash_of("jitter: 500 ms"));
  EXPECT_NE(hash_of("sampling_jitter: 250 ms"), hash_of(""));
}

TEST(SamplingJitter, OfADiscretePlantIsRefused) {
  // It has no instants between the ticks, one step a tick; so no jitter is less than the period.
  const std::string yaml =
      "name: test\nplant: {name: p, states: {y: 1}, inputs: {u: 1}, next: {y: y + u}}\n"
      "controller: {name: c, gains: {k: 1}, output: {u: k}}\ngains: {k: {bounds: [0, 10]}}\n"
      "scenarios: {training: {list: [{}]}}\nsimulation: {duration: 4 s, step: 1 s}\n"
      "loop: {sampling_jitter: 1 s}\n" +
      terms;
  try {
    spec::parse_problem({"test.yaml", yaml});
    FAIL() << "accepted";
  } catch (const spec::InputError& error) {
    EXPECT_NE(std::string(error.what()).find("not less than the control period"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace gainswarm::rollout
