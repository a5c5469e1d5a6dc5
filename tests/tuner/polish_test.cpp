#include "host/tuner/polish.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gainswarm::tuner {
namespace {

/// Rosenbrock's valley, lowest cost 0 at (0.6, 0.6); counts what it is asked for.
struct Valley {
  std::int64_t points = 0;
  std::vector<std::size_t> batches;
  std::vector<double> costs;

  std::span<const double> operator()(std::span<const double> positions) {
    costs.clear();
    for (std::size_t i = 0; i < positions.size(); i += 2) {
      const double x = 5 * (positions[i] - 0.4), y = 5 * (positions[i + 1] - 0.4);
      costs.push_back(100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x));
    }
    points += static_cast<std::int64_t>(costs.size());
    batches.push_back(costs.size());
    return costs;
  }
};

bool never() {
  return false;
}

std::vector<Candidate> starts(std::size_t count) {
  Valley valley;
  std::vector<Candidate> made;
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<double> position{0.1 + 0.2 * static_cast<double>(i), 0.8};
    made.push_back({position, valley(position).front()});
  }
  return made;
}

TEST(Polish, FollowsACurvedValleyToItsEnd) {
  Valley valley;
  const Candidate best = polish({}, starts(4), 4000, std::ref(valley), never);
  EXPECT_LT(best.cost, 1e-12);
  EXPECT_NEAR(best.position[0], 0.6, 1e-6);
}

TEST(Polish, NeverExceedsItsBudget) {
  for (const std::int64_t budget : {0, 1, 7, 8, 20, 21, 100}) {
    Valley valley;
    const std::vector<Candidate> given = starts(4);
    const Candidate best = polish({}, given, budget, std::ref(valley), never);
    EXPECT_LE(valley.points, budget);
    for (const Candidate& start : given) EXPECT_LE(best.cost, start.cost);
  }
}

TEST(Polish, SimplicesStepSideBySideAndOnlyTheBetterHalfGoesOnAfterEachRound) {
  Valley valley;
  polish({}, starts(4), 24, std::ref(valley), never);
  EXPECT_EQ(valley.batches, (std::vector<std::size_t>{8, 8, 4, 4}))
      << "four fresh simplices, a step of two, two steps of one";
}

TEST(Polish, StopsWhenAsked) {
  Valley valley;
  polish({}, starts(2), 4000, std::ref(valley), [&] { return valley.batches.size() == 3; });
  EXPECT_EQ(valley.batches.size(), 3U);
}

}  // namespace
}  // namespace gainswarm::tuner
