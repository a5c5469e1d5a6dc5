// The engine cuda on simulated devices: memory, launches and shares of several devices never change a bit.
#include "host/engine/cuda_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/device/simulated_device.hpp"
#include "tests/engine/engine_bits.hpp"
#include "tests/engine/pendulum_program.hpp"
#include "tests/engine/random_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

using testing::HasSubstr;
using tests::SimulatedDevice;

class CudaEngineTest : public tests::OnSimulatedDevice<testing::TestWithParam<graph::Precision>> {
 protected:
  void expect_bits_of_reference() {
    Outcome outcome;
    const auto engine = make_engine(SimulatedDevice::options(), program, scenarios);
    for (int batch = 0; batch < 3; ++batch) {
      const std::vector<double> gains = random_gains(random, program, any_integer(random, 1, 300));
      engine->evaluate(gains, outcome);
      expect_same_bits(outcome_of({.name = "reference"}, program, scenarios, gains), outcome);
    }
    EXPECT_THAT(engine->incidents(), testing::IsEmpty());
  }

  Random random{tests::fresh_seed()};
  rollout::Program program = pendulum_program(GetParam(), 20);
  rollout::ScenarioTable scenarios = random_scenarios(random, program);
};

TEST_P(CudaEngineTest, GivesTheBitsOfTheReference) {
  const SimulatedDevice device;
  expect_bits_of_reference();
}

TEST_P(CudaEngineTest, SharesParticlesOutToSeveralDevices) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "3"}};
  expect_bits_of_reference();
}

// What lists the devices runs one of them, and the next engine of a run takes over the workers of the last.
TEST_P(CudaEngineTest, StartsOneWorkerADevice) {
  SimulatedDevice device{{"SIMULATED_DEVICES", "3"}};
  const std::filesystem::path starts = device.cache() / "starts";
  device.set("SIMULATED_STARTS", starts);
  const Options options = SimulatedDevice::options();
  for (int number = 0; number < 3; ++number) {
    const std::vector<double> gains = random_gains(random, program, 300);
    expect_same_bits(outcome_of({.name = "reference"}, program, scenarios, gains),
                     outcome_of(options, program, scenarios, gains));
    EXPECT_EQ(std::filesystem::file_size(starts), 3);
    program = pendulum_program(GetParam(), 30 + number);
  }
}

TEST_P(CudaEngineTest, RunsSideBySideWhatDevicesHaveThreadsFor) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "3"}};
  const auto side_by_side = [&](std::int64_t count) {
    scenarios.scenarios = count;
    scenarios.values.resize(static_cast<std::size_t>(count * scenarios.columns), 0.125);
    return make_engine(SimulatedDevice::options(), program, scenarios)->side_by_side();
  };
  const std::int64_t of_one = side_by_side(1);
  EXPECT_GT(of_one, 100);
  EXPECT_EQ(side_by_side(10), of_one / 10);
  EXPECT_EQ(side_by_side(of_one + 1), 1);
}

// Neither all results nor all rollouts of a launch fit at once.
TEST_P(CudaEngineTest, SplitsWhatMemoryAndTimeDoNotAllowAtOnce) {
  scenarios.scenarios = 60;
  scenarios.values.resize(static_cast<std::size_t>(60 * scenarios.columns), 0.125);
  const SimulatedDevice device{{"SIMULATED_MEMORY", "300000"}};
  expect_bits_of_reference();
}

TEST_P(CudaEngineTest, LeavesTheDriverTheMemoryOfItsStacks) {
  scenarios.scenarios = 60;
  scenarios.values.resize(static_cast<std::size_t>(60 * scenarios.columns), 0.125);
  const SimulatedDevice device{{"SIMULATED_MEMORY", "250000"}, {"SIMULATED_STACK", "80000"}};
  expect_bits_of_reference();
}

TEST_P(CudaEngineTest, SaysWhatWouldFitIntoTheMemory) {
  const SimulatedDevice device{{"SIMULATED_MEMORY", "20000"}};
  const auto engine = make_engine(SimulatedDevice::options(), program, scenarios);
  const std::vector<double> gains = random_gains(random, program, 3000);
  Outcome outcome;
  try {
    engine->evaluate(gains, outcome);
    FAIL() << "20 kB held 3000 particles";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("use fewer particles"));
  }
}

INSTANTIATE_TEST_SUITE_P(Precisions, CudaEngineTest,
                         testing::Values(graph::Precision::float64, graph::Precision::float32),
                         [](const auto& test) {
                           return test.param == graph::Precision::float64 ? "Double" : "Float";
                         });

class WithoutADevice : public tests::OnSimulatedDevice<> {};

TEST_F(WithoutADevice, TheEngineSaysWhy) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "0"}};
  const rollout::Program program = pendulum_program(graph::Precision::float64, 20);
  try {
    make_engine(SimulatedDevice::options(), program, {1, 6, std::vector<double>(6)});
    FAIL() << "no device was found, and nobody said so";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("for CUDA 13.0, sees none"));
  }
}

}  // namespace
}  // namespace gainswarm::engine
