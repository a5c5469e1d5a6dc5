// Actuators against sequences worked out by hand: y' = u, so that with ticks of 1 s the steps of y are the
// inputs that the actuator let through.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

/// The input at ticks 0, 1, ... and at the end, for a law of t and the gain k = 1.
std::vector<double> inputs(const std::string& law, const std::string& actuator, int ticks) {
  return recorded(integrator_problem("controller: {name: c, gains: {k: 1}, output: {u: k*(" + law +
                                     ")}}\n"
                                     "gains: {k: {bounds: [0, 10]}}\n"
                                     "simulation: {duration: " +
                                     std::to_string(ticks) +
                                     " s, step: 250 ms, control_period: 1 s}\n"
                                     "loop: {actuators: {u: {" +
                                     actuator +
                                     "}}}\n"
                                     "objective: {terms: {last: final(y)}}\n"),
                  {1}, "u");
}

/// As above, without the value at the end, which only the next tick would apply.
std::vector<double> held(const std::string& law, const std::string& actuator, int ticks) {
  std::vector<double> all = inputs(law, actuator, ticks);
  all.pop_back();
  return all;
}

TEST(Actuators, ADelayShiftsByWholeTicksAndStartsAtZero) {
  EXPECT_EQ(held("t + 1", "delay: 2 s", 5), (Sequence{0, 0, 1, 2, 3}));
}

TEST(Actuators, ADeadZoneLetsThroughWhatExceedsIt) {
  EXPECT_EQ(held("t - 2", "dead_zone: 0.5", 5), (Sequence{-1.5, -0.5, 0, 0.5, 1.5}));
}

TEST(Actuators, BacklashFollowsAtTheEdgesOfItsPlay) {
  // up 0 2 4, down 3 1 -1: half the play of 2 behind the driver, and still while it crosses the play
  EXPECT_EQ(held("if(t < 2.5, 2*t, 9 - 2*t)", "backlash: 2", 6), (Sequence{0, 1, 3, 3, 2, 0}));
}

TEST(Actuators, AQuantumRoundsToItsMultiplesHalvesToTheEvenOne) {
  EXPECT_EQ(held("0.2*t", "quantum: 0.4", 6), (Sequence{0, 0, 0.4, 2 * 0.4, 0.8, 0.8}));
}

TEST(Actuators, ARateLimitBoundsTheStepFromTickToTick) {
  EXPECT_EQ(held("if(t < 2.5, 5, -1)", "rate_limit: 2 1/s^2", 6), (Sequence{2, 4, 5, 3, 1, -1}));
}

TEST(Actuators, ARateLimitStartsInsideTheLimits) {
  EXPECT_EQ(held("10", "saturation: [3, 6], rate_limit: 2", 3), (Sequence{5, 6, 6}));
}

TEST(Actuators, ALagFollowsTheHeldCommandExactly) {
  // u' = (command - u)/lag; command 1, then 0
  const Sequence seen = inputs("if(t < 0.5, 1, 0)", "lag: 2 s", 2);
  const double after_one = 1 - std::exp(-0.5);
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0], 0);
  EXPECT_NEAR(seen[1], after_one, 1e-15);
  EXPECT_NEAR(seen[2], after_one * std::exp(-0.5), 1e-15);
}

TEST(Actuators, ALagActsBetweenTheTicksToTheIntegratorsOrder) {
  // y(1) = integral of 1 - exp(-t/T); RK4 takes it as Simpson's rule on quarters of a second
  const Simulated run(integrator_problem(std::string(ramp_controller) +
                                         "simulation: {duration: 1 s, step: 250 ms, control_period: 1 s}\n"
                                         "loop: {actuators: {u: {lag: 0.5 s}}}\n"
                                         "objective: {terms: {last: final(y), u: integral(u)}}\n"),
                      {1});
  double simpson = 0;
  for (int i = 0; i < 4; ++i) {
    const auto u = [](double t) { return 1 - std::exp(-2 * t); };
    const double t = 0.25 * i;
    simpson += 0.25 / 6 * (u(t) + 4 * u(t + 0.125) + u(t + 0.25));
  }
  EXPECT_NEAR(run.output("last"), simpson, 1e-15);
  EXPECT_NEAR(run.output("u"), simpson, 1e-15);
}

