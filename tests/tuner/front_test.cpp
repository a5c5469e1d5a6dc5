// Archives of compromises, hypervolumes, weights and fronts that are known.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "host/tuner/front_archive.hpp"
#include "host/tuner/front_history.hpp"
#include "host/tuner/hypervolume.hpp"
#include "host/tuner/scalarisation.hpp"
#include "tests/support/seed.hpp"
#include "tests/tuner/function_engine.hpp"

namespace gainswarm::tuner {
namespace {

using tests::Case;
using tests::FunctionEngine;
using tests::Rollout;

std::vector<Compromise> random_candidates(std::mt19937_64& random, std::size_t count,
                                          std::size_t objectives) {
  std::uniform_int_distribution<int> level(0, 20);  // few levels, so that some are equal
  std::vector<Compromise> candidates(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < objectives; ++k) candidates[i].objectives.push_back(level(random));
    candidates[i].position = {static_cast<double>(i)};
  }
  return candidates;
}

std::vector<std::vector<double>> objectives_of(const std::vector<Compromise>& points) {
  std::vector<std::vector<double>> values;
  values.reserve(points.size());
  for (const Compromise& point : points) values.push_back(point.objectives);
  return values;
}

TEST(FrontArchive, HoldsWhatNothingDominatesInWhateverOrderItCame) {
  std::mt19937_64 random(gainswarm::tests::fresh_seed());
  for (std::size_t objectives = 2; objectives <= 4; ++objectives) {
    std::vector<Compromise> candidates = random_candidates(random, 200, objectives);
    FrontArchive at_once(1000), one_by_one(1000);
    at_once.add(candidates);
    const auto front = at_once.members();
    for (const Compromise& candidate : candidates) {
      const bool is_beaten = std::ranges::any_of(candidates, [&](const Compromise& other) {
        return dominates(other.objectives, candidate.objectives);
      });
      const bool is_member = std::ranges::any_of(
          front, [&](const Compromise& member) { return member.objectives == candidate.objectives; });
      EXPECT_NE(is_beaten, is_member);
    }
    std::ranges::shuffle(candidates, random);
    for (const Compromise& candidate : candidates) one_by_one.add({candidate});
    EXPECT_EQ(objectives_of(one_by_one.members()), objectives_of(front));
  }
}

TEST(FrontArchive, OfOneBatchIsTheSameInAnyOrderEvenWhenTruncated) {
  std::mt19937_64 random(gainswarm::tests::fresh_seed());
  std::vector<Compromise> candidates = random_candidates(random, 300, 3);
  FrontArchive first(10), second(10);
  first.add(candidates);
  std::ranges::shuffle(candidates, random);
  second.add(candidates);
  ASSERT_LE(first.members().size(), 10U);
  for (std::size_t i = 0; i < first.members().size(); ++i) {
    EXPECT_EQ(first.members()[i].objectives, second.members()[i].objectives);
    EXPECT_EQ(first.members()[i].position, second.members()[i].position);
  }
}

TEST(FrontArchive, DropsTheMostCrowdedAndKeepsTheEnds) {
  FrontArchive archive(3);
  archive.add({{{0, 10}, {0}}, {{1, 9}, {1}}, {{5, 5}, {2}}, {{10, 0}, {3}}});
  EXPECT_EQ(objectives_of(archive.members()), (std::vector<std::vector<double>>{{0, 10}, {5, 5}, {10, 0}}));
}

/// The archive never computes all distances anew; which members stay is as if it did.
TEST(FrontArchive, DropsMembersAsIfAllDistancesWereFoundAnewEachTime) {
  std::mt19937_64 random(gainswarm::tests::fresh_seed());
  std::uniform_real_distribution<double> share(0, 1);
  for (std::size_t objectives = 2; objectives <= 4; ++objectives) {
    std::vector<Compromise> points = random_candidates(random, 300, objectives);
    for (std::size_t i = 0; i < points.size(); i += 2) {  // half of them off the grid
      for (double& value : points[i].objectives) value += share(random);
    }
    FrontArchive whole(points.size()), truncated(12);
    whole.add(points);
    truncated.add(points);
    std::vector<Compromise> left = whole.members();
    while (left.size() > 12) {
      const std::vector<double> distances = crowding_distances(left);
      left.erase(left.begin() + (std::ranges::min_element(distances) - distances.begin()));
    }
    EXPECT_EQ(objectives_of(truncated.members()), objectives_of(left));
  }
}

TEST(Hypervolume, OfSimpleFrontsIsTheirAreaOrVolume) {
  EXPECT_EQ(hypervolume({{1, 2}}, std::vector<double>{4, 4}), 6);
  EXPECT_EQ(hypervolume({{1, 3}, {2, 2}, {3, 1}}, std::vector<double>{4, 4}), 6);
  EXPECT_EQ(hypervolume({{1, 3}, {9, 0}, {2, 2}, {3, 3}}, std::vector<double>{4, 4}), 5);
  EXPECT_EQ(hypervolume({{0, 0, 0}}, std::vector<double>{1, 2, 3}), 6);
  EXPECT_EQ(hypervolume({{0, 1, 1}, {1, 0, 1}, {1, 1, 0}}, std::vector<double>{2, 2, 2}), 4);
  EXPECT_EQ(hypervolume({{0, 0, 0, 0}, {1, 1, 1, 1}}, std::vector<double>{2, 2, 2, 2}), 16);
  EXPECT_EQ(hypervolume({}, std::vector<double>{1, 1}), 0);
}

/// Objectives are whole numbers here, so that the volume is the number of unit cells that are dominated.
TEST(Hypervolume, IsTheNumberOfDominatedCells) {
  std::mt19937_64 random(gainswarm::tests::fresh_seed());
  std::uniform_int_distribution<int> level(0, 6);
  for (const std::size_t objectives : {2U, 3U, 4U}) {
    std::vector<std::vector<double>> points(12, std::vector<double>(objectives));
    for (auto& point : points) std::ranges::generate(point, [&] { return level(random); });
    std::vector<double> cell(objectives, 0);
    int dominated = 0;
    const auto count_from = [&](auto&& self, std::size_t at) -> void {
      if (at == objectives) {
        dominated += std::ranges::any_of(
            points, [&](const auto& point) { return std::ranges::equal(point, cell, std::less_equal{}); });
        return;
      }
      for (cell[at] = 0; cell[at] < 7; ++cell[at]) self(self, at + 1);
    };
    count_from(count_from, 0);
    EXPECT_EQ(hypervolume(points, std::vector<double>(objectives, 7)), dominated);
  }
}

TEST(FrontHistory, MeasuresEveryFrontAsItStoodThen) {
  std::mt19937_64 random(gainswarm::tests::fresh_seed());
  const std::vector<double> reference{18, 19, 17};
  FrontArchive archive(15);  // small, so that members leave
  FrontHistory history;
  std::vector<double> expected;
  for (int step = 0; step < 40; ++step) {
    archive.add(random_candidates(random, step % 3 == 0 ? 0 : 4, 3));
    history.note(archive.members());
    expected.push_back(archive.members().empty() ? 0
                                                 : hypervolume(objectives_of(archive.members()), reference));
  }
  EXPECT_EQ(history.hypervolumes(reference), expected);
}

TEST(SimplexLattice, SharesWeightsEvenlyAndHoldsTheCorners) {
  EXPECT_EQ(simplex_lattice(2, 3), (std::vector<std::vector<double>>{{0, 1}, {0.5, 0.5}, {1, 0}}));
  EXPECT_EQ(simplex_lattice(2, 1), (std::vector<std::vector<double>>{{0.5, 0.5}}));
  for (std::size_t objectives = 2; objectives <= 4; ++objectives) {
    for (std::size_t count = objectives; count < 60; ++count) {
      const auto lattice = simplex_lattice(objectives, count);
      EXPECT_LE(lattice.size(), count);
      EXPECT_GE(lattice.size(), objectives);
      for (const auto& weights : lattice) {
        double sum = 0;
        for (const double weight : weights) sum += weight;
        EXPECT_NEAR(sum, 1, 1e-12);
      }
    }
  }
}

TEST(Knee, LiesFarthestBelowTheLineBetweenTheEnds) {
  EXPECT_EQ(knee_of({{{0, 100}, {}}, {{2, 20}, {}}, {{5, 10}, {}}, {{10, 0}, {}}}), 1U);
}

void add_objectives(Case& setup, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    setup.problem.objective.pareto.push_back({spec::Text(name), {spec::Text("expression")}});
    setup.program.outputs.push_back({name, ""});
    ++setup.program.terms;
  }
  setup.problem.swarm.swarms = 16;
  setup.problem.swarm.particles = 16;
  setup.problem.swarm.iterations = 150;
}

