// Margins as requirements: how candidates rank, and what is refused.
#include "host/tuner/loop_judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "host/swarm/start.hpp"
#include "host/tuner/warnings.hpp"
#include "tests/support/tune_config.hpp"

namespace gainswarm::tuner {
namespace {

using testing::HasSubstr;

/// A problem in one gain k, at line:column places that the tests know.
spec::Problem problem(const std::string& plant, const std::string& law, const std::string& margins,
                      const std::string& more = "") {
  return spec::parse_problem({"test.yaml",
                              "plant: {" + plant + "}\ncontroller: {gains: {k: 1}, " + law +
                                  "}\ngains: {k: {bounds: [0.1, 100]}}\n"
                                  "simulation: {duration: 1 s, step: 10 ms}\n"
                                  "scenarios: {training: {list: [{}]}}\n"
                                  "swarm: {swarms: 2, particles: 8, iterations: 10}\n"
                                  "polish: {evaluations: 100}\n"
                                  "objective:\n  terms: {cost: integral(1)}\n  margins: {" +
                                  margins + "}\n" + more,
                              ""});
}

const std::string lags =
    "states: {a: 1, b: 1, c: 1}, inputs: {u: 1}, dynamics: {a: u - a, b: a - b, c: b - c}";
const std::string lags_law = "continuous: true, output: {u: -k*c}";

/// A problem with all that judges its candidates, each of which costs 1 in each of `scenarios`.
struct Bench {
  explicit Bench(spec::Problem of, int threads = 1)
      : given(std::move(of)),
        program(rollout::build_program(given, rollout::Purpose::training)),
        space(given, program),
        objective(given, program),
        judge(given, space, threads) {}

  std::vector<double> rank(const std::vector<double>& gains, std::int64_t scenarios = 1) {
    const auto candidates =
        static_cast<std::int64_t>(gains.size()) / static_cast<std::int64_t>(program.gains.size());
    std::vector<double> costs(static_cast<std::size_t>(candidates), static_cast<double>(scenarios));
    judge.rank({gains, {}, objective, candidates * scenarios}, costs, obstacles);
    return costs;
  }