TEST(Actuators, ALagFarBelowTheStepIsNone) {
  const Sequence seen = inputs("t + 1", "lag: 1e-9 s", 3);
  EXPECT_EQ(seen, (Sequence{0, 1, 2, 3}));
}

TEST(Actuators, EffectsActInTheirOrder) {
  // commands 0.9, 7.9, 7.9, ... one tick late; less the dead zone of 0.5: 0.4, 7.4; behind half a play of
  // 0.2: 0.3, 7.3; in wholes: 0, 7; at most 5.5; up by at most 3 a tick
  EXPECT_EQ(held("if(t < 0.5, 0.9, 7.9)",
                 "delay: 1 s, dead_zone: 0.5, backlash: 0.2, quantum: 1, saturation: 5.5, rate_limit: 3", 5),
            (Sequence{0, 0, 3, 5.5, 5.5}));
}

TEST(Actuators, ALawSeesWhatWasAppliedAsPrevious) {
  // u = 1 + previous(u), a tick late: 0, 1, 1, 2, 2
  EXPECT_EQ(held("1 + previous(u)", "delay: 1 s", 5), (Sequence{0, 1, 1, 2, 2}));
}

TEST(Actuators, AContinuousLawHasItsQuantumDeadZoneAndLimitsInEveryStage) {
  const Simulated run(
      integrator_problem("controller: {name: c, continuous: true, gains: {k: 1}, output: {u: k*t}}\n"
                         "gains: {k: {bounds: [0, 10]}}\n"
                         "simulation: {duration: 2 s, step: 1 s, integrator: heun}\n"
                         "loop: {actuators: {u: {dead_zone: 0.25, quantum: 0.5, saturation: 1}}}\n"
                         "objective: {terms: {last: final(y)}}\n"),
      {1.2});
  EXPECT_EQ(run.output("last"), (0 + 1) / 2.0 + (1 + 1) / 2.0);  // 0, 0.95 and 2.15 become 0, 1 and 1
}

TEST(Actuators, ANaNIsNotHidden) {
  for (const char* actuator : {"dead_zone: 1", "backlash: 1", "quantum: 1", "rate_limit: 1", "lag: 1 s"}) {
    const Simulated run(integrator_problem("controller: {name: c, gains: {k: 1}, output: {u: k*sqrt(-1)}}\n"
                                           "gains: {k: {bounds: [0, 10]}}\n"
                                           "simulation: {duration: 2 s, step: 1 s}\n"
                                           "loop: {actuators: {u: {" +
                                           std::string(actuator) +
                                           "}}}\n"
                                           "objective: {terms: {last: final(y)}}\n"),
                        {1});
    EXPECT_EQ(run.outcome.survived[0], 0) << actuator;
  }
}

TEST(Actuators, OnesThatDoNothingCostNothing) {
  const auto hash_with = [](const std::string& loop) {
    const spec::Problem problem = spec::parse_problem(
        {"test.yaml",
         integrator_problem(std::string(ramp_controller) + "simulation: {duration: 2 s, step: 1 s}\n" + loop +
                            "objective: {terms: {last: final(y)}}\n")});
    return hash(build_program(problem, Purpose::training));
  };
  EXPECT_EQ(
      hash_with("loop: {actuators: {u: {delay: 0 s, dead_zone: 0, backlash: 0, quantum: 0, saturation: inf, "
                "rate_limit: inf, lag: 0}}, sensors: {y: {noise: 0, filter: 0, quantum: 0, delay: 0}}}\n"),
      hash_with(""));
}

}  // namespace
}  // namespace gainswarm::rollout