/// E. Zitzler, K. Deb, L. Thiele, Comparison of Multiobjective Evolutionary Algorithms, Evolutionary
/// Computation 8(2), 2000: ZDT1 (convex) and ZDT2 (concave), with three gains in [0, 1].
Rollout zdt(std::span<const double> x, bool is_convex) {
  double rest = 0;
  for (std::size_t i = 1; i < x.size(); ++i) rest += x[i];
  const double g = 1 + 9 * rest / static_cast<double>(x.size() - 1), ratio = x[0] / g;
  const double second = g * (1 - (is_convex ? std::sqrt(ratio) : ratio * ratio));
  return {.cost = x[0] + second, .terms = {x[0], second}};
}

class Zdt : public ::testing::TestWithParam<bool> {};

TEST_P(Zdt, FrontIsFoundFromEndToEnd) {
  Case setup(3);
  add_objectives(setup, {"first", "second"});
  const Tuning tuning = setup.tune([](auto x, auto) { return zdt(x, GetParam()); });
  const Front& front = *tuning.front;
  ASSERT_GT(front.points(), 50);
  double gap = 0, before = 0;
  for (std::int64_t point = 0; point < front.points(); ++point) {
    const auto row = static_cast<std::size_t>(2 * point);
    const double first = front.values[row], second = front.values[row + 1];
    EXPECT_NEAR(second, GetParam() ? 1 - std::sqrt(first) : 1 - first * first, 0.03);
    gap = std::max(gap, first - before);
    before = first;
  }
  EXPECT_LT(gap, 0.1);
  EXPECT_GT(before, 0.95);
  EXPECT_EQ(front.hypervolume.size(), 151U);
  EXPECT_EQ(tuning.gains[0].value, front.gain_values[3 * static_cast<std::size_t>(front.knee)]);
}

