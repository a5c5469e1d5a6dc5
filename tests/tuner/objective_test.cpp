#include "host/tuner/objective.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/tuner/function_engine.hpp"

namespace gainswarm::tuner {
namespace {

using tests::Case;
using tests::FunctionEngine;
using tests::Rollout;

/// Ranked costs of candidates whose only gain is their number.
std::vector<double> ranked(const Case& setup, const tests::Function& function, std::size_t candidates,
                           std::int64_t scenarios = 1) {
  std::vector<double> numbers, costs(candidates);
  for (std::size_t i = 0; i < candidates; ++i) numbers.push_back(static_cast<double>(i));
  engine::Outcome outcome;
  FunctionEngine(setup.program, function, scenarios).evaluate(numbers, outcome);
  Objective(setup.problem, setup.program).rank(outcome, costs);
  return costs;
}

Breakdown taken_apart(const Case& setup, const tests::Function& function, std::int64_t scenarios) {
  engine::Outcome outcome;
  FunctionEngine(setup.program, function, scenarios).evaluate(std::vector<double>{0}, outcome);
  return Objective(setup.problem, setup.program).breakdown(outcome);
}

double component(const Breakdown& breakdown, const std::string& name) {
  for (const Named& component : breakdown.components) {
    if (component.name == name) return component.value;
  }
  return std::nan("");
}

TEST(Objective, AggregatesOverTheScenariosAsTheProblemSays) {
  Case setup(1);
  const auto function = [](auto gains, std::int64_t scenario) {
    return Rollout{.cost = 10 * gains[0] + static_cast<double>(scenario)};
  };
  EXPECT_EQ(ranked(setup, function, 2, 3), (std::vector<double>{1, 11}));
  setup.problem.objective.over_scenarios = {spec::Aggregate::worst, 0};
  EXPECT_EQ(ranked(setup, function, 2, 3), (std::vector<double>{2, 12}));
  setup.problem.objective.over_scenarios = {spec::Aggregate::mean_plus_worst, 2};
  EXPECT_EQ(ranked(setup, function, 2, 3), (std::vector<double>{5, 35}));
}

TEST(Objective, CandidatesThatMeetTheRequirementsRankFirstThenByViolation) {
  Case setup(1);
  setup.add_requirement("peak", 2);
  const std::vector<double> peaks{1.9, 2, 2.5, 40, std::nan("")};
  const auto costs = ranked(
      setup,
      [&](auto gains, auto) {
        return Rollout{.cost = 1000 - 100 * gains[0],
                       .requirements = {peaks[static_cast<std::size_t>(gains[0])]}};
      },
      5);
  EXPECT_EQ(costs[0], 1000) << "the cost itself when the requirement is met";
  EXPECT_EQ(costs[1], unmet_requirements) << "the limit itself is not below the limit";
  for (std::size_t i = 1; i < 5; ++i) EXPECT_LT(costs[i - 1], costs[i]);
  EXPECT_DOUBLE_EQ(costs[2] / unmet_requirements, 1.25);
  EXPECT_TRUE(std::isfinite(costs[4]));
}

TEST(Objective, ARequirementHasToHoldInEveryScenarioAndOnBothSides) {
  Case setup(1);
  setup.add_requirement("band", 4, 2);
  const auto costs = ranked(
      setup,
      [](auto gains, std::int64_t scenario) {
        const double value =
            scenario == 0 ? 3 : 1.5 + gains[0];  // 1.5: below the band, 2.5 and 3.5 in it, 4.5 above
        return Rollout{.cost = 7, .requirements = {value}};
      },
      4, 2);
  EXPECT_DOUBLE_EQ(costs[0] / unmet_requirements, 1.25);
  EXPECT_EQ(costs[1], 7);
  EXPECT_EQ(costs[2], 7);
  EXPECT_DOUBLE_EQ(costs[3] / unmet_requirements, 1.125);
}

TEST(Objective, FailingEarlyIsNoWayToMeetARequirement) {
  Case setup(1);
  setup.add_requirement("peak", 2);
  const auto costs = ranked(
      setup,
      [](auto gains, auto) {
        if (gains[0] == 0) return Rollout{.cost = 5, .requirements = {3}};
        return Rollout{.cost = 1, .requirements = {0}, .survived = gains[0] == 1 ? 90 : 10, .cause = 0};
      },
      3);
  EXPECT_LT(costs[0], costs[1]) << "a violation ranks before a failure";
  EXPECT_LT(costs[1], costs[2]) << "a late failure ranks before an early one";
}

TEST(Objective, FailuresAreNoViolationWhereNothingIsRequired) {
  const auto costs = ranked(
      Case(1), [](auto, auto) { return Rollout{.cost = 2e6, .survived = 0, .cause = 0}; }, 1);
  EXPECT_EQ(costs[0], 2e6);
}

TEST(Objective, WeightedTermsAddUpToTheCostUnderEveryAggregation) {
  Case setup(1);
  setup.add_term("tracking", 2);
  setup.add_term("effort", 0.5);
  const auto function = [](auto, std::int64_t scenario) {
    const double tracking = 1 + static_cast<double>(scenario * 7 % 5),
                 effort = static_cast<double>(scenario % 3);
    return Rollout{.cost = 2 * tracking + 0.5 * effort, .terms = {tracking, effort}};
  };
  using enum spec::Aggregate;
  for (const auto& [kind, parameter] : std::vector<std::pair<spec::Aggregate, double>>{
           {mean, 0}, {sum, 0}, {worst, 0}, {mean_plus_worst, 0.3}, {cvar, 0.7}, {percentile, 0.8}}) {
    setup.problem.objective.over_scenarios = {kind, parameter};
    const Breakdown breakdown = taken_apart(setup, function, 5);
    EXPECT_NEAR(component(breakdown, "tracking") + component(breakdown, "effort"), breakdown.cost, 1e-12);
    EXPECT_EQ(breakdown.components.size(), 2U);
  }
}

TEST(Objective, FailedRolloutsAppearAsAPenaltyInsteadOfTheirTerms) {
  Case setup(1);
  setup.add_term("tracking", 2);
  const Breakdown breakdown = taken_apart(
      setup,
      [](auto, std::int64_t scenario) {
        if (scenario == 1) return Rollout{.cost = 100, .terms = {std::nan("")}, .survived = 3, .cause = 0};
        return Rollout{.cost = 6, .terms = {3}};
      },
      2);
  EXPECT_EQ(breakdown.cost, 53);
  EXPECT_EQ(component(breakdown, "tracking"), 3);
  EXPECT_EQ(component(breakdown, "failure penalty"), 50);
  EXPECT_EQ(breakdown.failed, 1);
}

TEST(Objective, ReportsTheValueOfARequirementThatIsNearestToItsLimit) {
  Case setup(1);
  setup.add_requirement("peak", 2);
  const auto peaks = [](double offset) {
    return [offset](auto, std::int64_t scenario) {
      return Rollout{.requirements = {offset + static_cast<double>(scenario * 2 % 3)}};
    };
  };
  const Breakdown met = taken_apart(setup, peaks(-0.5), 3);
  EXPECT_EQ(met.requirements.at(0).value, 1.5);
  EXPECT_TRUE(met.requirements_met);
  const Breakdown unmet = taken_apart(setup, peaks(0.5), 3);
  EXPECT_EQ(unmet.requirements.at(0).value, 2.5);
  EXPECT_FALSE(unmet.requirements_met);
  EXPECT_EQ(unmet.unmet, std::vector<std::string>{"peak"});
}

TEST(Objective, TunedGainsMeetARequirementThatExcludesTheLowestCost) {
  Case setup(1);
  setup.add_requirement("at least", spec::infinity, 0.5);
  const Tuning tuning = setup.tune([](auto gains, auto scenario) {
    return Rollout{.cost = 1 + tests::bowl(gains, scenario).cost, .requirements = {gains[0]}};
  });
  EXPECT_TRUE(tuning.requirements_met);
  EXPECT_GT(tuning.gains[0].value, 0.5);
  EXPECT_NEAR(tuning.gains[0].value, 0.5, 1e-6);
  EXPECT_NEAR(tuning.cost, 1.04, 1e-6);
}

TEST(Objective, ARunThatMeetsNoRequirementReportsTheCostItself) {
  Case setup(1);
  setup.add_requirement("impossible", 0);
  const Tuning tuning =
      setup.tune([](auto gains, auto) { return Rollout{.cost = 4, .requirements = {1 + gains[0]}}; });
  EXPECT_FALSE(tuning.requirements_met);
  EXPECT_EQ(tuning.cost, 4);
  EXPECT_NEAR(tuning.gains[0].value, 0, 1e-9) << "the smallest violation";
}

}  // namespace
}  // namespace gainswarm::tuner
