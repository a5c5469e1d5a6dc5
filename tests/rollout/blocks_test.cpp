// Plants of transfer functions and matrices against closed forms and sequences worked out by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

/// A step of size k at u on this plant for a second, and terms of the objective.
std::string step_problem(const std::string& plant, const std::string& terms, const std::string& rest = "") {
  return "name: test\nplant:\n  inputs: {u: 1}\n" + plant +
         "controller: {name: step, gains: {k: 1}, output: {u: k}}\ngains: {k: {bounds: [0, 10]}}\n"
         "simulation: {duration: 1 s, step: 1 ms}\n"
         "scenarios: {training: {list: [{}]}}\n"
         "objective: {terms: {" +
         terms + "}}\n" + rest;
}

double last(const std::string& plant, const std::string& signal = "y") {
  return Simulated(step_problem(plant, "last: final(" + signal + ")"), {1}).output("last");
}

/// Two poles at -1 and -3, a zero at -5: the step response after t seconds.
double two_lags_and_a_lead(double t) {
  return 5 / 3.0 - 2 * std::exp(-t) + std::exp(-3 * t) / 3;
}

TEST(Blocks, AreTheSameByCoefficientsByFactorsAndByRoots) {
  for (const char* block : {"{input: u, numerator: [1, 5], denominator: [1, 4, 3]}",
                            "{input: u, numerator: [1, 5], denominator: [[1, 1], [1, 3]]}",
                            "{input: u, zeros: [-5], poles: [-1, -3]}",
                            "{input: u, gain: 0.5, numerator: [2, 10], denominator: [[0.5, 0.5], [2, 6]]}"}) {
    EXPECT_NEAR(last("  blocks: {y: " + std::string(block) + "}\n"), two_lags_and_a_lead(1), 1e-11) << block;
  }
}

TEST(Blocks, TakeAPairOfComplexPoles) {
  // 5/(s^2 + 2 s + 5)
  EXPECT_NEAR(last("  blocks: {y: {input: u, gain: 5, poles: [[-1, 2]]}}\n"),
              1 - std::exp(-1) * (std::cos(2) + std::sin(2) / 2), 1e-11);
}

TEST(Blocks, WithAsManyZerosAsPolesPassAPartAtOnce) {
  // (s + 3)/(s + 1)
  const std::string plant = "  blocks: {y: {input: u, zeros: [-3], poles: [-1]}}\n";
  EXPECT_EQ(recorded(step_problem(plant, "last: final(y)"), {1}, "y").front(), 1);
  EXPECT_NEAR(last(plant), 3 - 2 * std::exp(-1), 1e-12);
}

TEST(Blocks, FormSeriesAndFeedbackByTheirNames) {
  // 10/(s + 1) with feedback 0.5/(0.1 s + 1)
  const std::string plant =
      "  blocks:\n"
      "    forward: {input: u - back, gain: 10, poles: [-1]}\n"
      "    back: {input: forward, gain: 0.5, denominator: [0.1, 1]}\n";
  // characteristic polynomial 0.1 s^2 + 1.1 s + 6
  const double steady = 10.0 / 6, real = 5.5, imaginary = std::sqrt(60 - real * real);
  const double slope = (10 - real * steady) / imaginary;
  EXPECT_NEAR(last(plant, "forward"),
              steady + std::exp(-real) * (-steady * std::cos(imaginary) + slope * std::sin(imaginary)), 1e-9);
}

TEST(Blocks, StandBesideEquationsAndUseTheirLet) {
  const std::string plant =
      "  states: {x: 1}\n  let: {both: x + lead}\n  dynamics: {x: lag - x}\n"
      "  blocks:\n    lag: {input: u, denominator: [1, 1]}\n"
      "    lead: {input: lag, numerator: [1, 2], denominator: [1, 1]}\n"
      "    y: {input: both, denominator: [1, 0]}\n";
  // x = 1 - (1 + t) e^-t; lead = 2 - 2 e^-t - t e^-t; their integral to 1
  const double e = std::exp(-1);
  EXPECT_NEAR(last(plant), (1 - (2 - 3 * e)) + (2 - 2 * (1 - e) - (1 - 2 * e)), 1e-11);
}

TEST(Blocks, HaveCoefficientsThatScenariosVary) {
  const Simulated run(step_problem("  parameters: {time: 1 s}\n"
                                   "  blocks: {y: {input: u, denominator: [time, 1]}}\n",
                                   "last: final(y)") +
                          "parameters: {time: 0.5 s}\n",
                      {1});
  EXPECT_NEAR(run.output("last"), 1 - std::exp(-2), 1e-12);
  std::string varied = step_problem(
      "  parameters: {time: 1 s}\n"
      "  blocks: {y: {input: u, denominator: [time, 1]}}\n",
      "last: final(y)");
  varied.replace(varied.find("[{}]"), 4, "[{parameters: {time: 0.25}}]");
  EXPECT_NEAR(Simulated(varied, {1}).output("last"), 1 - std::exp(-4), 1e-10);
}

