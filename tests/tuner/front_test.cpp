// Archives of compromises, hypervolumes and weights.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "host/tuner/front_archive.hpp"
#include "host/tuner/front_history.hpp"
#include "host/tuner/hypervolume.hpp"
#include "host/tuner/scalarisation.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::tuner {
namespace {

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

}  // namespace
}  // namespace gainswarm::tuner
