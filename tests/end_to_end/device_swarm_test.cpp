// Swarms that devices move: every number of a run is that of the swarms on the host.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "host/device/headers.hpp"
#include "host/device/nvrtc.hpp"
#include "host/engine/cuda_engine.hpp"
#include "tests/device/simulated_device.hpp"
#include "tests/device/watched_engine.hpp"
#include "tests/support/shipped_problems.hpp"

namespace gainswarm {
namespace {

using testing::Contains;
using testing::HasSubstr;
using tests::SimulatedDevice;
using tests::Watched;

/// A problem with its program, run on devices and on the processor.
struct Comparison {
  explicit Comparison(spec::Problem what) : problem(std::move(what)) {}

  std::unique_ptr<engine::Engine> processor() const {
    return engine::make_engine({.name = "cpu"}, program, scenarios);
  }
  std::unique_ptr<Watched> devices(std::shared_ptr<engine::Engine> fallback = nullptr) const {
    return std::make_unique<Watched>(std::make_unique<engine::CudaEngine>(
        program, scenarios, SimulatedDevice::options().supervision, std::move(fallback)));
  }
  tuner::Tuning tune(engine::Engine& engine, const tuner::Observer& observer = {}) const {
    return tuner::tune({problem, program, engine, {}, nullptr}, observer);
  }

  spec::Problem problem;
  rollout::Program program = rollout::build_program(problem, rollout::Purpose::training);
  rollout::ScenarioTable scenarios =
      rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
};

void expect_same_run(const tuner::Tuning& a, const tuner::Tuning& b) {
  EXPECT_EQ(a.fingerprint, b.fingerprint);
  EXPECT_EQ(a.swarm_best_costs, b.swarm_best_costs);
  EXPECT_EQ(a.best_gains, b.best_gains);
  EXPECT_EQ(a.trajectory_steps, b.trajectory_steps);
  ASSERT_EQ(a.history.size(), b.history.size());
  for (std::size_t i = 0; i < a.history.size(); ++i) {
    EXPECT_EQ(a.history[i].median_cost, b.history[i].median_cost);
    EXPECT_EQ(a.history[i].lowest_cost, b.history[i].lowest_cost);
    EXPECT_EQ(a.history[i].failed_share, b.history[i].failed_share);
    EXPECT_EQ(a.history[i].given_up_share, b.history[i].given_up_share);
    EXPECT_EQ(a.history[i].spread, b.history[i].spread);
    EXPECT_EQ(a.history[i].evaluations, b.history[i].evaluations);
  }
  EXPECT_EQ(a.swarm.iteration, b.swarm.iteration);
  EXPECT_EQ(a.swarm.positions, b.swarm.positions);
  EXPECT_EQ(a.swarm.velocities, b.swarm.velocities);
  EXPECT_EQ(a.swarm.best_positions, b.swarm.best_positions);
  EXPECT_EQ(a.swarm.best_costs, b.swarm.best_costs);
  EXPECT_EQ(a.swarm.stalled, b.swarm.stalled);
  EXPECT_EQ(a.swarm.exemplars, b.swarm.exemplars);
}

/// A problem with a requirement that some particles fail to meet and some rollouts that fail.
spec::Problem problem(const std::string& precision, std::vector<std::string> overrides) {
  for (const char* common :
       {"swarm.swarms=5", "swarm.particles=9", "swarm.iterations=8", "swarm.refresh=2",
        "polish.evaluations=30", "simulation.duration=1 s", "scenarios.training.count=5"}) {
    overrides.emplace_back(common);
  }
  overrides.push_back("simulation.precision=" + precision);
  return tests::load_config("cart_pole/state_feedback", overrides);
}

class DeviceSwarm : public tests::OnSimulatedDevice<testing::TestWithParam<const char*>> {
 protected:
  /// On devices as on the processor, without any help of the host.
  static void expect_run_of_the_processor(const Comparison& setup) {
    const auto devices = setup.devices();
    const auto processor = setup.processor();
    expect_same_run(setup.tune(*devices), setup.tune(*processor));
    EXPECT_EQ(devices->by_host, 0);
    EXPECT_GT(devices->by_engine, 0);
    EXPECT_THAT(devices->incidents(), testing::IsEmpty());
  }
};

TEST_P(DeviceSwarm, MovesAndStartsAsTheHostDoes) {
  SimulatedDevice device;
  for (const char* devices : {"1", "2"}) {
    device.set("SIMULATED_DEVICES", devices);
    for (const char* algorithm : {"global_best", "comprehensive_learning"}) {
      for (const char* start : {"sobol", "latin_hypercube"}) {
        SCOPED_TRACE(std::string(devices) + " " + algorithm + " " + start);
        expect_run_of_the_processor(Comparison(problem(
            GetParam(), {std::string("swarm.algorithm=") + algorithm, std::string("swarm.start=") + start})));
      }
    }
  }
}

TEST_P(DeviceSwarm, AggregatesAsTheHostDoes) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "2"}};
  for (const char* aggregate :
       {"mean", "sum", "worst", "mean_plus_worst(0.5)", "cvar(0.7)", "percentile(0.6)"}) {
    SCOPED_TRACE(aggregate);
    expect_run_of_the_processor(
        Comparison(problem(GetParam(), {std::string("objective.over_scenarios=") + aggregate})));
  }
}

