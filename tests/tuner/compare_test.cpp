#include "host/tuner/compare.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/tuner/function_engine.hpp"

namespace gainswarm::tuner {
namespace {

using tests::Case;

Validation validation(std::size_t scenarios, const std::function<double(std::size_t)>& cost) {
  Validation set;
  set.name = "fresh";
  set.scenarios = static_cast<std::int64_t>(scenarios);
  for (std::size_t i = 0; i < scenarios; ++i) set.costs.push_back(cost(i));
  set.successes.assign(scenarios, 1);
  set.requirements_met.assign(scenarios, 1);
  return set;
}

/// Unrelated from scenario to scenario, between 0 and 1000.
double wild(std::size_t i) {
  const double golden = static_cast<double>(i) * 0.6180339887498949;
  return 1000 * (golden - std::floor(golden));
}

Comparison compared(const Validation& tuned, const Validation& baseline, bool drawn = true,
                    spec::Aggregation rule = {}, LoopStanding tuned_loop = {}, LoopStanding other_loop = {}) {
  Case setup(1);
  setup.problem.objective.over_scenarios = rule;
  return compare({tuned, tuned_loop}, {baseline, other_loop}, Objective(setup.problem, setup.program),
                 {.drawn = drawn, .seed = 7});
}

TEST(Compare, GainsWhoseLoopMeetsTheMarginsBeatThoseWhoseLoopDoesNot) {
  const Validation dear = validation(50, [](std::size_t i) { return wild(i) + 1; }),
                   cheap = validation(50, wild);
  EXPECT_TRUE(compared(dear, cheap, true, {}, {.met = true}, {.met = false}).beaten);
  EXPECT_FALSE(compared(cheap, dear, true, {}, {.met = false}, {.met = true}).beaten);
  EXPECT_TRUE(compared(cheap, dear, true, {}, {.met = false}, {.met = false}).beaten);
}

TEST(Compare, WhatALoopExceedsASoftMarginByIsPartOfEveryCost) {
  const Validation same = validation(50, wild);
  const Comparison result = compared(same, same, true, {}, {.excess = 1}, {.excess = 3});
  EXPECT_NEAR(result.cost_reduction, 2, 1e-9);
  EXPECT_NEAR(result.cost_interval.low, 2, 1e-9);
  EXPECT_TRUE(result.beaten);
}

TEST(Compare, AnEqualGainInEveryScenarioIsCertainHoweverWildTheCosts) {
  const Comparison result =
      compared(validation(100, wild), validation(100, [](std::size_t i) { return wild(i) + 1; }));
  EXPECT_EQ(result.set, "fresh");
  EXPECT_NEAR(result.cost_reduction, 1, 1e-12);
  EXPECT_NEAR(result.cost_interval.low, 1, 1e-12);
  EXPECT_NEAR(result.cost_interval.high, 1, 1e-12);
  EXPECT_TRUE(result.beaten);
}

TEST(Compare, TheIntervalOfAMeanIsTheNormalOne) {
  constexpr std::size_t scenarios = 400;
  const Comparison result =
      compared(validation(scenarios, [](std::size_t) { return 0.0; }), validation(scenarios, wild));
  // Uniform between 0 and 1000: deviation 1000 / sqrt(12).
  const double half = 1.96 * 1000 / std::sqrt(12.0 * scenarios);
  EXPECT_NEAR(result.cost_reduction, 500, 5);
  EXPECT_NEAR(result.cost_interval.low, result.cost_reduction - half, 0.1 * half);
  EXPECT_NEAR(result.cost_interval.high, result.cost_reduction + half, 0.1 * half);
}

TEST(Compare, TheSameGainsDoNotBeatThemselves) {
  const Validation same = validation(50, wild);
  const Comparison result = compared(same, same);
  EXPECT_EQ(result.cost_reduction, 0);
  EXPECT_EQ(result.success_probability, 1);
  EXPECT_FALSE(result.beaten);
}

TEST(Compare, AggregatesAsTrainingDoes) {
  const Validation tuned = validation(40, [](std::size_t i) { return i == 39 ? 50.0 : 0; });
  const Validation baseline = validation(40, [](std::size_t) { return 10.0; });
  EXPECT_TRUE(compared(tuned, baseline).beaten);
  const Comparison worst = compared(tuned, baseline, true, {spec::Aggregate::worst, 0});
  EXPECT_EQ(worst.cost_reduction, -40);
  EXPECT_FALSE(worst.beaten);
}

// Resampling tells nothing of a maximum; then the scenarios themselves are counted.
TEST(Compare, WhereFewScenariosDecideMostOfThemMustBeCheaper) {
  const Validation baseline = validation(50, wild);
  const auto cheaper_in = [](std::size_t scenarios) {
    return validation(
        50, [=](std::size_t i) { return wild(i) + (i < scenarios ? -1.0 : 0.5) * (1 + wild(i) / 1e3); });
  };
  for (const spec::Aggregation rule : {spec::Aggregation{spec::Aggregate::worst, 0},
                                       {spec::Aggregate::mean_plus_worst, 1},
                                       {spec::Aggregate::cvar, 0.95},
                                       {spec::Aggregate::percentile, 0.95}}) {
    const Comparison all = compared(cheaper_in(50), baseline, true, rule);
    EXPECT_TRUE(std::isinf(all.cost_interval.low) && std::isinf(all.cost_interval.high));
    EXPECT_TRUE(all.beaten);
    EXPECT_FALSE(compared(baseline, cheaper_in(50), true, rule).beaten);
    EXPECT_FALSE(compared(cheaper_in(28), baseline, true, rule).beaten) << "28 of 50 may be chance";
  }
}

TEST(Compare, FewDrawnScenariosSayNothingAndAllThereAreSayEverything) {
  const Validation tuned = validation(3, [](std::size_t) { return 1.0; });
  const Validation baseline = validation(3, [](std::size_t) { return 2.0; });
  const Comparison drawn = compared(tuned, baseline);
  EXPECT_TRUE(std::isinf(drawn.cost_interval.low) && std::isinf(drawn.cost_interval.high));
  EXPECT_FALSE(drawn.beaten);
  const Comparison listed = compared(tuned, baseline, false);
  EXPECT_EQ(listed.cost_interval.low, 1);
  EXPECT_TRUE(listed.beaten);
}

TEST(Compare, RequirementsComeBeforeTheCost) {
  const Validation dear = validation(100, [](std::size_t i) { return wild(i) + 1; });
  Validation cheap = validation(100, wild);
  for (std::size_t i = 0; i < 6; ++i) cheap.requirements_met[i] = 0;
  EXPECT_FALSE(compared(cheap, dear).beaten);
  EXPECT_TRUE(compared(dear, cheap).beaten);
  cheap.requirements_met[5] = 1;
  EXPECT_TRUE(compared(cheap, dear).beaten) << "5 of 100 may be chance";
}

TEST(Compare, CheaperGainsThatSucceedRarelierDoNotBeat) {
  Validation tuned = validation(100, wild);
  const Validation baseline = validation(100, [](std::size_t i) { return wild(i) + 1; });
  for (std::size_t i = 0; i < 9; ++i) tuned.successes[i] = 0;
  const Comparison result = compared(tuned, baseline);
  EXPECT_EQ(result.only_baseline, 9);
  EXPECT_EQ(result.only_tuned, 0);
  EXPECT_DOUBLE_EQ(result.success_probability, 2 / 512.0);
  EXPECT_FALSE(result.beaten);
}

TEST(Compare, GivesTheSameBitsEveryTime) {
  const Validation tuned = validation(64, wild),
                   baseline = validation(64, [](std::size_t i) { return wild(3 * i); });
  const Comparison once = compared(tuned, baseline), again = compared(tuned, baseline);
  EXPECT_EQ(once.cost_interval.low, again.cost_interval.low);
  EXPECT_EQ(once.cost_interval.high, again.cost_interval.high);
}

}  // namespace
}  // namespace gainswarm::tuner
