#include "host/tuner/validate.hpp"

#include <gtest/gtest.h>

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
