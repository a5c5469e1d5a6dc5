#include "host/tuner/validate_set.hpp"

#include <gtest/gtest.h>

#include "tests/tuner/function_engine.hpp"

namespace gainswarm::tuner {
namespace {

using tests::Case;
using tests::Rollout;
using tests::WideEngine;

constexpr std::int64_t scenarios = 20;

Rollout rollout_of(std::span<const double> gains, std::int64_t scenario) {
  return {.cost = gains[0] + 10 * gains[1] + static_cast<double>(scenario),
          .success = gains[0] > static_cast<double>(scenario) ? 1.0 : 0.0};
}

std::vector<BestGain> gains_of(double g0, double g1) {
  return {{.name = "g1", .unit = "", .value = g1}, {.name = "g0", .unit = "", .value = g0}};
}

Baseline baseline(const std::string& name, const std::string& reason, const std::vector<BestGain>& gains) {
  Baseline made;
  made.name = name;
  made.reason = reason;
  made.gains = gains;
  return made;
}

/// Tuned gains, two baselines about one that does not apply, and a front of three points.
Tuning found() {
  Tuning tuning;
  tuning.gains = gains_of(1, 2);
  tuning.baselines = {baseline("incumbent", "", gains_of(3, 4)), baseline("none", "no such law", {}),
                      baseline("rule", "", gains_of(5, 0))};
  tuning.front.emplace();
  tuning.front->objectives = {"a", "b"};
  tuning.front->gains = {"g1", "held", "g0"};
  tuning.front->values = {0, 2, 1, 1, 2, 0};
  tuning.front->gain_values = {2, 9, 1, 0, 9, 3, 0, 9, 11};
  return tuning;
}

class ValidateSet : public testing::Test {
 protected:
  ValidateSet() : setup_(2) {
    setup_.add_success();
    set_.count = scenarios;
  }

  /// On an engine that runs so many gains at once.
  void run(const std::string& name, std::int64_t side_by_side, const tests::Function& function,
           const support::AskInterrupted& interrupted = {}) {
    WideEngine engine(setup_.program, function, scenarios, side_by_side);
    validate_set({name, setup_.problem, setup_.program, engine, scenarios, interrupted}, set_,
                 {{.name = "mass", .unit = "kg", .values = {1, 2}}}, tuning_);
    batches_ = engine.batches();
  }

  [[nodiscard]] Validation alone(const std::vector<BestGain>& gains) {
    tests::FunctionEngine engine(setup_.program, rollout_of, scenarios);
    return validate({"fresh", setup_.problem, setup_.program, engine}, gains);
  }

  Case setup_;
  spec::ScenarioSet set_;
  Tuning tuning_ = found();
  std::vector<std::size_t> batches_;
};

TEST_F(ValidateSet, RunsAllGainsInOneBatchWithTheResultsOfEachAlone) {
  EXPECT_EQ(gains_to_validate(tuning_), 6);
  run("fresh", 32, rollout_of);
  EXPECT_EQ(batches_, (std::vector<std::size_t>{6}));
  EXPECT_EQ(tuning_.validation.at(0).costs, alone(tuning_.gains).costs);
  EXPECT_EQ(tuning_.validation[0].drawn.at(0).name, "mass");
  for (const std::size_t applies : {0U, 2U}) {
    const Baseline& baseline = tuning_.baselines[applies];
    EXPECT_EQ(baseline.validation.at(0).costs, alone(baseline.gains).costs);
    EXPECT_TRUE(baseline.validation[0].drawn.empty());
    EXPECT_EQ(baseline.comparisons.at(0).set, "fresh");
  }
  EXPECT_TRUE(tuning_.baselines[1].validation.empty());
  EXPECT_NEAR(tuning_.baselines[0].comparisons[0].cost_reduction, 22, 1e-9);
  EXPECT_EQ(tuning_.baselines[0].comparisons[0].only_baseline, 2);
  EXPECT_EQ(tuning_.front->validated_in, "fresh");
  EXPECT_EQ(tuning_.front->success_rates, (std::vector<double>{1 / 20.0, 3 / 20.0, 11 / 20.0}));
  EXPECT_EQ(tuning_.front->median_costs.at(2), alone(gains_of(11, 0)).cost_percentiles.p50);
}

TEST_F(ValidateSet, JudgesAFrontInTheFirstSetAlone) {
  run("fresh", 32, rollout_of);
  EXPECT_EQ(gains_to_validate(tuning_), 3);
  run("wide", 32, rollout_of);
  EXPECT_EQ(batches_, (std::vector<std::size_t>{3}));
  EXPECT_EQ(tuning_.validation.at(1).name, "wide");
  EXPECT_EQ(tuning_.baselines[2].validation.size(), 2U);
  EXPECT_EQ(tuning_.front->validated_in, "fresh");
}

/// Gives up in the rollouts of the gains whose g0 is this.
tests::Function interrupted_at(double g0) {
  return [g0](std::span<const double> gains, std::int64_t scenario) {
    if (gains[0] == g0) throw support::Interrupted();
    return rollout_of(gains, scenario);
  };
}

TEST_F(ValidateSet, WhoseBaselinesAreInterruptedKeepsTheTunedGainsValidationAlone) {
  EXPECT_THROW(run("fresh", 1, interrupted_at(5)), support::Interrupted);
  EXPECT_EQ(tuning_.validation.at(0).costs, alone(tuning_.gains).costs);
  EXPECT_EQ(tuning_.validation[0].drawn.size(), 1U);
  for (const Baseline& baseline : tuning_.baselines) {
    EXPECT_TRUE(baseline.validation.empty());
    EXPECT_TRUE(baseline.comparisons.empty());
  }
  EXPECT_EQ(tuning_.front->validated_in, "");
}

TEST_F(ValidateSet, WhoseFrontIsInterruptedKeepsTheBaselines) {
  EXPECT_THROW(run("fresh", 2, interrupted_at(11)), support::Interrupted);
  EXPECT_EQ(tuning_.baselines[0].validation.size(), 1U);
  EXPECT_EQ(tuning_.baselines[2].comparisons.size(), 1U);
  EXPECT_EQ(tuning_.front->validated_in, "");
  EXPECT_TRUE(tuning_.front->success_rates.empty());
}

TEST_F(ValidateSet, IsGivenUpBetweenTheGainsOfABatchButNeverBeforeTheFirst) {
  EXPECT_THROW(run("fresh", 32, rollout_of, [] { return true; }), support::Interrupted);
  EXPECT_EQ(tuning_.validation.size(), 1U);
  EXPECT_TRUE(tuning_.baselines[0].validation.empty());
}

}  // namespace
}  // namespace gainswarm::tuner
