// Sensors against sequences worked out by hand: y' = u with u = 1, so that y is the time.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

/// What the law saw at ticks 0, 1, ... and would see at the end.
Sequence measured(const std::string& sensor, const std::string& start = "0") {
  return recorded(
      "name: test\n"
      "plant: {name: integrator, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u}}\n"
      "scenarios: {training: {list: [{initial_state: {y: " +
          start + "}}]}}\n" + std::string(ramp_controller) +
          "simulation: {duration: 4 s, step: 250 ms, control_period: 1 s}\n"
          "loop: {sensors: {y: {" +
          sensor +
          "}}}\n"
          "objective: {terms: {last: final(y)}}\n",
      {1}, "y measured");
}

TEST(Sensors, ADelayShowsThePastAndBeforeThatTheStart) {
  EXPECT_EQ(measured("delay: 2 s", "5"), (Sequence{5, 5, 5, 6, 7}));
}

TEST(Sensors, AQuantumRoundsToItsMultiples) {
  EXPECT_EQ(measured("quantum: 3"), (Sequence{0, 0, 3, 3, 3}));
}

TEST(Sensors, AFilterStartsSettledAndClosesAFixedShareOfTheDifference) {
  const Sequence seen = measured("filter: 2 s", "1");
  const double kept = std::exp(-0.5);
  double expected = 1;
  ASSERT_EQ(seen.size(), 5U);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const double y = 1 + static_cast<double>(i);
    expected = y + kept * (expected - y);
    EXPECT_NEAR(seen[i], expected, 1e-14) << i;
  }
}

TEST(Sensors, EffectsActInTheirOrder) {
  // filtered with exp(-1/T) = 1/2 from 1 on: 1, 1.5, 2.25, 3.125; in steps of 0.75, one tick late
  const std::string filter = "filter: " + std::to_string(1 / std::log(2.0));
  EXPECT_EQ(measured(filter + ", quantum: 0.75, delay: 1 s", "1"), (Sequence{0.75, 0.75, 1.5, 2.25, 3}));
}

TEST(Sensors, TheLawSeesWhatIsMeasuredAndTheObjectiveWhatIs) {
  const Simulated run(integrator_problem("controller:\n"
                                         "  name: memory\n"
                                         "  gains: {k: 1}\n"
                                         "  states: {seen: {next: y}}\n"
                                         "  output: {u: k}\n"
                                         "gains: {k: {bounds: [0, 10]}}\n"
                                         "simulation: {duration: 4 s, step: 250 ms, control_period: 1 s}\n"
                                         "loop: {sensors: {y: {delay: 1 s}}}\n"
                                         "objective: {terms: {seen: final(seen), last: final(y), "
                                         "highest: max(y)}}\n"),
                      {1});
  EXPECT_EQ(run.output("seen"), 2);  // at the tick of 3 s
  EXPECT_EQ(run.output("last"), 4);
  EXPECT_EQ(run.output("highest"), 4);
}

TEST(Sensors, AnOutputThatIsNoStateStartsAsThePlantDoes) {
  const Simulated run(
      "name: test\n"
      "plant: {name: p, states: {y: m}, inputs: {u: m/s}, dynamics: {y: u}, outputs: {twice: 2*y + u}}\n"
      "controller: {name: c, gains: {k: 1}, states: {seen: {next: twice}}, output: {u: k}}\n"
      "gains: {k: {bounds: [0, 10]}}\n"
      "scenarios: {training: {list: [{initial_state: {y: 3}}]}}\n"
      "simulation: {duration: 2 s, step: 1 s}\n"
      "loop: {sensors: {twice: {delay: 2 s}}}\n"
      "objective: {terms: {seen: final(seen)}}\n",
      {1});
  EXPECT_EQ(run.output("seen"), 6);
}

}  // namespace
}  // namespace gainswarm::rollout
