#include "host/device/breaker.hpp"

#include <gtest/gtest.h>

namespace gainswarm::device {
namespace {

using std::chrono::milliseconds;
using State = Breaker::State;

TEST(Breaker, OpensAfterFailuresInARowAndNotBefore) {
  const Breaker::Clock::time_point now{};
  Breaker breaker(3, milliseconds(100));
  for (int i = 0; i < 10; ++i) {
    breaker.failed(now);
    breaker.failed(now);
    EXPECT_TRUE(breaker.allows(now));
    breaker.succeeded();
  }
  for (int i = 0; i < 3; ++i) breaker.failed(now);
  EXPECT_EQ(breaker.state(), State::open);
  EXPECT_FALSE(breaker.allows(now + milliseconds(99)));
}

TEST(Breaker, TriesOnceAfterItsRestAndRestsTwiceAsLongAfterEachFailure) {
  Breaker::Clock::time_point now{};
  Breaker breaker(1, milliseconds(100));
  breaker.failed(now);
  for (const int rest : {100, 200, 400}) {
    EXPECT_FALSE(breaker.allows(now + milliseconds(rest - 1))) << rest;
    now += milliseconds(rest);
    EXPECT_TRUE(breaker.allows(now)) << rest;
    EXPECT_EQ(breaker.state(), State::half_open);
    breaker.failed(now);
    EXPECT_EQ(breaker.state(), State::open);
  }
  now += milliseconds(800);
  ASSERT_TRUE(breaker.allows(now));
  breaker.succeeded();
  EXPECT_EQ(breaker.state(), State::closed);
  breaker.failed(now);
  EXPECT_TRUE(breaker.allows(now + milliseconds(100))) << "the rest is short again";
}

}  // namespace
}  // namespace gainswarm::device
