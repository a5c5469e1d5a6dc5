#include "cuda/ranked_cost.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/support/seed.hpp"

namespace gainswarm::ranked_cost {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t steps = 100;

TEST(Limits, MarginIsTheDistanceToTheNearerLimitRelativeToItsSize) {
  const Limits band{.below = 4, .above = 2}, below_zero{.below = 0, .above = -infinity};
  EXPECT_EQ(band.margin(3), 0.25);
  EXPECT_EQ(band.margin(2), 0);
  EXPECT_EQ(band.margin(5), -0.25);
  EXPECT_EQ(below_zero.margin(-3), 3);
  EXPECT_EQ(below_zero.margin(std::nan("")), -worst_violation);
  EXPECT_EQ(below_zero.margin(infinity), -worst_violation);
  EXPECT_EQ((Limits{infinity, -infinity}).margin(infinity), infinity) << "nothing is demanded";
}

/// Rollouts whose outputs are the cost and one requirement.
template <class Number>
struct Batch {
  Batch(std::int64_t scenario_count, std::int64_t particle_count)
      : scenarios(scenario_count), particles(particle_count) {
    const auto rollouts = static_cast<std::size_t>(scenarios * particles);
    outputs.resize(2 * rollouts);
    survived.assign(rollouts, steps);
    cause.assign(rollouts, -1);
  }

  /// Ranks all of them, `part` particles at a time, as a device does whose memory holds no more.
  void rank(aggregate::Rule over_scenarios, std::int64_t part) {
    const Limits limits{.below = 2, .above = -infinity};
    costs.resize(static_cast<std::size_t>(particles));
    tallies.resize(static_cast<std::size_t>(particles));
    for (std::int64_t first = 0; first < particles; first += part) {
      const std::int64_t count = std::min(part, particles - first);
      Batch some(scenarios, count);
      some.take(*this, first);
      std::vector<double> scratch(some.cause.size());
      const RankCosts<Number> functor{
          {over_scenarios, 0, 1, &limits, steps},
          {scenarios, count, some.outputs.data(), scenarios * count, some.survived.data(), some.cause.data()},
          scratch.data(),
          &costs[static_cast<std::size_t>(first)],
          &tallies[static_cast<std::size_t>(first)]};
      for (std::int64_t particle = 0; particle < count; ++particle) functor(particle);
    }
  }

  /// The particles from `first` on of a larger batch.
  void take(const Batch& whole, std::int64_t first) {
    const auto all = static_cast<std::size_t>(whole.scenarios * whole.particles), own = cause.size();
    for (std::int64_t scenario = 0; scenario < scenarios; ++scenario) {
      for (std::int64_t particle = 0; particle < particles; ++particle) {
        const auto to = static_cast<std::size_t>(scenario * particles + particle);
        const auto from = static_cast<std::size_t>(scenario * whole.particles + first + particle);
        outputs[to] = whole.outputs[from];
        outputs[own + to] = whole.outputs[all + from];
        survived[to] = whole.survived[from];
        cause[to] = whole.cause[from];
      }
    }
  }

  std::int64_t scenarios, particles;
  std::vector<Number> outputs;
  std::vector<std::int64_t> survived;
  std::vector<std::int32_t> cause;
  std::vector<double> costs;
  std::vector<Tally> tallies;
};

TEST(RankCosts, CountsWhatTheRolloutsTookAndWhatBecameOfThem) {
  Batch<double> batch(3, 1);
  batch.outputs = {1, infinity, 3, 0, 0, 0};
  batch.survived[2] = 40;
  batch.cause[2] = 0;
  batch.rank({aggregate::Kind::worst}, 1);
  EXPECT_EQ(batch.tallies[0].steps, 240);
  EXPECT_EQ(batch.tallies[0].failed, 1);
  EXPECT_EQ(batch.tallies[0].not_finite, 1);
  EXPECT_DOUBLE_EQ(batch.costs[0] / unmet_requirements, 1 + failed_rollout * 1.6 / 3);
}

TEST(RankCosts, GivesTheSameBitsInPartsAndInBothPrecisions) {
  std::mt19937_64 random(gainswarm::tests::fresh_seed());
  using aggregate::Kind;
  for (const Kind kind :
       {Kind::mean, Kind::sum, Kind::worst, Kind::mean_plus_worst, Kind::cvar, Kind::percentile}) {
    Batch<double> whole(7, 50);
    for (double& output : whole.outputs) output = static_cast<double>(random() % 1000) / 400;
    for (std::size_t i = 0; i < whole.cause.size(); ++i) {
      if (random() % 20 != 0) continue;
      whole.cause[i] = 0;
      whole.survived[i] = static_cast<std::int64_t>(random() % steps);
    }
    Batch<float> single(7, 50);
    single.survived = whole.survived;
    single.cause = whole.cause;
    single.outputs.assign(whole.outputs.begin(), whole.outputs.end());
    whole.outputs.assign(single.outputs.begin(), single.outputs.end());
    whole.rank({kind, 0.6}, 50);
    Batch<double> parts = whole;
    parts.rank({kind, 0.6}, 1 + static_cast<std::int64_t>(random() % 49));
    single.rank({kind, 0.6}, 50);
    EXPECT_EQ(parts.costs, whole.costs);
    EXPECT_EQ(single.costs, whole.costs);
  }
}

}  // namespace
}  // namespace gainswarm::ranked_cost