INSTANTIATE_TEST_SUITE_P(Shapes, Zdt, ::testing::Values(true, false),
                         [](const auto& test) { return test.param ? "convex" : "concave"; });

/// DTLZ2 of K. Deb et al., Scalable Multi-Objective Optimization Test Problems, 2002: an eighth of a sphere.
TEST(SeveralObjectives, OfASphereAreFoundInThreeDimensions) {
  Case setup(4);
  add_objectives(setup, {"first", "second", "third"});
  setup.problem.swarm.swarms = 45;
  setup.problem.objective.front_size = 300;
  const Tuning tuning = setup.tune([](auto x, auto) {
    const double g = std::pow(x[2] - 0.5, 2) + std::pow(x[3] - 0.5, 2), a = std::acos(-1) / 2;
    const double first = (1 + g) * std::cos(a * x[0]) * std::cos(a * x[1]);
    const double second = (1 + g) * std::cos(a * x[0]) * std::sin(a * x[1]);
    const double third = (1 + g) * std::sin(a * x[0]);
    return Rollout{.cost = first + second + third, .terms = {first, second, third}};
  });
  const Front& front = *tuning.front;
  ASSERT_EQ(front.points(), 300);
  double squares = 0;
  for (const double value : front.values) squares += value * value;
  EXPECT_NEAR(squares / 300, 1, 0.03);
}

TEST(SeveralObjectives, HypervolumeNeverShrinksWhileNothingIsTruncated) {
  Case setup(3);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 20;
  setup.problem.objective.front_size = 500;
  const Tuning tuning = setup.tune([](auto x, auto) { return zdt(x, true); });
  ASSERT_LT(tuning.front->points(), 500);
  EXPECT_TRUE(std::ranges::is_sorted(tuning.front->hypervolume));
  EXPECT_GT(tuning.front->hypervolume.front(), 0);
}

