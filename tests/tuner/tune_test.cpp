#include "host/tuner/tune.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/support/seed.hpp"
#include "tests/tuner/function_engine.hpp"

namespace gainswarm::tuner {
namespace {

using tests::bowl;
using tests::Case;
using tests::FunctionEngine;
using tests::offset_bowl;
using tests::Rollout;

TEST(Tune, FindsTheLowestPointOfABowlAndReportsItInPhysicalGains) {
  Case setup(3, -2, 2);
  const Tuning tuning = setup.tune(offset_bowl);
  EXPECT_NEAR(tuning.cost, 1, 1e-9);
  ASSERT_EQ(tuning.gains.size(), 3U);
  for (const BestGain& gain : tuning.gains) {
    EXPECT_NEAR(gain.value, 0.3, 1e-4);
    EXPECT_FALSE(gain.on_bound);
    EXPECT_TRUE(gain.tuned);
  }
  EXPECT_LE(tuning.cost, tuning.cost_before_polish);
  EXPECT_EQ(tuning.warnings, std::vector<std::string>{});
}

TEST(Tune, HistoryHasOneConsistentRowAnIteration) {
  Case setup(2);
  std::vector<Generation> seen;
  const Tuning tuning = setup.tune(offset_bowl, 3, [&](const Generation& row) { seen.push_back(row); });
  ASSERT_EQ(tuning.history.size(), 30U);
  ASSERT_EQ(seen.size(), 30U);
  EXPECT_EQ(tuning.swarm_best_costs.size(), 30U * 4);
  EXPECT_EQ(tuning.best_gains.size(), 30U * 2);
  double best = spec::infinity;
  for (std::size_t i = 0; i < 30; ++i) {
    const Generation& row = tuning.history[i];
    best = std::min(best, row.lowest_cost);
    EXPECT_EQ(row.iteration, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(row.evaluations, static_cast<std::int64_t>(i + 1) * 40);
    EXPECT_EQ(row.best_cost, best);
    EXPECT_EQ(seen[i].best_cost, best);
    EXPECT_EQ(std::ranges::min(std::span(tuning.swarm_best_costs).subspan(i * 4, 4)), best);
    EXPECT_EQ(offset_bowl(std::span(tuning.best_gains).subspan(i * 2, 2), 0).cost, best);
    EXPECT_GE(row.median_cost, row.lowest_cost);
  }
  EXPECT_GT(tuning.history.front().spread, tuning.history.back().spread);
  EXPECT_EQ(tuning.evaluations, 1200 + tuning.polish_evaluations);
  EXPECT_EQ(tuning.trajectory_steps, tuning.evaluations * 3 * tests::steps);
}

TEST(Tune, OneParticleStartsWithTheGivenGainsAndTheOthersAsEver) {
  Case setup(2, 0.01, 1);
  setup.problem.gains[1].value.scale = spec::Scale::log;
  setup.problem.swarm.iterations = 1;
  setup.problem.polish.enabled = false;
  const auto first_gains = [&](std::span<const double> start) {
    std::vector<std::array<double, 2>> seen;
    const auto note = [&](std::span<const double> gains, std::int64_t scenario) {
      seen.push_back({gains[0], gains[1]});
      return bowl(gains, scenario);
    };
    FunctionEngine engine(setup.program, note, 1);
    static_cast<void>(tune({setup.problem, setup.program, engine, {}, nullptr, start}, {}));
    seen.resize(40);  // those of the first iteration
    return seen;
  };
  const std::vector<double> today{0.29, 0.05};
  const auto usual = first_gains({});
  auto seeded = first_gains(today);
  EXPECT_NEAR(seeded[0][0], 0.29, 1e-15);
  EXPECT_NEAR(seeded[0][1], 0.05, 1e-16);
  seeded[0] = usual[0];
  EXPECT_EQ(seeded, usual);
}

TEST(Tune, SameSeedGivesTheSameFingerprintAndAnotherSeedAnother) {
  Case setup(3);
  setup.problem.swarm.seed = gainswarm::tests::fresh_seed();
  const std::string fingerprint = setup.tune(offset_bowl).fingerprint;
  EXPECT_EQ(fingerprint.size(), 64U);
  EXPECT_EQ(setup.tune(offset_bowl).fingerprint, fingerprint);
  setup.problem.swarm.seed += 1;
  EXPECT_NE(setup.tune(offset_bowl).fingerprint, fingerprint);
}

TEST(Tune, FingerprintSeesOneBitOfOnePersonalBest) {
  const Case setup(2);
  std::int64_t calls = 0;
  const Tuning changed = setup.tune([&](auto gains, auto scenario) {
    const Rollout rollout = offset_bowl(gains, scenario);
    return Rollout{.cost = ++calls == 20 ? std::nextafter(rollout.cost, spec::infinity) : rollout.cost};
  });
  EXPECT_NE(changed.fingerprint, setup.tune(offset_bowl).fingerprint);
}

TEST(Tune, ResumedRunsGiveTheSameBitsAsUninterruptedOnes) {
  for (const auto algorithm : {spec::Algorithm::global_best, spec::Algorithm::comprehensive_learning}) {
    Case setup(3);
    setup.problem.swarm.algorithm = algorithm;
    setup.problem.swarm.seed = gainswarm::tests::fresh_seed();
    setup.problem.stop.stagnation = 12;
    const Tuning whole = setup.tune(offset_bowl);
    FunctionEngine engine(setup.program, offset_bowl);
    TuningInput input{
        .problem = setup.problem, .program = setup.program, .engine = engine, .interrupted = {}};
    int iterations = 0;
    const Observer count = [&](const Generation&) { ++iterations; };
    input.interrupted = [&] { return iterations == 10; };
    const Tuning first = tune(input, count);
    ASSERT_EQ(first.stop, StopReason::interrupted);
    ASSERT_EQ(first.history.size(), 10U);
    EXPECT_EQ(first.polish_evaluations, 0);
    input.resume = &first;
    input.interrupted = {};
    const Tuning second = tune(input, {});
    EXPECT_EQ(second.fingerprint, whole.fingerprint);
    EXPECT_EQ(second.cost, whole.cost);
    EXPECT_EQ(second.stop, whole.stop);
    EXPECT_EQ(second.evaluations, whole.evaluations);
    EXPECT_EQ(second.trajectory_steps, whole.trajectory_steps);
    EXPECT_EQ(second.swarm_best_costs, whole.swarm_best_costs);
    EXPECT_EQ(second.best_gains, whole.best_gains);
    ASSERT_EQ(second.history.size(), whole.history.size());
    for (std::size_t i = 0; i < whole.history.size(); ++i) {
      EXPECT_EQ(second.history[i].iteration, static_cast<std::int64_t>(i) + 1);
      EXPECT_EQ(second.history[i].evaluations, whole.history[i].evaluations);
      EXPECT_EQ(second.history[i].median_cost, whole.history[i].median_cost);
      EXPECT_GE(second.history[i].seconds, i == 0 ? 0 : second.history[i - 1].seconds);
    }
  }
}

// A simplex passes by points that it does not go to.
TEST(Tune, FindsTheLowestOfAllCostsThatWereSeen) {
  Case setup(3);
  setup.problem.polish.evaluations = 2000;
  double lowest = spec::infinity;
  const Tuning tuning = setup.tune([&](auto gains, auto scenario) {
    Rollout rollout = offset_bowl(gains, scenario);
    for (const double gain : gains) rollout.cost += 0.01 * (1 + std::sin(1e5 * gain));
    lowest = std::min(lowest, rollout.cost);
    return rollout;
  });
  EXPECT_GT(tuning.polish_evaluations, 100);
  EXPECT_EQ(tuning.cost, lowest);
}

TEST(Tune, FixedGainsAreReportedAndNotTuned) {
  Case setup(2);
  setup.fix_gain(1, "held", 7.5);
  setup.problem.controller.gains = {{spec::Text("held"), "N/m"}, {spec::Text("g0"), "N"}};
  const Tuning tuning = setup.tune(offset_bowl);
  ASSERT_EQ(tuning.gains.size(), 3U);
  EXPECT_EQ(tuning.gains[0].unit, "N");
  EXPECT_EQ(tuning.gains[1].name, "held");
  EXPECT_EQ(tuning.gains[1].unit, "N/m");
  EXPECT_EQ(tuning.gains[1].value, 7.5);
  EXPECT_FALSE(tuning.gains[1].tuned);
  EXPECT_FALSE(tuning.gains[1].on_bound);
  EXPECT_EQ(tuning.best_gains.size(), 30U * 3);
  EXPECT_EQ(tuning.swarm.dimensions, 2);
}

TEST(Tune, NothingToTuneIsAnInputError) {
  Case setup(0);
  setup.fix_gain(0, "held", 7.5);
  EXPECT_THROW(static_cast<void>(setup.tune(offset_bowl)), spec::InputError);
}

TEST(Tune, LogarithmicGainsAreSearchedByDecades) {
  Case setup(1, 1e-4, 1e4);
  setup.problem.gains[0].value.scale = spec::Scale::log;
  const Tuning tuning = setup.tune([](std::span<const double> gains, std::int64_t) {
    const double decades = std::log10(gains[0] / 0.02);
    return Rollout{.cost = 1 + decades * decades};
  });
  EXPECT_NEAR(tuning.gains[0].value / 0.02, 1, 1e-4);
}

}  // namespace
}  // namespace gainswarm::tuner
