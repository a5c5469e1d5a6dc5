// Sampling jitter against sequences worked out by hand from the delays that a rollout draws: tick k samples
// at s(k) = k + delay(k).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/rollout/sampling_jitter.hpp"

namespace gainswarm::rollout {
namespace {

/// What the input brings from tick to tick where an output computed at s(k) arrives `late` after the tick.
double grown(double before, double now, double late) {
  return before * late + now * (1 - late);
}

TEST(SamplingJitter, HoldsTheInputUntilTheLateInstantAndSamplesThen) {
  const std::string yaml = late_ramp("sampling_jitter: 750 ms");
  const Sequence delay = seen(yaml, "sampling delay"), y = seen(yaml, "y"), u = seen(yaml, "u");
  double expected = 0, before = 0, integral = 0;
  for (std::size_t tick = 0; tick < ticks; ++tick) {
    EXPECT_EQ(y[tick], expected) << tick;
    EXPECT_EQ(u[tick], before) << tick;
    const double now = static_cast<double>(tick) + delay[tick] + 1;
    integral += grown(before, now, delay[tick]);
    expected = integral;
    before = now;
  }
  EXPECT_EQ(y[ticks], expected);
  EXPECT_EQ(u[ticks], before);
  const Simulated run(yaml, {1});
  EXPECT_EQ(run.output("u"), integral);
  EXPECT_EQ(run.output("top"), before);  // the end sees what the last sample set
}

/// The law u = -k y on an integrator: y(s(n+1)) = (1 - k (s(n+1) - s(n))) y(s(n)). Returns y at the ticks.
Sequence proportional(const Sequence& delay, double k, double start) {
  Sequence y{start};
  double sampled = start;  // nothing moves before the first sample
  for (std::size_t tick = 0; tick < ticks; ++tick) {
    y.push_back((1 - k * (1 - delay[tick])) * sampled);
    const double interval = tick + 1 < ticks ? 1 + delay[tick + 1] - delay[tick] : 0;
    sampled *= 1 - k * interval;
  }
  return y;
}

TEST(SamplingJitter, MultipliesAnIntegratorBySampledFeedbackFromIntervalToInterval) {
  for (const double k : {0.5, 1.0, 1.7}) {
    const std::string yaml = problem("output: {u: -k*y}", "sampling_jitter: 750 ms", "3");
    const Sequence expected = proportional(seen(yaml, "sampling delay", k), k, 3);
    const Sequence y = seen(yaml, "y", k);
    ASSERT_EQ(y.size(), expected.size());
    for (std::size_t i = 0; i < y.size(); ++i) EXPECT_NEAR(y[i], expected[i], 1e-13) << k << ' ' << i;
  }
}

TEST(SamplingJitter, HasTheLawsStatesAdvanceOnceATickByTheNominalPeriod) {
  const std::string yaml =
      problem("states: {n: {next: n + 1}, slow: {rate: 2, start: 5}}, output: {u: k*slow}",
              "sampling_jitter: 750 ms");
  const Sequence n = seen(yaml, "n"), slow = seen(yaml, "slow");
  ASSERT_EQ(n.size(), ticks + 1U);
  EXPECT_EQ(n[0], 0);
  EXPECT_EQ(slow[0], 5);
  for (std::size_t tick = 1; tick <= ticks; ++tick) {
    const double before = static_cast<double>(tick) - 1;
    EXPECT_EQ(n[tick], before);  // at a tick: as the last sample saw it
    EXPECT_EQ(slow[tick], 5 + 2 * before);
  }
}

TEST(SamplingJitter, ShowsIntegralsWhatTheLastSampleComputed) {
  const std::string yaml =
      "name: test\n"
      "plant: {name: integrator, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u}}\n"
      "scenarios: {training: {list: [{initial_state: {y: 0}}]}}\n"
      "controller: {name: c, gains: {k: 1}, let: {clock: t + 3, late: t > 1.9}, output: {u: k}}\n"
      "gains: {k: {bounds: [0, 10]}}\n"
      "simulation: {duration: 4 s, step: 250 ms, control_period: 1 s}\nloop: {sampling_jitter: 750 ms}\n"
      "objective: {terms: {area: integral(clock), share: 'integral(if(late, 1, 0))', least: min(clock), "
      "last: final(clock)}}\n";
  const Sequence delay = seen(yaml, "sampling delay"), clock = seen(yaml, "clock");
  double held = 3, area = 0, share = 0;  // before the first sample as one at the start
  for (std::size_t tick = 0; tick < 4; ++tick) {
    EXPECT_EQ(clock[tick], held) << tick;
    const double now = static_cast<double>(tick) + delay[tick] + 3;
    area += grown(held, now, delay[tick]);
    share += grown(held > 4.9 ? 1 : 0, now > 4.9 ? 1 : 0, delay[tick]);
    held = now;
  }
  const Simulated run(yaml, {1});
  EXPECT_EQ(run.output("area"), area);
  EXPECT_EQ(run.output("share"), share);
  EXPECT_EQ(run.output("least"), 3);
  EXPECT_EQ(run.output("last"), held);
}

/// At rest: every sample differs by its noise alone.
Sequence measured_at_rest(const std::string& jitter, const std::string& sensor) {
  return seen(problem("output: {u: 0*k*y}", jitter + "sensors: {y: {" + sensor + "}}", "2"), "y measured");
}

TEST(SamplingJitter, GivesSensorsOneSampleATick) {
  // The same noise as without jitter, seen a tick later.
  for (const std::string sensor : {"noise: 0.1", "noise: 0.1, filter: 3 s", "noise: 0.1, delay: 2 s"}) {
    const Sequence prompt = measured_at_rest("", sensor),
                   late = measured_at_rest("sampling_jitter: 750 ms, ", sensor);
    ASSERT_EQ(late.size(), ticks + 1U);
    EXPECT_EQ(late[0], prompt[0]) << sensor;  // nothing is sampled yet: as a sample at the start
    for (std::size_t tick = 0; tick < ticks; ++tick)
      EXPECT_EQ(late[tick + 1], prompt[tick]) << sensor << tick;
  }
}

TEST(SamplingJitter, ShowsSensorsTheLateInstant) {
  // y = t, so that the law sees s(k), filtered by the nominal period
  const std::string yaml =
      problem("output: {u: k}", "sampling_jitter: 750 ms, sensors: {y: {filter: 2 s, delay: 1 s}}");
  const Sequence delay = seen(yaml, "sampling delay"), measured = seen(yaml, "y measured");
  const double kept = std::exp(-0.5);
  double filtered = 0, sent = 0;
  for (std::size_t tick = 0; tick < ticks; ++tick) {
    const double y = std::max(0.0, static_cast<double>(tick) + delay[tick] - delay[0]);
    EXPECT_NEAR(measured[tick + 1], sent, 1e-13) << tick;
    filtered = y + kept * (filtered - y);
    sent = filtered;
  }
}

TEST(SamplingJitter, CountsLatencyFromTheLateInstant) {
  for (const std::string actuator : {"", ", actuators: {u: {delay: 1 s}}"}) {
    const std::string yaml = late_ramp("sampling_jitter: 250 ms, jitter: 500 ms" + actuator);
    const Sequence delay = seen(yaml, "sampling delay"), latency = seen(yaml, "output latency");
    const Sequence y = seen(yaml, "y"), u = seen(yaml, "u");
    double expected = 0, before = 0, line = 0;
    for (std::size_t tick = 0; tick < ticks; ++tick) {
      EXPECT_EQ(y[tick], expected) << tick;
      EXPECT_EQ(u[tick], before) << tick;
      const double computed = static_cast<double>(tick) + delay[tick] + 1;
      const double now = actuator.empty() ? computed : line;
      expected += grown(before, now, delay[tick] + latency[tick]);
      before = now;
      line = computed;
    }
  }
}

TEST(SamplingJitter, ALagFollowsFromTheLateInstantOn) {
  const std::string yaml = late_ramp("sampling_jitter: 750 ms, actuators: {u: {lag: 2 s}}");
  const Sequence delay = seen(yaml, "sampling delay"), u = seen(yaml, "u");
  double input = 0, before = 0;
  for (std::size_t tick = 0; tick < ticks; ++tick) {
    EXPECT_NEAR(u[tick], input, 1e-13 * ticks) << tick;
    const double now = static_cast<double>(tick) + delay[tick] + 1;
    input = before + (input - before) * std::exp(-delay[tick] / 2);
    input = now + (input - now) * std::exp(-(1 - delay[tick]) / 2);
    before = now;
  }
}

TEST(SamplingJitter, GoesThroughADeadTimeOfThePlant) {
  const std::string yaml =
      "name: test\nplant: {inputs: {u: 1}, blocks: {y: {input: u, poles: [0], dead_time: 500 ms}}}\n"
      "scenarios: {training: {list: [{}]}}\n"
      "controller: {name: c, gains: {k: 1}, output: {u: k*(t + 1)}}\ngains: {k: {bounds: [0, 10]}}\n"
      "simulation: {duration: 40 s, step: 250 ms, control_period: 1 s}\n"
      "loop: {sampling_jitter: 500 ms}\n" +
      terms;
  const Sequence delay = seen(yaml, "sampling delay"), y = seen(yaml, "y");
  double before = 0, expected = 0;
  for (std::size_t tick = 0; tick < ticks; ++tick) {
    EXPECT_EQ(y[tick], expected) << tick;
    const double now = static_cast<double>(tick) + delay[tick] + 1;
    expected += grown(before, now, delay[tick] + 0.5);
    before = now;
  }
}

TEST(SamplingJitter, LetsConditionsOfFailureSeeTheSampleAtOnce) {
  std::string yaml = late_ramp("sampling_jitter: 750 ms", 4);
  const std::string dynamics = "dynamics: {y: u}";
  yaml.replace(yaml.find(dynamics), dynamics.size(), dynamics + ", fails_when: {high: u > 1.9}");
  const Sequence delay = seen(yaml, "sampling delay");
  ASSERT_EQ(delay.size(), 2U);  // tick 0 gives 1.75 at most, tick 1 at least 2
  EXPECT_EQ(Simulated(yaml, {1}).outcome.survived[0], 4 + std::llround(4 * delay[1]));
}

TEST(SamplingJitter, WorksWithEveryIntegratorAndInSinglePrecision) {
  for (const std::string simulation : {", integrator: euler", ", integrator: heun", ", precision: float"}) {
    const std::string law = "output: {u: k*(t + 1)}", loop = "sampling_jitter: 750 ms, jitter: 0 s";
    EXPECT_EQ(seen(problem(law, loop, "0", simulation), "y"), seen(problem(law, loop), "y")) << simulation;
  }
}

}  // namespace
}  // namespace gainswarm::rollout
