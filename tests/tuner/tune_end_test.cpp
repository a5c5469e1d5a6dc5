// How a search ends, and what is left of it then.
#include <gtest/gtest.h>

#include <algorithm>

#include "host/tuner/tune.hpp"
#include "tests/support/seed.hpp"
#include "tests/tuner/function_engine.hpp"

namespace gainswarm::tuner {
namespace {

using tests::Case;
using tests::FunctionEngine;
using tests::offset_bowl;
using tests::Rollout;

TEST(TuneEnd, KeepsWhatWasFoundBeforeTheEngineFailed) {
  const Case setup(2);
  const Tuning whole = setup.tune(offset_bowl);
  for (const std::int64_t most : {500, 1600}) {  // in the iterations of 40 evaluations, in the polish
    std::int64_t calls = 0;
    const Tuning cut = setup.tune([&](auto gains, auto scenario) {
      if (++calls > most) throw engine::EngineFailed("the device is gone");
      return offset_bowl(gains, scenario);
    });
    ASSERT_EQ(cut.stop, StopReason::engine_failed);
    ASSERT_EQ(cut.history.size(), static_cast<std::size_t>(std::min<std::int64_t>(most / 40, 30)));
    for (std::size_t i = 0; i < cut.history.size(); ++i)
      EXPECT_EQ(cut.history[i].best_cost, whole.history[i].best_cost);
    EXPECT_EQ(cut.cost_before_polish, cut.history.back().best_cost);
    EXPECT_LE(cut.cost, cut.cost_before_polish);
    EXPECT_EQ(cut.cost<cut.cost_before_polish, most> 1200) << "the polish finds something lower";
    EXPECT_TRUE(tests::warns(cut, "the device is gone"));
  }
}

void expect_same_state(const SwarmState& expected, const SwarmState& actual) {
  EXPECT_EQ(actual.iteration, expected.iteration);
  EXPECT_EQ(actual.positions, expected.positions);
  EXPECT_EQ(actual.velocities, expected.velocities);
  EXPECT_EQ(actual.best_positions, expected.best_positions);
  EXPECT_EQ(actual.best_costs, expected.best_costs);
  EXPECT_EQ(actual.stalled, expected.stalled);
  EXPECT_EQ(actual.exemplars, expected.exemplars);
}

/// Interrupted in its evaluation number `at`, and in those that follow if it `lasts`.
Tuning interrupted_in(const Case& setup, std::int64_t at, bool lasts) {
  std::int64_t calls = 0;
  return setup.tune([&](auto gains, auto scenario) {
    if (++calls == at || (lasts && calls > at)) throw engine::Interrupted();
    return offset_bowl(gains, scenario);
  });
}

TEST(TuneEnd, AnInterruptedGenerationLeavesTheBitsOfARunThatStoppedBeforeIt) {
  for (const auto algorithm : {spec::Algorithm::global_best, spec::Algorithm::comprehensive_learning}) {
    Case setup(3);
    setup.problem.swarm.algorithm = algorithm;
    setup.problem.swarm.seed = gainswarm::tests::fresh_seed();
    int iterations = 0;
    FunctionEngine engine(setup.program, offset_bowl);
    const Tuning stopped = tune({.problem = setup.problem,
                                 .program = setup.program,
                                 .engine = engine,
                                 .interrupted = [&] { return iterations == 10; }},
                                [&](const Generation&) { ++iterations; });
    for (const bool lasts : {false, true}) {
      const Tuning cut = interrupted_in(setup, 10 * 40 + 17, lasts);
      EXPECT_EQ(cut.stop, StopReason::interrupted);
      EXPECT_EQ(cut.history.size(), 10U);
      EXPECT_EQ(cut.best_gains, stopped.best_gains);
      EXPECT_EQ(cut.swarm_best_costs, stopped.swarm_best_costs);
      EXPECT_EQ(cut.fingerprint, stopped.fingerprint);
      EXPECT_EQ(cut.progress.digest, stopped.progress.digest);
      EXPECT_EQ(cut.evaluations, stopped.evaluations);
      EXPECT_EQ(cut.trajectory_steps, stopped.trajectory_steps);
      EXPECT_EQ(cut.cost, stopped.cost);
      EXPECT_EQ(cut.cost_before_polish, stopped.cost_before_polish);
      expect_same_state(stopped.swarm, cut.swarm);
      EXPECT_EQ(tests::warns(cut, "interrupted"), lasts) << "there was no time to look at the best";
    }
  }
}

TEST(TuneEnd, AnInterruptedBatchOfThePolishLeavesTheBestOfThoseBefore) {
  const Case setup(2);
  for (const bool lasts : {false, true}) {
    const Tuning cut = interrupted_in(setup, 1600, lasts);
    EXPECT_EQ(cut.stop, StopReason::interrupted);
    EXPECT_EQ(cut.history.size(), 30U);
    EXPECT_GT(cut.polish_evaluations, 0);
    EXPECT_LT(cut.polish_evaluations, 400);
    EXPECT_LT(cut.cost, cut.cost_before_polish);
    EXPECT_EQ(cut.cost, offset_bowl(std::vector{cut.gains[0].value, cut.gains[1].value}, 0).cost);
  }
}

TEST(TuneEnd, InterruptedInTheFirstGenerationHasFoundNothing) {
  EXPECT_THROW((void)interrupted_in(Case(2), 17, false), engine::Interrupted);
}

TEST(TuneEnd, FailsWithTheEngineWhenNothingWasFound) {
  const auto gone = [](auto, auto) -> Rollout { throw engine::EngineFailed("the device is gone"); };
  EXPECT_THROW((void)Case(2).tune(gone), engine::EngineFailed);
}

TEST(TuneEnd, StopsWhenTheBudgetOfIterationsIsSpent) {
  const Tuning tuning = Case(2).tune(offset_bowl);
  EXPECT_EQ(tuning.stop, StopReason::budget);
  EXPECT_STREQ(name(tuning.stop), "budget");
  EXPECT_GT(tuning.polish_evaluations, 0);
}

TEST(TuneEnd, StopsAtTheTargetWithoutPolish) {
  Case setup(2);
  setup.problem.stop.cost_below = 1.05;
  const Tuning tuning = setup.tune(offset_bowl);
  EXPECT_EQ(tuning.stop, StopReason::target);
  EXPECT_LT(tuning.cost, 1.05);
  EXPECT_LT(tuning.history.size(), 30U);
  EXPECT_EQ(tuning.polish_evaluations, 0);
}

TEST(TuneEnd, StopsAfterSoManyIterationsWithoutProgressAndPolishes) {
  Case setup(2);
  setup.problem.stop.stagnation = 5;
  setup.problem.swarm.iterations = 1000;
  const Tuning tuning = setup.tune(offset_bowl);
  EXPECT_EQ(tuning.stop, StopReason::stagnation);
  const std::size_t rows = tuning.history.size();
  ASSERT_LT(rows, 1000U);
  EXPECT_NEAR(tuning.history[rows - 1].best_cost, tuning.history[rows - 6].best_cost, 1e-8);
  EXPECT_GT(tuning.polish_evaluations, 0);
}

TEST(TuneEnd, StopsAtTheTimeLimit) {
  Case setup(2);
  setup.problem.stop.time_limit = 1e-9;
  const Tuning tuning = setup.tune(offset_bowl);
  EXPECT_EQ(tuning.stop, StopReason::time_limit);
  EXPECT_EQ(tuning.history.size(), 1U);
}

TEST(TuneEnd, AnInterruptDuringThePolishEndsItAndKeepsTheBest) {
  const Case setup(2);
  std::int64_t calls = 0;
  FunctionEngine engine(setup.program, [&](auto gains, auto scenario) {
    ++calls;
    return offset_bowl(gains, scenario);
  });
  const Tuning tuning = tune({.problem = setup.problem,
                              .program = setup.program,
                              .engine = engine,
                              .interrupted = [&] { return calls > 30 * 40 + 100; }},
                             {});
  EXPECT_EQ(tuning.stop, StopReason::interrupted);
  EXPECT_GT(tuning.polish_evaluations, 0);
  EXPECT_LT(tuning.polish_evaluations, 200);
  EXPECT_LE(tuning.cost, tuning.cost_before_polish);
}

TEST(TuneEnd, NeverExceedsTheLimitOfEvaluationsAndLeavesThePolishItsShare) {
  Case setup(2);
  setup.problem.stop.evaluations = 1000;
  setup.problem.polish.evaluations = 300;
  const Tuning tuning = setup.tune(offset_bowl);
  EXPECT_EQ(tuning.stop, StopReason::budget);
  EXPECT_LE(tuning.evaluations, 1000);
  EXPECT_EQ(tuning.history.size(), 17U) << "17 generations of 40, then 300 for the polish";
}

}  // namespace
}  // namespace gainswarm::tuner
