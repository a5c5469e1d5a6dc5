#include "host/engine/trajectory.hpp"

#include <gtest/gtest.h>

#include "tests/engine/builder.hpp"
#include "tests/engine/engine_bits.hpp"
#include "tests/engine/pendulum_program.hpp"

namespace gainswarm::engine {
namespace {

/// Register 0 takes the tick's number plus one at each tick, register 1 counts substeps; fails when the count
/// exceeds the gain.
rollout::Program recorded() {
  Builder build;
  build.declare_gains(1);
  const graph::Value tick = build.input(graph::InputKind::tick);
  const graph::Value next = build.reg(1) + 1.0;
  build.add_register(build.scenario(0), tick + 1.0, build.reg(0));
  build.add_register(build.number(0), build.reg(1), next);
  build.add_failure("limit", build.gain(0) < next);
  build.add_output(build.reg(1));
  for (const graph::Value signal : {build.reg(0), build.reg(1), tick}) {
    build.program.signals.push_back({"signal", ""});
    build.program.signal_roots.push_back(signal.id);
  }
  build.program.ticks = 3;
  build.program.substeps = 2;
  return build.program;
}

TEST(Trajectory, IsGivenUpInTheMiddle) {
  int asked = 0;
  EXPECT_THROW(
      (void)simulate(recorded(), one_scenario({7}), 0, std::vector{100.0}, 1, [&] { return ++asked == 3; }),
      support::Interrupted);
  EXPECT_EQ(asked, 3);
}

TEST(Trajectory, ShowsTheRegistersBeforeEachTickAndAtTheEnd) {
  const Trajectory trajectory = simulate(recorded(), one_scenario({7}), 0, std::vector{100.0});
  EXPECT_EQ(trajectory.time, (std::vector{0.0, 0.5, 1.0, 1.5}));
  EXPECT_EQ(trajectory.columns[0], (std::vector{7.0, 1.0, 2.0, 3.0}));
  EXPECT_EQ(trajectory.columns[1], (std::vector{0.0, 2.0, 4.0, 6.0}));
  EXPECT_EQ(trajectory.columns[2], (std::vector{0.0, 1.0, 2.0, 3.0}));
  EXPECT_EQ(trajectory.rollout.outputs, std::vector{6.0});
  EXPECT_EQ(trajectory.rollout.cause, -1);
}

TEST(Trajectory, EndsWithTheTickThatFails) {
  const Trajectory trajectory = simulate(recorded(), one_scenario({7}), 0, std::vector{3.0});
  EXPECT_EQ(trajectory.time, (std::vector{0.0, 0.5}));
  EXPECT_EQ(trajectory.columns[1], (std::vector{0.0, 2.0}));
  EXPECT_EQ(trajectory.rollout.survived, 3);
  EXPECT_EQ(trajectory.rollout.cause, 0);
}

TEST(Trajectory, ItsRolloutIsBitIdenticalToTheCpuEngine) {
  const rollout::Program program = pendulum_program(graph::Precision::float64, 100);
  const rollout::ScenarioTable start = one_scenario({0, 0.1, -0.05, 0, 0, 0});
  const std::vector<double> gains = {-3.162, 255.717, -302.331, -6.997, 15.301, -41.34};
  EXPECT_EQ(bits_of(simulate(program, start, 0, gains).rollout.outputs),
            bits_of(outcome_of({"cpu", 0, 1}, program, start, gains).outputs));
}

}  // namespace
}  // namespace gainswarm::engine
