#include "host/engine/auto_engine.hpp"

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
using testing::StartsWith;
using tests::SimulatedDevice;

class Auto : public tests::OnSimulatedDevice<> {
 protected:
  std::unique_ptr<Engine> engine(std::int64_t particles) {
    Options options = SimulatedDevice::options("auto");
    options.threads = 2;
    options.particles = particles;
    return make_engine(options, program, scenarios);
  }

  Random random{tests::fresh_seed()};
  rollout::Program program = pendulum_program(graph::Precision::float64, 20);
  rollout::ScenarioTable scenarios = random_scenarios(random, program);
};

TEST_F(Auto, TakesTheProcessorForSmallBatchesWithoutAskingForDevices) {
  const SimulatedDevice device;
  EXPECT_THAT(engine(10)->description(), HasSubstr("auto: no device was looked for, batches of"));
}

TEST_F(Auto, TakesTheProcessorWhereThereIsNoDeviceAndSaysSo) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "0"}};
  EXPECT_THAT(engine(10'000)->description(),
              HasSubstr("auto: no CUDA device can be used (the driver, for CUDA 13.0, sees none)"));
}

TEST_F(Auto, TakesTheProcessorWhereThereIsNoCodeForTheDevice) {
  const SimulatedDevice device{{"CUDA_PATH", "/nowhere"}};
  EXPECT_THAT(engine(10'000)->description(),
              HasSubstr("auto: no compiler for CUDA devices (NVRTC of a CUDA toolkit"));
}

/// Takes a while for every batch.
class SlowEngine : public Engine {
 public:
  SlowEngine(std::string name, double seconds) : name_(std::move(name)), seconds_(seconds) {}
  void evaluate(std::span<const double> gains, Outcome& outcome) override {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds_);
    while (std::chrono::steady_clock::now() < end) {
    }
    outcome.outputs.assign(gains.size(), 0);
    outcome.survived.assign(gains.size(), 100);
    outcome.cause.assign(gains.size(), -1);
  }
  [[nodiscard]] std::string description() const override { return name_; }

 private:
  std::string name_;
  double seconds_;
};

/// Moves swarms itself.
class Moving : public SlowEngine {
 public:
  Moving() : SlowEngine("devices", 0.0) {}
  bool advance(const swarm::Job& /*job*/, const swarm::State& /*state*/,
               swarm::Generation& /*next*/) override {
    ++generations;
    return true;
  }
  int generations = 0;
};

// Whatever it measures, and whichever wins, the bits are the same.
TEST_F(Auto, MeasuresOnRealBatchesWithoutChangingABit) {
  const SimulatedDevice device;
  const auto engine = this->engine(1000);
  EXPECT_THAT(engine->description(), HasSubstr("nothing measured"));
  for (int batch = 0; batch < 4; ++batch) {
    const std::vector<double> gains = random_gains(random, program, batch == 1 ? 3 : 500);
    Outcome outcome;
    engine->evaluate(gains, outcome);
    expect_same_bits(outcome_of({.name = "reference"}, program, scenarios, gains), outcome);
  }
  EXPECT_THAT(engine->description(), HasSubstr("steps/s"));
  EXPECT_THAT(engine->description(), HasSubstr("measured now"));
}

TEST_F(Auto, KnowsWhatItMeasuredBeforeUnlessTheRecordIsDamaged) {
  const SimulatedDevice device;
  const std::vector<double> gains = random_gains(random, program, 500);
  const auto described = [&] {
    Outcome outcome;
    const auto engine = this->engine(1000);
    for (int batch = 0; batch < 2; ++batch) engine->evaluate(gains, outcome);
    return engine->description();
  };
  EXPECT_THAT(described(), HasSubstr("measured now"));
  EXPECT_THAT(described(), HasSubstr("known from 20"));
  for (const auto& entry : std::filesystem::directory_iterator(device.cache())) {
    if (entry.path().extension() == ".choice") std::filesystem::resize_file(entry.path(), 40);
  }
  EXPECT_THAT(described(), HasSubstr("measured now"));
}

TEST_F(Auto, LetsDevicesThatItChoseMoveTheSwarms) {
  auto devices = std::make_unique<Moving>();
  const Moving& moving = *devices;
  const Choice known{.devices = true, .speeds = "fast", .measured = {}};
  AutoEngine engine(std::move(devices), std::make_shared<SlowEngine>("processor", 0.0),
                    {.gains = 1, .scenarios = 1, .small = 5, .share = 5}, {}, known);
  swarm::State few, many;
  few.swarms = 1;
  many.swarms = 2;
  few.particles = many.particles = 4;
  swarm::Generation next;
  EXPECT_FALSE(engine.advance({}, few, next)) << "small batches go to the processor";
  EXPECT_TRUE(engine.advance({}, many, next));
  EXPECT_EQ(moving.generations, 1);
}

TEST_F(Auto, TakesTheProcessorWhenDevicesFail) {
  const SimulatedDevice device{{"SIMULATED_DEAD", "0"}};
  const auto engine = this->engine(1000);
  const std::vector<double> gains = random_gains(random, program, 500);
  Outcome outcome;
  for (int batch = 0; batch < 5; ++batch) {
    engine->evaluate(gains, outcome);
    expect_same_bits(outcome_of({.name = "reference"}, program, scenarios, gains), outcome);
  }
  EXPECT_THAT(engine->description(), HasSubstr("auto: the devices fail again and again"));
  EXPECT_THAT(engine->description(), StartsWith("cpu"));
  EXPECT_FALSE(engine->incidents().empty());
}

TEST_F(Auto, KeepsToTheFaster) {
  for (const bool devices_are_faster : {false, true}) {
    const double devices = devices_are_faster ? 0.001 : 0.3, processor = devices_are_faster ? 0.3 : 0.001;
    AutoEngine engine(std::make_unique<SlowEngine>("devices", devices),
                      std::make_shared<SlowEngine>("processor", processor),
                      {.gains = 1, .scenarios = 1, .small = 5, .share = 5},
                      [&](const Choice& choice) { EXPECT_EQ(choice.devices, devices_are_faster); });
    Outcome outcome;
    for (int batch = 0; batch < 3; ++batch) engine.evaluate(std::vector<double>(10), outcome);
    EXPECT_THAT(engine.description(), StartsWith(devices_are_faster ? "devices" : "processor"));
  }
}

}  // namespace
}  // namespace gainswarm::engine