  spec::Problem given;
  rollout::Program program;
  GainSpace space;
  Objective objective;
  LoopJudge judge;
  std::vector<Named> obstacles;
};

/// k/(s + 1)^3 is stable up to k = 8, and its gain margin is 8/k.
TEST(LoopJudge, RanksUnstableLoopsBehindEveryStableOneTheFasterTheyGrowTheWorse) {
  Bench bench(problem(lags, lags_law, "gain_margin: {above: 2}"));
  const std::vector<double> costs = bench.rank({2, 3.9, 5, 6, 7.99, 8.01, 9, 20, 90});
  EXPECT_EQ(costs[0], 1);
  EXPECT_EQ(costs[1], 1);
  EXPECT_NEAR(costs[2] / unmet_requirements, 1 + (2 - 8. / 5) / 2, 1e-9);
  EXPECT_NEAR(costs[3] / unmet_requirements, 1 + (2 - 8. / 6) / 2, 1e-9);
  for (std::size_t i = 3; i < costs.size(); ++i) EXPECT_GT(costs[i], costs[i - 1]) << i;
  EXPECT_LT(costs[4], 2 * unmet_requirements);
  EXPECT_GT(costs[5], 1e50 * unmet_requirements);
  EXPECT_LT(costs[8], no_gains);
}

TEST(LoopJudge, AddsTheExcessOfASoftMarginToEveryScenario) {
  Bench bench(problem(lags, lags_law, "gain_margin: {above: 2, weight: 30}", "  over_scenarios: sum\n"));
  const std::vector<double> costs = bench.rank({2, 6, 9}, 2);
  EXPECT_EQ(costs[0], 2);
  EXPECT_NEAR(costs[1], 2 + 2 * 30 * (2 - 8. / 6) / 2, 1e-7);
  EXPECT_GT(costs[2], unmet_requirements) << "a loop that is not stable has no margin";
  const double soft[] = {6};
  EXPECT_NEAR(bench.judge.standing(soft).excess, 10, 1e-7);
  EXPECT_TRUE(bench.judge.standing(soft).met);
}

TEST(LoopJudge, JoinsTheMarginsToTheRequirementsOfTheRollouts) {
  Bench bench(problem(lags, lags_law, "gain_margin: {above: 2}"));
  const std::vector<double> gains{6};
  std::vector<double> costs{unmet_requirements * 1.5};
  bench.judge.rank({gains, {}, bench.objective, 1}, costs, bench.obstacles);
  EXPECT_NEAR(costs[0] / unmet_requirements, 1.5 + (2 - 8. / 6) / 2, 1e-9);
}

/// Sampled integrators: the gain margin is 2/(gain times period), and the second input's is 2.5.
TEST(LoopJudge, TakesTheWorstOfSeveralInputs) {
  const std::string two = "states: {a: 1, b: 1}, inputs: {u: 1, w: 1}, dynamics: {a: u, b: w}";
  Bench bench(problem(two, "output: {u: -k*a, w: -80*b}", "gain_margin: {above: 2, below: 4}"));
  Breakdown breakdown;
  breakdown.scenarios = 1;
  for (const auto& [gain, worst] : {std::pair(70., 2.5), std::pair(120., 2 / 1.2), std::pair(20., 10.)}) {
    bench.judge.add_to(breakdown, bench.objective, std::vector<double>{gain});
    EXPECT_EQ(breakdown.requirements.back().name, "gain_margin");
    EXPECT_NEAR(breakdown.requirements.back().value, worst, 1e-9);
  }
  EXPECT_EQ(breakdown.unmet, (std::vector<std::string>{"gain_margin", "gain_margin"}));
  EXPECT_FALSE(breakdown.requirements_met);
}

TEST(LoopJudge, NamesEveryMarginOfALoopThatIsNotStableAsUnmet) {
  Bench bench(problem(lags, lags_law, "phase_margin: {above: 30 deg, weight: 1}, damping: {above: 0.1}"));
  Breakdown breakdown;
  breakdown.scenarios = 1;
  bench.judge.add_to(breakdown, bench.objective, std::vector<double>{27});
  EXPECT_EQ(breakdown.unmet, (std::vector<std::string>{"phase_margin", "damping"}));
  EXPECT_TRUE(std::isnan(breakdown.requirements[0].value));
  EXPECT_NEAR(breakdown.requirements[1].value, -0.5 / std::sqrt(0.25 + 6.75),
              1e-9);  // s = -1 + 3 exp(i pi/3)
  EXPECT_TRUE(breakdown.components.empty());
}

TEST(LoopJudge, CountsLoopsAboutWhichNothingCanBeSaidAndRanksThemLast) {
  Bench bench(problem(lags, "continuous: true, output: {u: \"-if(k > 20, sign(c), k*c)\"}",
                      "gain_margin: {above: 2}"));
  const std::vector<double> costs = bench.rank({2, 19, 30, 40});
  EXPECT_EQ(costs[0], 1);
  EXPECT_GT(costs[2], 1e20 * costs[1]);
  EXPECT_EQ(costs[2], costs[3]);
  EXPECT_LT(costs[3], no_gains);
  ASSERT_EQ(bench.obstacles.size(), 1U);
  EXPECT_THAT(bench.obstacles[0].name, HasSubstr("'a' switches or bends over 'c'"));
  EXPECT_EQ(bench.obstacles[0].value, 2);
}

/// What the program says when it refuses to tune.
std::string refusal(const spec::Problem& given) {
  try {
    static_cast<void>(gainswarm::tests::tune(given));
  } catch (const spec::InputError& error) {
    return error.what();
  }
  return "";
}

TEST(LoopJudge, RefusesALawThatSwitchesWhateverItsGains) {
  EXPECT_THAT(refusal(problem(lags, "continuous: true, output: {u: -k*sign(c)}", "damping: {above: 0.3}")),
              HasSubstr("test.yaml:10:12: nothing can be said about the linearised loop with any gains "
                        "(the law's 'u' switches"));
}

TEST(LoopJudge, RefusesAnOperatingPointWhereThePlantDoesNotRest) {
  EXPECT_THAT(refusal(problem(lags, lags_law, "damping: {above: 0.3}", "operating_point: {a: 1}\n")),
              HasSubstr("test.yaml:10:12: nothing can be said about the linearised loop with any gains (the "
                        "plant does not rest at the operating point"));
}

TEST(LoopJudge, RefusesPlantsThatCannotBeLinearised) {
  const std::string recycle =
      "states: {x: 1}, inputs: {u: 1}, dynamics: {x: u - x + back}, "
      "blocks: {back: {input: x/2, dead_time: 0.2 s}}, outputs: {x: x}";
  EXPECT_THAT(refusal(problem(recycle, "output: {u: -k*x}", "damping: {above: 0.3}")),
              HasSubstr("test.yaml:10:12: margins need the linearised loop"));
}

TEST(LoopJudge, GivesTheSameBitsOnAnyNumberOfThreads) {
  const spec::Problem given = gainswarm::tests::load_config(
      "double_inverted_pendulum/state_feedback_real_loop",
      {"objective.margins={phase_margin: {above: 30 deg}, delay_margin: {above: 10 ms}, "
       "sensitivity_peak: {below: 2}, damping: {above: 0.3, weight: 100}}"});
  Bench one(given, 1), seven(given, 7);
  std::vector<double> gains;
  one.space.map(swarm::start(given.swarm, one.space.dimensions()).positions, gains);
  gains.resize(100 * one.program.gains.size());
  EXPECT_EQ(one.rank(gains), seven.rank(gains));
}

/// Sampled every 0.1 s the integrator has the gain margin 20/k; without it a larger k costs less.
spec::Problem integrator(const std::string& limit, const std::vector<std::string>& overrides = {}) {
  return spec::parse_problem({"test.yaml",
                              "plant: {states: {x: 1}, inputs: {u: 1}, dynamics: {x: u}}\n"
                              "controller: {gains: {k: 1}, output: {u: -k*x}}\n"
                              "gains: {k: {bounds: [1, 19]}}\n"
                              "simulation: {duration: 5 s, step: 100 ms}\n"
                              "scenarios: {training: {list: [{initial_state: {x: 1}}]}}\n"
                              "objective: {terms: {cost: integral(x^2)}, margins: {gain_margin: {" +
                                  limit +
                                  "}}}\n"
                                  "swarm: {swarms: 2, particles: 8, iterations: 20}\n",
                              ""},
                             overrides);
}

TEST(Tune, FindsTheBestGainsOnTheLimitOfAMargin) {
  const Tuning tuning = gainswarm::tests::tune(integrator("above: 4"));
  EXPECT_TRUE(tuning.requirements_met);
  EXPECT_TRUE(tuning.warnings.empty());
  EXPECT_NEAR(tuning.gains.front().value, 5, 1e-6);
  ASSERT_EQ(tuning.requirements.size(), 1U);
  EXPECT_EQ(tuning.requirements.front().name, "gain_margin");
  EXPECT_GT(tuning.requirements.front().value, 4);
  EXPECT_NEAR(tuning.requirements.front().value, 4, 1e-6);
}

/// A delay margin of one and a half ticks: exact between them, too.
TEST(Tune, FindsTheBestGainsOnTheLimitOfADelayMarginBetweenTicks) {
  const Tuning tuning = gainswarm::tests::tune(
      spec::parse_problem({"test.yaml",
                           "plant: {states: {x: 1}, inputs: {u: 1}, dynamics: {x: u}}\n"
                           "controller: {gains: {k: 1}, output: {u: -k*x}}\n"
                           "gains: {k: {bounds: [0.01, 9]}}\n"
                           "simulation: {duration: 5 s, step: 50 ms, control_period: 200 ms}\n"
                           "scenarios: {training: {list: [{initial_state: {x: 1}}]}}\n"
                           "objective: {terms: {speed: 1/k}, margins: {delay_margin: {above: 300 ms}}}\n"
                           "swarm: {swarms: 2, particles: 8, iterations: 20}\n",
                           ""}));
  EXPECT_TRUE(tuning.requirements_met);
  EXPECT_NEAR(tuning.gains.front().value, 4.142135623730950, 1e-6);
  EXPECT_GT(tuning.requirements.front().value, 0.3);
  EXPECT_NEAR(tuning.requirements.front().value, 0.3, 1e-7);
}

/// Without the margin k = (3 - sqrt 3)/0.1 is best, the known answer of integrator_sampled.
TEST(Tune, BalancesASoftMarginWithTheCost) {
  const Tuning tuning = gainswarm::tests::tune(integrator("above: 4, weight: 10"));
  EXPECT_NEAR(tuning.gains.front().value, 5, 1e-3);
  EXPECT_TRUE(tuning.requirements_met);
  ASSERT_EQ(tuning.components.size(), 2U);
  EXPECT_EQ(tuning.components[1].name, "gain_margin excess");
  EXPECT_NEAR(tuning.cost, tuning.components[0].value + tuning.components[1].value, 1e-12);
  const Tuning cheap = gainswarm::tests::tune(integrator("above: 4, weight: 1e-9"));
  EXPECT_NEAR(cheap.gains.front().value, 12.679, 1e-2);
  EXPECT_NEAR(cheap.components[1].value, 1e-9 * (1 - 20 / cheap.gains.front().value / 4), 1e-15);
}

TEST(Tune, SaysWhichMarginsTheBestGainsMiss) {
  const spec::Problem problem = integrator("above: 4", {"gains.k.bounds=[8, 19]"});
  const Tuning tuning = gainswarm::tests::tune(problem);
  EXPECT_FALSE(tuning.requirements_met);
  EXPECT_NEAR(tuning.gains.front().value, 8, 1e-6);
  EXPECT_THAT(requirement_warnings(tuning, problem.objective),
              testing::Contains(HasSubstr("do not meet the requirement 'gain_margin' (its worst "
                                          "value is 2.5")));
}

/// The poles of s^2 - s + k sum to 1 with any k.
TEST(Tune, SaysThatNoCandidateHasAStableLoop) {
  const spec::Problem given =
      problem("states: {x: 1, v: 1}, inputs: {u: 1}, dynamics: {x: v, v: v + u}, outputs: {x: x}",
              "continuous: true, output: {u: -k*x}", "gain_margin: {above: 2}");
  const Tuning tuning = gainswarm::tests::tune(given);
  EXPECT_FALSE(tuning.requirements_met);
  EXPECT_THAT(tuning.warnings, testing::Contains(HasSubstr("candidates has a stable linearised loop")));
  EXPECT_THAT(tuning.warnings, testing::Not(testing::Contains(HasSubstr("equally good"))));
  EXPECT_THAT(
      requirement_warnings(tuning, given.objective),
      testing::ElementsAre(HasSubstr("(only a stable linearised loop has one, and it must be above 2)")));
}

/// A front of two objectives holds only what has the margin.
TEST(Tune, KeepsLoopsWithoutTheMarginOffTheFront) {
  spec::Problem given = integrator("above: 4");
  given.objective.terms.clear();
  given.objective.pareto.push_back({spec::Text("error"), {spec::Text("integral(x^2)")}});
  given.objective.pareto.push_back({spec::Text("effort"), {spec::Text("integral(u^2)")}});
  const Tuning tuning = gainswarm::tests::tune(given);
  ASSERT_GT(tuning.front->points(), 5);
  for (const double gain : tuning.front->gain_values) EXPECT_LT(gain, 5);
}

}  // namespace
}  // namespace gainswarm::tuner
