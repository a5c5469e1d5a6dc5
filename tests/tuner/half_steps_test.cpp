// What half the integration step says about the whole one.
#include "host/tuner/half_steps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::tuner {
namespace {

/// y' = -rate y from 1, without control. The integral of y^2 over 2 s is (1 - e^(-4 rate))/(2 rate).
spec::Problem decay(const std::string& rate, const std::string& simulation, const std::string& rest = "") {
  return spec::parse_problem(
      {"test.yaml",
       "name: test\nplant: {name: lag, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u - " + rate +
           "*y}, fails_when: abs(y) > 10}\n"
           "controller: {name: none, gains: {k: 1/s}, output: {u: 0*k}}\ngains: {k: {bounds: [0, 1]}}\n"
           "scenarios: {training: {list: [{initial_state: {y: 1}}]}}\n"
           "objective: {terms: {cost: integral(y^2)}}\nsimulation: {duration: 2 s, " +
           simulation + "}\n" + rest});
}

double cost(const spec::Problem& problem, const LoopStanding& loop = {}) {
  const rollout::Program program = rollout::build_program(problem, rollout::Purpose::training);
  const auto engine =
      engine::make_engine({"reference", 0, 1}, program,
                          rollout::draw_scenarios(problem, program, problem.scenarios.training, "training"));
  return cost_of(std::vector<double>{0.5}, loop, problem, program, *engine);
}

TEST(HalfSteps, LeaveASixteenthOfTheError) {
  const spec::Problem problem = decay("1", "step: 0.1 s, control_period: 0.2 s");
  const double exact = (1 - std::exp(-4.0)) / 2;
  const double whole = cost(problem) - exact, half = cost(*with_half_steps(problem)) - exact;
  EXPECT_NEAR(whole / half, 16, 1);
}

TEST(HalfSteps, LeaveTheControlPeriodAsItIs) {
  EXPECT_EQ(with_half_steps(decay("1", "step: 0.1 s"))->simulation.control_period, 0.1);
  EXPECT_EQ(with_half_steps(decay("1", "step: 0.1 s, control_period: 0.2 s"))->simulation.control_period,
            0.2);
  const std::vector<std::string> without_ticks{"controller.continuous=true"};
  const spec::Problem continuous = *with_half_steps(
      spec::parse_problem({"test.yaml", spec::resolved(decay("1", "step: 0.1 s"))}, without_ticks));
  EXPECT_EQ(continuous.simulation.control_period, 0);
  EXPECT_EQ(continuous.simulation.step, 0.05);
}

TEST(HalfSteps, MakeAnotherProblemWhereStepsHaveAMeaning) {
  EXPECT_FALSE(with_half_steps(decay("1", "step: 0.1 s, control_period: 0.2 s", "loop: {jitter: 0.1 s}\n")));
  EXPECT_FALSE(
      with_half_steps(decay("1", "step: 0.1 s, control_period: 0.2 s", "loop: {sampling_jitter: 0.1 s}\n")));
  spec::Problem discrete = decay("1", "step: 0.1 s");
  discrete.plant.next = std::exchange(discrete.plant.dynamics, {});
  EXPECT_FALSE(with_half_steps(discrete));
}

TEST(HalfSteps, CountTheSoftMarginsOfEveryScenario) {
  const spec::Problem problem = decay("1", "step: 0.1 s");
  EXPECT_EQ(cost(problem, {.met = true, .excess = 3}), cost(problem) + 3);
}

/// What is said when these are the costs with a step of 0.1 s.
std::optional<std::string> said(double with_whole_steps, double half) {
  Tuning tuning;
  tuning.cost = with_whole_steps;
  tuning.cost_with_half_steps = half;
  return step_warning(tuning, decay("1", "step: 0.1 s"));
}

TEST(StepWarning, ComesWhenHalfTheStepChangesMuch) {
  EXPECT_THAT(said(2, 2.1).value(), testing::HasSubstr("cost 2.1 instead of 2 "));
  EXPECT_THAT(said(2, 1.9).value(), testing::HasSubstr("take simulation.step=0.05 s or less"));
  EXPECT_THAT(said(-2, -2.1), testing::Ne(std::nullopt));
  EXPECT_THAT(said(0, 1e-6), testing::Ne(std::nullopt));
  EXPECT_EQ(said(2, 2.01), std::nullopt);
  EXPECT_EQ(said(1e-17, 1e-16), std::nullopt);
  EXPECT_EQ(said(2, NAN), std::nullopt);
}

TEST(StepWarning, TellsOfAnIntegrationThatIsNotStable) {
  const spec::Problem problem = decay("40", "step: 0.1 s");
  Tuning tuning;
  tuning.cost = cost(problem);
  tuning.cost_with_half_steps = cost(*with_half_steps(problem));
  EXPECT_GT(tuning.cost, 1e6) << "it fails";
  EXPECT_LT(tuning.cost_with_half_steps, 1);
  EXPECT_TRUE(step_warning(tuning, problem));
}

}  // namespace
}  // namespace gainswarm::tuner