// 1,800 rollouts a generation, of which the memory holds half.
TEST_P(DeviceSwarm, RunsInPartsWhatItsMemoryDoesNotHoldAtOnce) {
  SimulatedDevice device;
  const Comparison setup(problem(GetParam(), {"scenarios.training.count=40", "simulation.duration=0.2 s"}));
  expect_run_of_the_processor(setup);
  device.set("SIMULATED_MEMORY", "70000");
  expect_run_of_the_processor(setup);
}

INSTANTIATE_TEST_SUITE_P(Precisions, DeviceSwarm, testing::Values("double", "float"),
                         [](const auto& test) { return std::string(test.param); });

class DeviceSwarmRun : public tests::OnSimulatedDevice<> {};

// The generation that the devices have begun meanwhile leaves no trace.
TEST_F(DeviceSwarmRun, EndsWhereTheStopConditionsSay) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "2"}};
  for (const char* stop : {"stop.evaluations=200", "stop.cost_below=1e99", "stop.stagnation=1"}) {
    SCOPED_TRACE(stop);
    const Comparison setup(problem("double", {stop}));
    const tuner::Tuning tuning = setup.tune(*setup.devices());
    EXPECT_LT(tuning.history.size(), 8U);
    expect_same_run(tuning, setup.tune(*setup.processor()));
  }
}

TEST_F(DeviceSwarmRun, GoesOnWithTheProcessorWhenTheDevicesEndAndReturnsToThem) {
  SimulatedDevice device{{"SIMULATED_DEVICES", "2"}};
  const std::filesystem::path end = device.cache() / "end";
  device.set("SIMULATED_END", end);
  const Comparison setup(problem("double", {}));
  const auto devices = setup.devices(setup.processor());
  const tuner::Tuning tuning = setup.tune(*devices, [&](const tuner::Generation& generation) {
    if (generation.iteration == 2) std::ofstream{end};
    if (generation.iteration == 5) std::filesystem::remove(end);
  });
  expect_same_run(tuning, setup.tune(*setup.processor()));
  EXPECT_GE(devices->by_host, 2);
  EXPECT_GE(devices->by_engine, 4);
  EXPECT_THAT(devices->incidents(), Contains(HasSubstr("rollouts go to cpu")));
  EXPECT_THAT(devices->incidents(), Contains(HasSubstr("to devices again")));
}

TEST_F(DeviceSwarmRun, LeavesTheSwarmsOfADeadDeviceToTheOther) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "2"}, {"SIMULATED_DEAD", "1"}};
  const Comparison setup(problem("double", {}));
  const auto devices = setup.devices();
  expect_same_run(setup.tune(*devices), setup.tune(*setup.processor()));
  EXPECT_EQ(devices->by_host, 0);
  EXPECT_THAT(devices->incidents(), Contains(HasSubstr("breaker open")));
}

TEST_F(DeviceSwarmRun, SplitsItsLaunchesAtTheTimeLimit) {
  const SimulatedDevice device{{"SIMULATED_FAULTS", "long 1"}};
  const Comparison setup(problem("double", {}));
  const auto devices = setup.devices();
  expect_same_run(setup.tune(*devices), setup.tune(*setup.processor()));
  EXPECT_EQ(devices->by_host, 0);
  EXPECT_THAT(devices->incidents(), Contains(HasSubstr("at most 32 rollouts a launch")));
}

TEST(SwarmKernels, CompileForDevicesWithoutStackAndSpills) {
  std::unique_ptr<device::Nvrtc> compiler;
  try {
    compiler = std::make_unique<device::Nvrtc>();
  } catch (const std::runtime_error& reason) {
    GTEST_SKIP() << reason.what();
  }
  for (const int capability : {80, 89, 90, 120}) {
    const device::Binary binary = compiler->compile(device::swarm_text(), capability);
    for (const char* kernel :
         {"move_towards_global_best", "refresh_exemplars", "move_towards_exemplars", "update_personal_best",
          "update_leader", "map_to_double_gains", "map_to_float_gains", "rank_double_costs",
          "rank_float_costs", "give_up_double_losers", "give_up_float_losers", "list_running"}) {
      SCOPED_TRACE(kernel);
      const device::Resources resources = device::resources(binary, kernel);
      EXPECT_EQ(resources.stack, 0);
      EXPECT_EQ(resources.spilled, 0);
      EXPECT_GT(resources.registers, 0);
    }
  }
}

}  // namespace
}  // namespace gainswarm