TEST(Blocks, NameTheirStatesAlongTheSignal) {
  const Simulated run(
      step_problem(
          "  blocks: {y: {input: u, poles: [-1, -2, -3]}, z: {input: u, zeros: [-2], poles: [-1]}}\n",
          "last: final(y)"),
      {1});
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 4; ++i) names.push_back(run.program.scenario_columns[i].name);
  EXPECT_EQ(names, (std::vector<std::string>{"y_1", "y_2", "y", "z_1"}));
}

TEST(StateSpace, IsItsEquations) {
  // a double integrator with a damper, x'' = u - x'
  const std::string plant =
      "  states: {x: m, v: m/s}\n  parameters: {damping: 1}\n"
      "  state_space: {a: [[0, 1], [0, -damping]], b: [[0], [1]], c: [[1, 0], [1, 1]], d: [[0], [2]], "
      "outputs: [y, "
      "sum]}\n";
  const double x = 1 - (1 - std::exp(-1)), v = 1 - std::exp(-1);
  EXPECT_NEAR(last(plant), x, 1e-12);
  EXPECT_NEAR(last(plant, "sum"), x + v + 2, 1e-12);
}

/// The plant's values at ticks of half a second.
std::vector<double> discrete(const std::string& plant, const std::string& signal) {
  std::string yaml = step_problem(plant, "sum: integral(" + signal + ")");
  yaml.replace(yaml.find("duration: 1 s, step: 1 ms"), 25, "duration: 2 s, step: 0.5 s");
  std::vector<double> values = recorded(yaml, {1}, signal);
  values.push_back(Simulated(yaml, {1}).output("sum"));
  return values;
}

TEST(DiscretePlants, StepFromTickToTickAndSumTheirIntegrals) {
  // x[k+1] = x[k]/2 + u: 0, 1, 1.5, 1.75, 1.875; half a second times the first four
  const std::vector<double> expected{0, 1, 1.5, 1.75, 1.875, 0.5 * 4.25};
  EXPECT_EQ(discrete("  states: {x: 1}\n  next: {x: x/2 + u}\n", "x"), expected);
  EXPECT_EQ(discrete("  states: {x: 1}\n  discrete: true\n  state_space: {a: [[0.5]], b: [[1]]}\n", "x"),
            expected);
  EXPECT_EQ(discrete("  discrete: true\n  blocks: {x: {input: u, poles: [0.5]}}\n", "x"),
            expected);  // 1/(z - 0.5)
}

TEST(DiscretePlants, HaveDeadTimesOfWholeTicks) {
  EXPECT_EQ(discrete("  discrete: true\n  blocks: {x: {input: u, poles: [0.5], dead_time: 1 s}}\n", "x"),
            (std::vector<double>{0, 0, 0, 1, 1.5, 0.5 * 1}));
}

TEST(Limits, StopAStateUntilItsRateTurns) {
  // up by 1 a second from 0 to the limit, stays from 0.5 to 0.75, then down by 1
  std::string yaml =
      step_problem("  states: {x: 1}\n  limits: {x: [-1, 0.5]}\n  dynamics: {x: u*if(t < 0.75, 1, -1)}\n",
                   "last: final(x), area: integral(x)");
  yaml.replace(yaml.find("step: 1 ms"), 10, "step: 1 ms, integrator: euler");
  const Simulated run(yaml, {1});
  EXPECT_NEAR(run.output("last"), 0.25, 1e-12);
  EXPECT_NEAR(run.output("area"), 0.125 + 0.125 + 0.25 * 0.375, 1e-3);
}

TEST(Limits, HoldForBlocksAndForTheStart) {
  EXPECT_EQ(last("  limits: {y: [0, 0.25]}\n  blocks: {y: {input: u, poles: [0]}}\n"), 0.25);
  std::string yaml =
      step_problem("  states: {x: 1}\n  limits: {x: [-1, 2]}\n  dynamics: {x: u}\n", "last: final(x)");
  yaml.replace(yaml.find("[{}]"), 4, "[{initial_state: {x: 3}}]");
  EXPECT_EQ(recorded(yaml, {1}, "x").front(), 2);
}

TEST(Limits, OnesThatAreInfiniteCostNothing) {
  const auto hash_of = [](const std::string& plant) {
    return hash(build_program(spec::parse_problem({"test.yaml", step_problem(plant, "last: final(x)")}),
                              Purpose::training));
  };
  EXPECT_EQ(hash_of("  states: {x: 1}\n  limits: {x: [-inf, inf]}\n  dynamics: {x: u}\n"),
            hash_of("  states: {x: 1}\n  dynamics: {x: u}\n"));
}

}  // namespace
}  // namespace gainswarm::rollout
