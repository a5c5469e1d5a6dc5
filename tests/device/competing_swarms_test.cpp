// Generations whose particles compete with their personal bests, on simulated devices: every number is that
// of swarms that the host moves and the processor runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "cuda/ranked_cost.hpp"
#include "host/engine/cuda_engine.hpp"
#include "host/swarm/fitness.hpp"
#include "host/swarm/swarm.hpp"
#include "tests/device/simulated_device.hpp"
#include "tests/engine/contest.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

using tests::SimulatedDevice;

constexpr std::int64_t dimensions = 6;

/// Swarms of double pendulums that must end near the middle.
struct Hunt {
  Hunt(Random& random, graph::Precision precision, spec::Algorithm algorithm, std::int64_t ticks = 400)
      : contest(pendulums(random, precision, {aggregate::Kind::cvar, 0.5}, 1, ticks)) {
    options.algorithm = algorithm;
    options.seed = random();
    options.swarms = 4;
    options.particles = 9;
    options.iterations = 6;
    options.refresh = 2;
    for (const double gain : contest.gains) {  // most of them hold the pendulum up, and then compete
      const double reach = 0.5 * std::abs(gain);
      scales.push_back({gain - reach, gain + reach, 0});
    }
  }
  [[nodiscard]] swarm::Job job() const {
    return {.options = &options,
            .scales = scales,
            .rule = {.over_scenarios = contest.rule,
                     .requirements = 1,
                     .limits = &near,
                     .steps = static_cast<double>(contest.program.steps())}};
  }

  Contest contest;
  spec::Swarm options;
  std::vector<gains::Scale> scales;
  ranked_cost::Limits near{0.3, -0.3};
};

/// A generation by the host. Gives costs and totals.
swarm::Generation moved_by_host(const Hunt& hunt, Engine& engine, swarm::Swarm& swarms) {
  const std::span<const double> positions = swarms.propose();
  std::vector<double> gains(positions.size());
  swarm::map_to_gains({hunt.scales.data(), dimensions, positions.data(), gains.data()},
                      std::ssize(positions));
  Outcome outcome;
  engine.compete(gains, {hunt.contest.rule, swarms.state().best_costs}, outcome);
  const std::int64_t particles = std::ssize(positions) / dimensions, rollouts = std::ssize(outcome.cause);
  swarm::Generation generation;
  generation.costs.resize(static_cast<std::size_t>(particles));
  std::vector<double> scratch(outcome.cause.size());
  std::vector<ranked_cost::Tally> tallies(generation.costs.size());
  swarm::rank_costs({hunt.job().rule,
                     {rollouts / particles, particles, outcome.outputs.data(), rollouts,
                      outcome.survived.data(), outcome.cause.data()},
                     scratch.data(),
                     generation.costs.data(),
                     tallies.data()},
                    particles);
  generation.totals.rollouts = rollouts;
  for (const ranked_cost::Tally& tally : tallies) generation.totals.add(tally);
  swarms.absorb(generation.costs);
  generation.state = swarms.state();
  return generation;
}

void expect_same_generation(const swarm::Generation& a, const swarm::Generation& b) {
  EXPECT_EQ(a.costs, b.costs);
  EXPECT_EQ(a.totals.rollouts, b.totals.rollouts);
  EXPECT_EQ(a.totals.steps, b.totals.steps);
  EXPECT_EQ(a.totals.failed, b.totals.failed);
  EXPECT_EQ(a.totals.given_up, b.totals.given_up);
  EXPECT_EQ(a.totals.not_finite, b.totals.not_finite);
  EXPECT_EQ(a.state.iteration, b.state.iteration);
  EXPECT_EQ(a.state.positions, b.state.positions);
  EXPECT_EQ(a.state.velocities, b.state.velocities);
  EXPECT_EQ(a.state.best_positions, b.state.best_positions);
  EXPECT_EQ(a.state.best_costs, b.state.best_costs);
  EXPECT_EQ(a.state.stalled, b.state.stalled);
  EXPECT_EQ(a.state.exemplars, b.state.exemplars);
}

class CompetingSwarms : public tests::OnSimulatedDevice<testing::TestWithParam<graph::Precision>> {
 protected:
  /// Runs all generations; gives how many rollouts were given up.
  static std::int64_t expect_generations_of_the_host(const Hunt& hunt) {
    const rollout::Program& program = hunt.contest.program;
    const auto processor = make_engine({"cpu", 0, 2}, program, hunt.contest.scenarios);
    CudaEngine devices(program, hunt.contest.scenarios, SimulatedDevice::options().supervision);
    swarm::Swarm by_host(hunt.options, dimensions), by_devices(hunt.options, dimensions);
    const swarm::Job job = hunt.job();
    std::int64_t given_up = 0;
    for (int i = 0; i < hunt.options.iterations && !HasFailure(); ++i) {
      SCOPED_TRACE(i);
      const swarm::Generation expected = moved_by_host(hunt, *processor, by_host);
      swarm::Generation next;
      EXPECT_TRUE(devices.advance(job, by_devices.state(), next));
      expect_same_generation(expected, next);
      by_devices.adopt(next.state);
      given_up += expected.totals.given_up;
    }
    EXPECT_THAT(devices.incidents(), testing::IsEmpty());
    return given_up;
  }

  Random random{tests::fresh_seed()};
};

TEST_P(CompetingSwarms, MoveAsTheHostMovesThem) {
  SimulatedDevice device;
  for (const char* devices : {"1", "3"}) {
    device.set("SIMULATED_DEVICES", devices);
    std::int64_t given_up = 0;
    for (const auto algorithm : {spec::Algorithm::global_best, spec::Algorithm::comprehensive_learning})
      given_up += expect_generations_of_the_host(Hunt(random, GetParam(), algorithm));
    EXPECT_GT(given_up, 0);
  }
}

TEST_P(CompetingSwarms, RunInPartsWhatMemoryDoesNotHoldAtOnce) {
  Hunt hunt(random, GetParam(), spec::Algorithm::global_best);
  hunt.options.swarms = 12;
  const SimulatedDevice device{
      {"SIMULATED_MEMORY", GetParam() == graph::Precision::float64 ? "85000" : "60000"}};
  expect_generations_of_the_host(hunt);
}

// Whole rollouts in one launch would run into the time limit here.
TEST_P(CompetingSwarms, RunLongRolloutsInStagesEvenIfNobodyCompetes) {
  Hunt hunt(random, GetParam(), spec::Algorithm::global_best, rollout::stage_steps + 1000);
  hunt.contest.program.least_cost.reset();
  hunt.options.iterations = 2;
  const SimulatedDevice device{{"SIMULATED_WHOLE", "1"}};
  EXPECT_EQ(expect_generations_of_the_host(hunt), 0);
}

INSTANTIATE_TEST_SUITE_P(Precisions, CompetingSwarms,
                         testing::Values(graph::Precision::float64, graph::Precision::float32),
                         [](const auto& test) {
                           return test.param == graph::Precision::float64 ? "Double" : "Float";
                         });

}  // namespace
}  // namespace gainswarm::engine
