#include "host/bench/measure.hpp"

#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace gainswarm::bench {
namespace {

TEST(Measure, MedianIsTheMiddleValueOrTheMeanOfTheMiddleTwo) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 3, 2}), 2.5);
}

TEST(Measure, RatioComparesWithinEachRound) {
  // The machine halved its speed in the second round: a ratio of medians would show 1.5.
  const Speed fast{"fast", {20, 10, 20}}, slow{"slow", {10, 5, 10}};
  EXPECT_EQ(ratio(fast, slow), 2);
}

const OnProgress silent = [](const std::string&, std::optional<double>) {};

TEST(Measure, TakesTheTimeThatItIsGiven) {
  const std::array<Contender, 1> contenders{
      Contender{"a", 1, [] { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }}};
  std::vector<double> left;
  const double took = seconds_of([&] {
    measure(contenders, 0.3,
            [&](const std::string&, std::optional<double> seconds) { left.push_back(*seconds); });
  });
  EXPECT_GE(took, 0.3);
  EXPECT_EQ(left.front(), 0.3);
  EXPECT_LT(left.back(), 0.3);
  EXPECT_GT(left.size(), fewest_rounds);
}

TEST(Measure, ContendersTakeTurnsForAtLeastFiveRounds) {
  std::string order;
  const std::array<Contender, 2> contenders{Contender{"a", 1, [&] { order += 'a'; }},
                                            Contender{"b", 2, [&] { order += 'b'; }}};
  const std::vector<Speed> speeds = measure(contenders, 0, silent);
  EXPECT_EQ(order, "abababababab");  // one round to warm up and five that count
  ASSERT_EQ(speeds.size(), 2U);
  EXPECT_EQ(speeds[1].name, "b");
  EXPECT_THAT(speeds[0].rounds, testing::SizeIs(5));
  EXPECT_THAT(speeds[1].rounds, testing::Each(testing::Gt(0)));
}

}  // namespace
}  // namespace gainswarm::bench
