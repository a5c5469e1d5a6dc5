// Tuning runs whose devices fail on command end with the fingerprint of the undisturbed run.
#include <gtest/gtest.h>

#include "host/engine/cuda_engine.hpp"
#include "tests/device/simulated_device.hpp"
#include "tests/device/watched_engine.hpp"
#include "tests/support/shipped_problems.hpp"

namespace gainswarm {
namespace {

// Sticky errors, workers that die, answers that are nonsense, at any launch: a thousand of them.
class DeviceFaults : public tests::OnSimulatedDevice<> {};

TEST_F(DeviceFaults, AThousandAtRandomChangeNoFingerprint) {
  const spec::Problem problem = tests::shortened("double_inverted_pendulum/state_feedback", "double");
  const auto program = rollout::build_program(problem, rollout::Purpose::training);
  const auto scenarios = rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
  const std::string undisturbed = tests::tune(problem, {"reference"}).fingerprint;

  const tests::SimulatedDevice device{{"SIMULATED_DEVICES", "2"},
                                      {"SIMULATED_FAULTS", "719 0.004 700 0.004 kill 0.004 garbage 0.004"}};
  const std::shared_ptr<engine::Engine> cpu = engine::make_engine({.name = "cpu"}, program, scenarios);
  std::size_t faults = 0, runs = 0;
  int by_devices = 0, by_host = 0;
  for (; faults < 1000; ++runs) {
    tests::Watched engine(std::make_unique<engine::CudaEngine>(
        program, scenarios, tests::SimulatedDevice::options().supervision, cpu));
    ASSERT_EQ(tuner::tune({problem, program, engine, {}, nullptr}, {}).fingerprint, undisturbed);
    const auto incidents = engine.incidents();
    by_devices += engine.by_engine;
    by_host += engine.by_host;
    faults += static_cast<std::size_t>(std::ranges::count_if(
        incidents, [](const std::string& incident) { return incident.starts_with("device"); }));
  }
  RecordProperty("faults", static_cast<int>(faults));
  RecordProperty("runs", static_cast<int>(runs));
  RecordProperty("generations_by_devices", by_devices);
  RecordProperty("generations_by_host", by_host);
  EXPECT_GT(by_devices, 0);
}

}  // namespace
}  // namespace gainswarm
