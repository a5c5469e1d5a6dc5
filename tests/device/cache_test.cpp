#include "host/device/cache.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <utility>

#include "host/device/program_text.hpp"
#include "tests/device/simulated_device.hpp"
#include "tests/engine/pendulum_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::device {
namespace {

using tests::SimulatedDevice;

class CacheTest : public tests::OnSimulatedDevice<> {};

std::string text_of(std::int64_t ticks) {
  return program_text(engine::pendulum_program(graph::Precision::float64, ticks));
}

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_F(CacheTest, GivesWhatWasCompiledBefore) {
  const SimulatedDevice device;
  const Cache cache(device.cache());
  const MachineCode first = machine_code(text_of(10), 90, cache);
  EXPECT_FALSE(first.from_cache);
  EXPECT_EQ(first.not_kept, "");
  const MachineCode second = machine_code(text_of(10), 90, cache);
  EXPECT_TRUE(second.from_cache);
  EXPECT_EQ(first.binary.code, second.binary.code);
  EXPECT_EQ(first.binary.log, second.binary.log);
}

TEST_F(CacheTest, KeyFollowsTextAndDevice) {
  EXPECT_EQ(cache_key(text_of(10), 90), cache_key(text_of(10), 90));
  EXPECT_NE(cache_key(text_of(10), 90), cache_key(text_of(11), 90));
  EXPECT_NE(cache_key(text_of(10), 90), cache_key(text_of(10), 80));
}

TEST_F(CacheTest, NeedsNoCompilerForWhatItHolds) {
  SimulatedDevice device;
  const Cache cache(device.cache());
  machine_code(text_of(10), 90, cache);
  device.set("CUDA_PATH", "/nowhere");
  EXPECT_TRUE(machine_code(text_of(10), 90, cache).from_cache);
  try {
    machine_code(text_of(11), 90, cache);
    FAIL() << "code came from nowhere";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("gainswarm compile CONFIG --arch 9.0"), std::string::npos);
  }
}

TEST_F(CacheTest, HoldsCodeForTheMostBlocksThatSpillNothing) {
  SimulatedDevice device;
  const Cache cache(device.cache());
  int ticks = 10;
  for (const auto& [most, registers] : {std::pair("20", 102), {"8", 128}, {"7", 170}, {"5", 255}}) {
    device.set("SIMULATED_MOST_BLOCKS", most);
    const std::string text = text_of(++ticks);
    EXPECT_EQ(resources(machine_code(text, 90, cache).binary).registers, registers);
    const MachineCode kept = machine_code(text, 90, cache);
    EXPECT_TRUE(kept.from_cache);
    EXPECT_EQ(resources(kept.binary).registers, registers);
  }
}

TEST(Binary, WantsTheRegistersThatItLacks) {
  const std::string one =
      "ptxas info    : Compiling entry function '{}' for 'sm_90'\nptxas info    : Function properties for "
      "{}\n";
  const Binary binary{"", one +
                              "    240 bytes stack frame, 440 bytes spill stores, 456 bytes spill loads\n"
                              "ptxas info    : Used 96 registers, used 0 barriers\n" +
                              one +
                              "    800 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads\n"
                              "ptxas info    : Used 97 registers, used 0 barriers\n"};
  EXPECT_TRUE(spills(binary));
  EXPECT_EQ(registers_wanted(binary), 96 + 240 / 4);
  EXPECT_EQ(registers_wanted({}), 0);
}

TEST_F(CacheTest, HoldsCodeWithNumbersIfNothingElseHelps) {
  SimulatedDevice device;
  const Cache cache(device.cache());
  for (const auto& [most, spilling] : {std::pair("0", false), {"-1", true}}) {
    device.set("SIMULATED_MOST_BLOCKS", most);
    const MachineCode code = machine_code(text_of(spilling ? 10 : 11), 90, cache);
    EXPECT_EQ(spills(code.binary), spilling);
    EXPECT_EQ(resources(code.binary).registers, 255);
  }
}

TEST_F(CacheTest, OfAnotherCompilerIsMadeAnew) {
  SimulatedDevice device;
  const Cache cache(device.cache());
  machine_code(text_of(10), 90, cache);
  device.set("SIMULATED_NVRTC_VERSION", "2");
  const MachineCode code = machine_code(text_of(10), 90, cache);
  EXPECT_FALSE(code.from_cache);
  EXPECT_EQ(code.compiler, "2.0");
}

TEST_F(CacheTest, NeverGivesDamagedCode) {
  const SimulatedDevice device;
  const Cache cache(device.cache());
  const std::string key = cache_key(text_of(10), 90);
  machine_code(text_of(10), 90, cache);
  const std::filesystem::path file = device.cache() / (key + ".device");
  const std::string good = content(file);
  ASSERT_TRUE(cache.find(key));
  std::mt19937_64 random(tests::fresh_seed());
  for (int i = 0; i < 200; ++i) {
    std::string bad = good;
    const std::size_t place = i < 150 ? static_cast<std::size_t>(i) : random() % bad.size();
    if (i % 3 == 0) {
      bad.resize(place);
    } else {
      bad[place] = static_cast<char>(bad[place] ^ (1 << random() % 8));
    }
    std::ofstream(file, std::ios::binary) << bad;
    EXPECT_FALSE(cache.find(key)) << "damaged at " << place;
  }
}

TEST_F(CacheTest, ThatCannotBeWrittenIsNoErrorOfTheRun) {
  const SimulatedDevice device;
  std::ofstream(device.cache() / "file") << "not a folder";
  const MachineCode code = machine_code(text_of(10), 90, Cache(device.cache() / "file" / "cache"));
  EXPECT_FALSE(code.binary.code.empty());
  EXPECT_NE(code.not_kept, "");
}

}  // namespace
}  // namespace gainswarm::device
