#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "host/tuner/warnings.hpp"
#include "tests/tuner/function_engine.hpp"

namespace gainswarm::tuner {
namespace {

using tests::bowl;
using tests::Case;
using tests::Rollout;
using tests::warns;

TEST(Warnings, ACostOfExactlyZeroIsNamed) {
  const Tuning tuning =
      Case(1).tune([](auto gains, auto) { return Rollout{.cost = gains[0] < 0.5 ? 0.0 : 1.0}; });
  EXPECT_EQ(tuning.cost, 0);
  EXPECT_TRUE(warns(tuning, "exactly 0"));
  EXPECT_FALSE(warns(tuning, "same cost"));
}

TEST(Warnings, EqualCostsOfAllCandidatesAreNamed) {
  const Tuning tuning = Case(2).tune([](auto, auto) { return Rollout{.cost = 3}; });
  EXPECT_TRUE(warns(tuning, "equally good"));
  EXPECT_FALSE(warns(tuning, "exactly 0"));
}

TEST(Warnings, AGainOnItsBoundIsNamedWithTheBound) {
  Case setup(2, -4, 8);
  const Tuning tuning =
      setup.tune([](auto gains, auto) { return Rollout{.cost = 100 - gains[0] + 2 * gains[1]}; });
  EXPECT_TRUE(tuning.gains[0].on_bound);
  EXPECT_EQ(tuning.gains[0].value, 8);
  EXPECT_EQ(tuning.gains[1].value, -4);
  EXPECT_TRUE(warns(tuning, "gain 'g0' is on its upper bound 8"));
  EXPECT_TRUE(warns(tuning, "gain 'g1' is on its lower bound -4"));
}

TEST(Warnings, TrainingScenariosThatFailAreCountedByCause) {
  const Tuning tuning = Case(2).tune(
      [](auto gains, auto scenario) {
        Rollout rollout = bowl(gains, scenario);
        if (scenario > 0)
          rollout = {.cost = 5 + rollout.cost, .survived = 40, .cause = scenario == 3 ? 1 : 0};
        return rollout;
      },
      4);
  EXPECT_EQ(tuning.best_failed, 3);
  EXPECT_EQ(tuning.history.back().failed_share, 0.75);
  EXPECT_TRUE(warns(tuning, "fail in 3 of 4 training scenarios (fell over: 2, not finite: 1)"));
}

TEST(Warnings, CostsThatAreNotFiniteCountAsTheWorstAndAreReported) {
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    const Tuning tuning = Case(2).tune([&](auto gains, auto scenario) {
      return Rollout{.cost = gains[0] > 0.6 ? bad : 1 + bowl(gains, scenario).cost};
    });
    EXPECT_NEAR(tuning.cost, 1, 1e-9);
    EXPECT_TRUE(warns(tuning, "not finite"));
    EXPECT_LE(tuning.history.front().median_cost, std::numeric_limits<double>::max());
  }
}

TEST(Warnings, AnUnmetRequirementIsNamedWithItsLimit) {
  Tuning tuning;
  tuning.requirements = {{"quick", 7}, {"calm", 3}};
  spec::Objective objective;
  objective.require = {{spec::Text("quick"), {.value = {}, .below = 5}},
                       {spec::Text("calm"), {.value = {}, .below = 5}}};
  const auto warnings = requirement_warnings(tuning, objective);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("'quick' (its worst value is 7, and it must be below 5)"), std::string::npos);
}

TEST(Warnings, AMarginThatNothingLimitsIsMet) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Tuning tuning;
  tuning.requirements = {{"gain_margin", infinity}, {"sensitivity_peak", infinity}};
  spec::Objective objective;
  objective.margins.gain_margin.emplace().above = 2;
  objective.margins.sensitivity_peak.emplace().below = 2;
  const auto warnings = requirement_warnings(tuning, objective);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("'sensitivity_peak'"), std::string::npos);
}

TEST(CostDifference, HasADirectionAndNoIntervalFromTooFewScenarios) {
  Comparison comparison{.set = "fresh", .cost_reduction = -299.9, .cost_interval = {-310, -280}};
  EXPECT_EQ(cost_difference(comparison), "299.9 more (95 % confidence 280 to 310)");
  comparison.cost_interval = {-HUGE_VAL, HUGE_VAL};
  EXPECT_EQ(cost_difference(comparison), "299.9 more (too few scenarios to tell)");
  comparison.cost_reduction = 12.5;
  comparison.cost_interval = {10, 15};
  EXPECT_EQ(cost_difference(comparison), "12.5 less (95 % confidence 10 to 15)");
}

}  // namespace
}  // namespace gainswarm::tuner
