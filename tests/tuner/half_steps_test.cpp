// What half the integration step says about the whole one.
#include "host/tuner/half_steps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/number.hpp"
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

/// Whether it matters when these are the costs with a step of 0.1 s and with half of it.
bool matters(double whole, double half) {
  Tuning tuning;
  tuning.cost = whole;
  tuning.cost_with_half_steps = half;
  return steps_matter(tuning, decay("1", "step: 0.1 s"));
}

TEST(StepsMatter, WhenHalfOfThemChangesTheCostMuch) {
  EXPECT_TRUE(matters(2, 2.1));
  EXPECT_TRUE(matters(2, 1.9));
  EXPECT_TRUE(matters(-2, -2.1));
  EXPECT_TRUE(matters(0, 1e-6));
  EXPECT_FALSE(matters(2, 2.01));
  EXPECT_FALSE(matters(1e-17, 1e-16));
  EXPECT_FALSE(matters(2, NAN));
}

/// Of a gain of 0.5; null where the step does not matter or is not to blame.
std::optional<std::string> said(const spec::Problem& problem) {
  const std::vector<double> gains{0.5};
  Tuning tuning;
  tuning.cost = cost(problem);
  tuning.cost_with_half_steps = cost(*with_half_steps(problem));
  const rollout::Program program = rollout::build_program(problem, rollout::Purpose::training);
  const auto engine =
      engine::make_engine({"reference", 0, 1}, program,
                          rollout::draw_scenarios(problem, program, problem.scenarios.training, "training"));
  if (!steps_are_too_long(tuning, gains, problem, program, *engine)) return std::nullopt;
  return warning_of_long_steps(tuning, problem);
}

TEST(StepsAreTooLong, WhereTheIntegrationIsNotStable) {
  EXPECT_THAT(said(decay("40", "step: 0.1 s")).value(),
              testing::HasSubstr("take simulation.step=0.05 s or less"));
  EXPECT_EQ(said(decay("40", "step: 0.01 s")), std::nullopt);
}

// A crest that stays within the band with whole steps and leaves it with half of them, or the other way
// round, by some 1e-6: so it is with slightly other gains.
TEST(StepsAreTooLong, NotWhereSmallChangesOfGainsChangeAsMuch) {
  const auto oscillator = [](const std::string& term) {
    return spec::parse_problem(
        {"test.yaml",
         "name: test\nplant: {name: oscillator, states: {y: 1, v: 1/s}, inputs: {u: 1/s^2}, "
         "dynamics: {y: v, v: u - y}}\n"
         "controller: {name: damper, gains: {k: 1/s}, output: {u: -k*v}}\n"
         "gains: {k: {bounds: [0, 1]}}\nscenarios: {training: {list: [{initial_state: {y: 1}}]}}\n"
         "simulation: {duration: 20 s, step: 0.1 s, control_period: 0.1 s}\n"
         "objective: {terms: {cost: \"" +
             term + "\"}}\n"});
  };
  const spec::Problem crest = oscillator("max_between(y, 5, 8)");
  const double whole = cost(crest), half = cost(*with_half_steps(crest));
  ASSERT_NE(whole, half);
  const spec::Problem problem = oscillator("settling_time(y, " + spec::to_text((whole + half) / 2) + ")");
  EXPECT_GT(std::abs(cost(problem) - cost(*with_half_steps(problem))), 1);
  EXPECT_EQ(said(problem), std::nullopt);
}

}  // namespace
}  // namespace gainswarm::tuner
