#include "host/engine/choice.hpp"

#include <gtest/gtest.h>

#include "tests/device/simulated_device.hpp"

namespace gainswarm::engine {
namespace {

using Time = Choice::Clock::time_point;

TEST(ChoiceCache, KeepsAChoiceForItsLifetime) {
  const tests::SimulatedDevice device;  // for its folder
  const ChoiceCache cache(device.cache() / "new");
  const Time then{std::chrono::hours(24 * 365)};
  EXPECT_FALSE(cache.find("key", then));
  cache.keep("key", {.devices = true, .speeds = "3 and 4", .measured = then});
  const std::optional<Choice> kept = cache.find("key", then + choice_lifetime - std::chrono::hours(1));
  ASSERT_TRUE(kept);
  EXPECT_TRUE(kept->devices);
  EXPECT_EQ(kept->speeds, "3 and 4");
  EXPECT_EQ(origin(*kept, true), "known from 1971-01-01");
  EXPECT_FALSE(cache.find("key", then + choice_lifetime)) << "too old";
  EXPECT_FALSE(cache.find("key", then - std::chrono::hours(1))) << "from the future";
}

TEST(ChoiceCache, TakesNothingFromADamagedFileNorFromThatOfAnotherKey) {
  const tests::SimulatedDevice device;
  const ChoiceCache cache(device.cache());
  const Time now{std::chrono::hours(24 * 365)};
  cache.keep("key", {.devices = true, .speeds = "x", .measured = now});
  std::filesystem::copy_file(device.cache() / "key.choice", device.cache() / "other.choice");
  EXPECT_FALSE(cache.find("other", now));
  std::filesystem::resize_file(device.cache() / "key.choice", 30);
  EXPECT_FALSE(cache.find("key", now));
}

TEST(ChoiceKey, DependsOnProgramDevicesProcessorAndSize) {
  const rollout::Program program;
  const device::Devices one{"13.0", {{.index = 0, .name = "A", .capability = 90}}};
  device::Devices two = one;
  two.list.push_back(two.list.front());
  const std::string key = choice_key(program, one, "cpu, 8 lanes", 1000);
  EXPECT_EQ(choice_key(program, one, "cpu, 8 lanes", 1020), key) << "of the same size";
  EXPECT_NE(choice_key(program, one, "cpu, 8 lanes", 5000), key);
  EXPECT_NE(choice_key(program, two, "cpu, 8 lanes", 1000), key);
  EXPECT_NE(choice_key(program, one, "cpu, 4 lanes", 1000), key);
}

}  // namespace
}  // namespace gainswarm::engine
