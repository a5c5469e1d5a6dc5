// Devices that fail on command: whatever happens to the workers, the bits are those of an undisturbed run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/engine/cuda_engine.hpp"
#include "tests/device/simulated_device.hpp"
#include "tests/engine/engine_bits.hpp"
#include "tests/engine/pendulum_program.hpp"
#include "tests/engine/random_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

using testing::Contains;
using testing::HasSubstr;
using tests::SimulatedDevice;

class Faults : public tests::OnSimulatedDevice<> {
 protected:
  Outcome reference() { return outcome_of({.name = "reference"}, program, scenarios, gains); }

  std::unique_ptr<CudaEngine> engine(bool fallback) {
    return std::make_unique<CudaEngine>(
        program, scenarios, SimulatedDevice::options().supervision,
        fallback ? make_engine({.name = "cpu"}, program, scenarios) : nullptr);
  }

  Random random{tests::fresh_seed()};
  rollout::Program program = pendulum_program(graph::Precision::float64, 20);
  rollout::ScenarioTable scenarios = random_scenarios(random, program);
  std::vector<double> gains = random_gains(random, program, 50);
};

TEST_F(Faults, OfOneDeviceLeaveItsWorkToTheOther) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "2"}, {"SIMULATED_DEAD", "0"}};
  const auto engine = this->engine(false);
  Outcome outcome;
  engine->evaluate(gains, outcome);
  expect_same_bits(reference(), outcome);
  EXPECT_THAT(engine->incidents(), Contains(HasSubstr("breaker open")));
}

TEST_F(Faults, OfTheOnlyDeviceEndAnEngineThatMayUseNothingElse) {
  const SimulatedDevice device{{"SIMULATED_DEAD", "0"}};
  auto options = SimulatedDevice::options();
  options.supervision.rest = std::chrono::hours(1);
  const auto engine = make_engine(options, program, scenarios);
  Outcome outcome;
  try {
    engine->evaluate(gains, outcome);
    FAIL() << "a dead device gave results";
  } catch (const EngineFailed& error) {
    EXPECT_THAT(error.what(), HasSubstr("use the engine auto"));
  }
}

TEST_F(Faults, OfTheOnlyDeviceSendTheRolloutsToTheProcessorUntilItWorksAgain) {
  SimulatedDevice device{{"SIMULATED_DEAD", "0"}};
  const auto engine = this->engine(true);
  Outcome outcome;
  engine->evaluate(gains, outcome);
  expect_same_bits(reference(), outcome);
  EXPECT_THAT(engine->incidents(), Contains(HasSubstr("rollouts go to cpu")));
  device.set("SIMULATED_DEAD", "none");
  engine->evaluate(gains, outcome);
  expect_same_bits(reference(), outcome);
  EXPECT_THAT(engine->incidents(), Contains(HasSubstr("to devices again")));
}

TEST_F(Faults, ThatAreTheTimeLimitSplitTheLaunches) {
  const SimulatedDevice device{{"SIMULATED_FAULTS", "long 1"}};
  const auto engine = this->engine(false);
  Outcome outcome;
  engine->evaluate(gains, outcome);
  expect_same_bits(reference(), outcome);
  EXPECT_THAT(engine->incidents(), Contains(HasSubstr("at most 32 rollouts a launch")));
}

TEST_F(Faults, ThatAreSilenceEndThePatience) {
  const SimulatedDevice device{{"SIMULATED_FAULTS", "hang 1"}};
  auto options = SimulatedDevice::options();
  options.supervision.patience = std::chrono::milliseconds(200);
  options.supervision.rest = std::chrono::hours(1);
  CudaEngine engine(program, scenarios, options.supervision,
                    make_engine({.name = "cpu"}, program, scenarios));
  Outcome outcome;
  engine.evaluate(gains, outcome);
  expect_same_bits(reference(), outcome);
  EXPECT_THAT(engine.incidents(), Contains(HasSubstr("no answer in time")));
}

TEST_F(Faults, ThatAreSilenceDoNotKeepAnInterruptWaiting) {
  const SimulatedDevice device{{"SIMULATED_FAULTS", "hang 1"}};
  auto options = SimulatedDevice::options();
  options.supervision.patience = std::chrono::hours(1);
  bool is_made = false;
  int asked = 0;
  options.interrupted = [&] { return is_made && ++asked > 10; };
  const auto engine = make_engine(options, program, scenarios);
  is_made = true;
  Outcome outcome;
  EXPECT_THROW(engine->evaluate(gains, outcome), Interrupted);
}

TEST_F(Faults, LeaveNothingOfABatchThatIsInterruptedAnywhere) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "2"}};
  auto options = SimulatedDevice::options();
  int asked = 0, most = 1000;
  options.interrupted = [&] { return ++asked > most; };
  const auto engine = make_engine(options, program, scenarios);
  const Outcome expected = reference();
  for (most = 0; most < 3; ++most) {
    asked = 0;
    Outcome outcome;
    EXPECT_THROW(engine->evaluate(gains, outcome), Interrupted);
    asked = -1000;
    engine->evaluate(gains, outcome);
    expect_same_bits(expected, outcome);
  }
  EXPECT_THAT(engine->incidents(), testing::IsEmpty());
}

}  // namespace
}  // namespace gainswarm::engine
