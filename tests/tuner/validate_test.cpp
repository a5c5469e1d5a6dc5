#include "host/tuner/validate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "tests/tuner/function_engine.hpp"

namespace gainswarm::tuner {
namespace {

using tests::Case;
using tests::FunctionEngine;
using tests::Rollout;

Rollout four_scenarios(std::span<const double> gains, std::int64_t scenario) {
  Rollout rollout{.cost = gains[0] + 10 * gains[1] + static_cast<double>(scenario)};
  if (scenario == 1) rollout.success = 0;
  if (scenario == 2) rollout = {.cost = 100, .survived = 10, .cause = 1, .success = 0};
  return rollout;
}

TEST(Validate, CountsSuccessesAndFailuresByCause) {
  Case setup(2);
  setup.add_success();
  setup.problem.objective.over_scenarios = {spec::Aggregate::worst, 0};
  FunctionEngine engine(setup.program, four_scenarios, 4);
  // In another order than the program's, and with a fixed gain that the program does not know.
  const std::vector<BestGain> gains{{.name = "g1", .unit = "", .value = 2},
                                    {.name = "held", .unit = "", .value = 9, .tuned = false},
                                    {.name = "g0", .unit = "", .value = 1}};
  const Validation validation = validate({"wide", setup.problem, setup.program, engine}, gains);
  EXPECT_EQ(validation.name, "wide");
  EXPECT_EQ(validation.scenarios, 4);
  EXPECT_EQ(validation.success_rate, 0.5);
  EXPECT_EQ(validation.cost, 100);
  EXPECT_EQ(validation.costs, (std::vector<double>{21, 22, 100, 24}));
  EXPECT_EQ(validation.successes, (std::vector<std::uint8_t>{1, 0, 0, 1}));
  ASSERT_EQ(validation.failures.size(), 1U);
  EXPECT_EQ(validation.failures[0].name, "not finite");
  EXPECT_EQ(validation.failures[0].value, 1);
  EXPECT_EQ(validation.causes, (std::vector<std::int64_t>{-1, -1, 0, -1}));
  EXPECT_EQ(validation.worst, (std::vector<std::int64_t>{2, 3, 1, 0}));
  EXPECT_EQ(validation.cost_percentiles.lowest, 21);
  EXPECT_EQ(validation.cost_percentiles.p50, 23);
  EXPECT_EQ(validation.cost_percentiles.highest, 100);
  EXPECT_NEAR(validation.success_interval.low, 0.0676, 5e-5);  // 2 of 4
  EXPECT_NEAR(validation.success_interval.high, 0.9324, 5e-5);
}

TEST(Validate, TellsWhichScenariosMeetTheHardRequirements) {
  Case setup(1);
  setup.add_requirement("peak", 5);
  setup.add_success();
  const auto rollouts = [](std::span<const double> /*gains*/, std::int64_t scenario) {
    Rollout rollout{.cost = 1, .requirements = {scenario == 1 ? 6.0 : 4.0}};
    if (scenario == 2) rollout.cause = 0;
    return rollout;
  };
  FunctionEngine engine(setup.program, rollouts, 4);
  const Validation validation = validate({"wide", setup.problem, setup.program, engine},
                                         std::vector<BestGain>{{.name = "g0", .unit = "", .value = 1}});
  EXPECT_EQ(validation.requirements_met, (std::vector<std::uint8_t>{1, 0, 0, 1}));
  ASSERT_EQ(validation.requirements.size(), 1U);
  EXPECT_EQ(validation.requirements[0].name, "peak");
  EXPECT_EQ(validation.requirements[0].value, 6);
}

TEST(Validate, TakesMetricsOfTheScenariosThatDidNotFail) {
  Case setup(1);
  setup.add_success();
  setup.add_metric("settling", "s");
  setup.add_metric("effort", "");
  const auto rollouts = [](std::span<const double> gains, std::int64_t scenario) {
    Rollout rollout{.cost = 1, .metrics = {gains[0] + static_cast<double>(scenario), 7}};
    if (scenario == 0) rollout.cause = 0;
    if (scenario == 3) rollout.metrics[1] = -std::numeric_limits<double>::quiet_NaN();
    return rollout;
  };
  FunctionEngine engine(setup.program, rollouts, 4);
  const Validation validation = validate({"set", setup.problem, setup.program, engine},
                                         std::vector<BestGain>{{.name = "g0", .unit = "", .value = 10}});
  ASSERT_EQ(validation.metrics.size(), 2U);
  const MetricValues &settling = validation.metrics[0], &effort = validation.metrics[1];
  EXPECT_EQ(settling.name + " " + settling.unit, "settling s");
  EXPECT_TRUE(std::isnan(settling.values[0]));
  EXPECT_EQ(settling.values[3], 13);
  EXPECT_EQ(settling.percentiles.lowest, 11);
  EXPECT_EQ(settling.percentiles.p50, 12);
  EXPECT_TRUE(std::isnan(effort.values[3]) && !std::signbit(effort.values[3]));
  EXPECT_EQ(effort.percentiles.highest, 7);
}

TEST(Validate, EqualCostsKeepTheOrderOfTheScenariosAndOnlyFiveAreTheWorst) {
  Case setup(1);
  setup.add_success();
  FunctionEngine engine(
      setup.program,
      [](std::span<const double>, std::int64_t scenario) {
        return Rollout{.cost = scenario < 4 ? 1.0 : 2.0};
      },
      8);
  const Validation validation = validate({"set", setup.problem, setup.program, engine},
                                         std::vector<BestGain>{{.name = "g0", .unit = ""}});
  EXPECT_EQ(validation.worst, (std::vector<std::int64_t>{4, 5, 6, 7, 0}));
}

TEST(Validate, OfSeveralGainsIsThatOfEachAlone) {
  Case setup(2);
  setup.add_success();
  tests::WideEngine engine(setup.program, four_scenarios, 4, 8);
  const ValidationInput input{"wide", setup.problem, setup.program, engine, 4};
  const std::vector<std::vector<double>> gains{{1, 2}, {3, 0}, {0, 0.5}};
  std::size_t taken = 0;
  validate(input, gains, [&](std::size_t number, const Validation& validation) {
    EXPECT_EQ(number, taken++);
    const Validation alone =
        validate(input, std::vector<BestGain>{{.name = "g0", .unit = "", .value = gains[number][0]},
                                              {.name = "g1", .unit = "", .value = gains[number][1]}});
    EXPECT_EQ(validation.costs, alone.costs);
    EXPECT_EQ(validation.cost, alone.cost);
    EXPECT_EQ(validation.causes, alone.causes);
    EXPECT_EQ(validation.successes, alone.successes);
  });
  EXPECT_EQ(taken, 3U);
  EXPECT_EQ(engine.batches().front(), 3U);
}

/// How many of five gains run at once.
std::vector<std::size_t> batches_of_five(std::int64_t side_by_side, std::int64_t scenarios) {
  Case setup(2);
  setup.add_success();
  tests::WideEngine engine(setup.program, four_scenarios, 4, side_by_side);
  validate({"wide", setup.problem, setup.program, engine, scenarios},
           std::vector<std::vector<double>>(5, {0, 0}), [](std::size_t, const Validation&) {});
  return engine.batches();
}

TEST(Validate, TakesAsManyGainsAtOnceAsTakeNoLongerThanOneAndMemoryHolds) {
  EXPECT_EQ(batches_of_five(2, 4), (std::vector<std::size_t>{2, 2, 1}));
  EXPECT_EQ(batches_of_five(64, 4), (std::vector<std::size_t>{5}));
  EXPECT_EQ(batches_of_five(64, 8'000'000), (std::vector<std::size_t>{4, 1})) << "of two outputs";
  EXPECT_EQ(batches_of_five(64, 100'000'000), (std::vector<std::size_t>(5, 1)));
}

TEST(Validate, RefusesMissingGainsAndProgramsWithoutSuccess) {
  Case training(1);
  FunctionEngine engine(training.program, four_scenarios, 1);
  const std::vector<BestGain> other{{.name = "x", .unit = ""}};
  EXPECT_THROW(validate({"set", training.problem, training.program, engine}, other), std::invalid_argument);
  FunctionEngine bowl(training.program, tests::bowl, 1);
  const std::vector<BestGain> gains{{.name = "g0", .unit = ""}};
  EXPECT_THROW(validate({"set", training.problem, training.program, bowl}, gains), std::invalid_argument);
}

}  // namespace
}  // namespace gainswarm::tuner