/// All gains are compromises here; the mean of eight at random is near a half, so that the first front is
/// narrow and the last one is wide.
Rollout by_the_mean(std::span<const double> x) {
  double mean = 0;
  for (const double value : x) mean += value / static_cast<double>(x.size());
  const double other = 1 / (0.01 + mean);
  return {.cost = mean + other, .terms = {mean, other}};
}

TEST(SeveralObjectives, HypervolumeCountsEveryPointOfTheFinalFrontAndGrowsOnTheWayToIt) {
  Case setup(8);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.swarms = 2;
  setup.problem.swarm.particles = 6;
  setup.problem.polish.enabled = false;
  setup.problem.objective.front_size = 500;
  setup.problem.swarm.iterations = 1;
  const Front narrow = *setup.tune([](auto x, auto) { return by_the_mean(x); }).front;
  setup.problem.swarm.iterations = 40;
  const Front front = *setup.tune([](auto x, auto) { return by_the_mean(x); }).front;
  ASSERT_LT(front.points(), 500);
  ASSERT_GT(front.values[1], narrow.reference[1]) << "the front did not widen";
  std::vector<std::vector<double>> points;
  for (std::size_t at = 0; at < front.values.size(); at += 2) {
    points.push_back({front.values[at], front.values[at + 1]});
    EXPECT_LT(front.values[at], front.reference[0]);
    EXPECT_LT(front.values[at + 1], front.reference[1]);
  }
  EXPECT_EQ(front.hypervolume.back(), hypervolume(points, front.reference));
  EXPECT_TRUE(std::ranges::is_sorted(front.hypervolume));
  EXPECT_LT(front.hypervolume.front(), 0.9 * front.hypervolume.back());
}

TEST(SeveralObjectives, HypervolumeIsMeasuredFromAReferenceThatTheProblemGives) {
  Case setup(3);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 5;
  setup.problem.objective.pareto[1].value.reference = 3;
  const Tuning tuning = setup.tune([](auto x, auto) { return zdt(x, true); });
  EXPECT_EQ(tuning.front->reference[1], 3);
  EXPECT_LT(tuning.front->reference[0], 3);
}

TEST(SeveralObjectives, OfCandidatesThatFailOrBreakARequirementAreNoCompromises) {
  Case setup(2);
  add_objectives(setup, {"first", "second"});
  setup.add_requirement("limit", 0.5);
  setup.problem.swarm.iterations = 40;
  const Tuning tuning = setup.tune([](auto x, auto) {
    Rollout rollout{.cost = 1, .terms = {x[0], 1 - x[0] + x[1]}, .requirements = {x[0]}};
    if (x[0] < 0.25) rollout = {.cost = 1e6, .terms = {0, 0}, .requirements = {0}, .survived = 3, .cause = 0};
    return rollout;
  });
  ASSERT_GT(tuning.front->points(), 10);
  for (std::int64_t point = 0; point < tuning.front->points(); ++point) {
    const double first = tuning.front->gain_values[2 * static_cast<std::size_t>(point)];
    EXPECT_GE(first, 0.25);
    EXPECT_LT(first, 0.5);
  }
  EXPECT_TRUE(tuning.requirements_met);
}

TEST(SeveralObjectives, WithoutAnyFeasibleCandidateGiveAnEmptyFront) {
  Case setup(2);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 3;
  const Tuning tuning = setup.tune([](auto, auto) {
    return Rollout{.cost = 1e6, .terms = {0, 0}, .survived = 3, .cause = 0};
  });
  EXPECT_EQ(tuning.front->points(), 0);
  EXPECT_EQ(tuning.front->hypervolume, (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(tuning.gains.size(), 2U);
}

TEST(SeveralObjectives, OfASavedStateAreRefused) {
  Case setup(2);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 2;
  const auto function = [](auto x, auto) { return zdt(x, true); };
  const Tuning half = setup.tune(function);
  const Checkpoint checkpoint{half.swarm, half.progress};
  FunctionEngine engine(setup.program, function);
  EXPECT_THROW(tune({setup.problem, setup.program, engine, {}, &checkpoint}, {}), spec::InputError);
}

}  // namespace
}  // namespace gainswarm::tuner
