// Competitions on simulated devices: they give up the rollouts that the reference gives up, whatever is
// shared out, split or fails, and change no bit of the others.
#include "cuda/competition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "host/device/program_text.hpp"
#include "host/engine/cuda_engine.hpp"
#include "tests/device/simulated_device.hpp"
#include "tests/engine/contest.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

using testing::Contains;
using testing::HasSubstr;
using tests::SimulatedDevice;

constexpr aggregate::Rule mean{};

class CompetitionOnDevices : public tests::OnSimulatedDevice<testing::TestWithParam<graph::Precision>> {
 protected:
  std::unique_ptr<CudaEngine> engine(const Contest& contest, bool fallback = false) {
    const auto cpu = [&] { return make_engine({.name = "cpu"}, contest.program, contest.scenarios); };
    return std::make_unique<CudaEngine>(contest.program, contest.scenarios,
                                        SimulatedDevice::options().supervision, fallback ? cpu() : nullptr);
  }
  static void expect_outcome_of_reference(const Contest& contest, Engine& engine) {
    Outcome outcome;
    contest.run(engine, outcome);
    expect_same(contest.reference(), outcome);
  }

  Random random{tests::fresh_seed()};
};

TEST_P(CompetitionOnDevices, GivesUpWhatTheReferenceGivesUp) {
  const SimulatedDevice device;
  for (const aggregate::Rule& rule : {mean, aggregate::Rule{aggregate::Kind::cvar, 0.7}}) {
    Contest contest = pendulums(random, GetParam(), rule, 37);
    const auto engine = this->engine(contest);
    for (int batch = 0; batch < 3; ++batch) {
      expect_outcome_of_reference(contest, *engine);
      contest.gains.resize(contest.gains.size() / 2 / 6 * 6);
      contest.limits.resize(contest.gains.size() / 6);
    }
    EXPECT_THAT(engine->incidents(), testing::IsEmpty());
  }
}

TEST_P(CompetitionOnDevices, OfRandomProgramsEndsAsOnTheReference) {
  const SimulatedDevice device;
  std::int64_t given_up = 0;
  for (int i = 0; i < 12 && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    const Contest contest = random_contest(random, GetParam());
    const Outcome expected = contest.reference();
    given_up += std::ranges::count(expected.cause, competition::given_up);
    expect_same(expected, contest.outcome(SimulatedDevice::options()));
  }
  EXPECT_GT(given_up, 0);
}

TEST_P(CompetitionOnDevices, SharesParticlesOutToSeveralDevices) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "3"}};
  for (const std::size_t particles : {1U, 2U, 40U}) {
    const Contest contest = pendulums(random, GetParam(), mean, particles);
    expect_outcome_of_reference(contest, *engine(contest));
  }
}

// A part holds all scenarios of its particles, and here fewer particles than the batch.
TEST_P(CompetitionOnDevices, SplitsByParticlesWhatMemoryDoesNotHoldAtOnce) {
  const Contest contest = pendulums(random, GetParam(), mean, 201, 100);
  const SimulatedDevice device{
      {"SIMULATED_MEMORY", GetParam() == graph::Precision::float64 ? "90000" : "60000"}};
  const auto engine = this->engine(contest);
  for (int batch = 0; batch < 2; ++batch) expect_outcome_of_reference(contest, *engine);
  EXPECT_THAT(engine->incidents(), testing::IsEmpty());
}

// In launches of whole rollouts they would run into the time limit here. Most fall early; the smaller memory
// holds neither all rollouts at once nor all of some particle.
TEST_P(CompetitionOnDevices, LongRolloutsRunInStagesEvenIfNobodyCompetes) {
  Contest contest = pendulums(random, GetParam(), mean, 4, rollout::stage_steps + 1000);
  contest.gains.resize(60 * contest.program.gains.size());
  SimulatedDevice device{{"SIMULATED_WHOLE", "1"}};
  for (const bool competes : {true, false}) {
    if (!competes) contest.program.least_cost.reset();
    for (const char* memory :
         {"1099511627776", GetParam() == graph::Precision::float64 ? "37000" : "21500"}) {
      device.set("SIMULATED_MEMORY", memory);
      const auto engine = this->engine(contest);
      Outcome outcome;
      engine->evaluate(contest.gains, outcome);
      expect_same_bits(contest.whole(), outcome);
      EXPECT_THAT(engine->incidents(), testing::IsEmpty());
    }
  }
}

TEST_P(CompetitionOnDevices, SaysWhatWouldFitIntoTheMemory) {
  const Contest contest = pendulums(random, GetParam(), mean, 201, 100);
  const SimulatedDevice device{{"SIMULATED_MEMORY", "20000"}};
  try {
    (void)contest.outcome(SimulatedDevice::options());
    FAIL() << "20 kB held 201 particles";
  } catch (const EngineFailed& error) {
    EXPECT_THAT(error.what(), HasSubstr("use fewer particles"));
  }
}

TEST_P(CompetitionOnDevices, EndsWithTheStageAfterWhichNothingIsLeft) {
  const SimulatedDevice device;
  Contest contest = pendulums(random, GetParam(), mean, 20);
  contest.limits.assign(20, -1);
  const auto engine = this->engine(contest);
  expect_outcome_of_reference(contest, *engine);
  Outcome outcome;
  contest.run(*engine, outcome);
  EXPECT_LE(std::ranges::max(outcome.survived), contest.program.stage_ticks());
}

TEST_P(CompetitionOnDevices, TakesTurnsWithWholeRollouts) {
  const SimulatedDevice device;
  const Contest contest = pendulums(random, GetParam(), mean, 30);
  const auto engine = this->engine(contest);
  for (int batch = 0; batch < 2; ++batch) {
    expect_outcome_of_reference(contest, *engine);
    Outcome outcome;
    engine->evaluate(contest.gains, outcome);
    expect_same_bits(contest.whole(), outcome);
  }
}

TEST_P(CompetitionOnDevices, WithoutALeastCostIsAnOrdinaryBatch) {
  const SimulatedDevice device;
  Contest contest = pendulums(random, GetParam(), mean, 20);
  contest.program.least_cost.reset();
  expect_same_bits(contest.whole(), contest.outcome(SimulatedDevice::options()));
}

TEST_P(CompetitionOnDevices, SurvivesFaultsAtRandom) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "2"},
                               {"SIMULATED_FAULTS", "719 0.01 kill 0.01 garbage 0.01"}};
  const Contest contest = pendulums(random, GetParam(), mean, 30);
  const Outcome expected = contest.reference();
  const auto engine = this->engine(contest, true);
  Outcome outcome;
  for (int batch = 0; batch < 20; ++batch) {
    contest.run(*engine, outcome);
    expect_same(expected, outcome);
  }
  EXPECT_THAT(engine->incidents(), testing::Not(testing::IsEmpty()));
}

TEST_P(CompetitionOnDevices, LeavesTheParticlesOfADeadDeviceToTheOther) {
  const SimulatedDevice device{{"SIMULATED_DEVICES", "2"}, {"SIMULATED_DEAD", "0"}};
  const Contest contest = pendulums(random, GetParam(), mean, 30);
  expect_outcome_of_reference(contest, *engine(contest));
}

TEST_P(CompetitionOnDevices, GoesOnWithTheProcessorWhenNoDeviceIsLeft) {
  const SimulatedDevice device{{"SIMULATED_DEAD", "0"}};
  const Contest contest = pendulums(random, GetParam(), mean, 30);
  const auto engine = this->engine(contest, true);
  expect_outcome_of_reference(contest, *engine);
  EXPECT_THAT(engine->incidents(), Contains(HasSubstr("rollouts go to cpu")));
}

TEST_P(CompetitionOnDevices, SplitsItsLaunchesAtTheTimeLimit) {
  const SimulatedDevice device{{"SIMULATED_FAULTS", "long 1"}};
  const Contest contest = pendulums(random, GetParam(), mean, 30);
  const auto engine = this->engine(contest);
  expect_outcome_of_reference(contest, *engine);
  EXPECT_THAT(engine->incidents(), Contains(HasSubstr("at most 32 rollouts a launch")));
}

TEST_P(CompetitionOnDevices, IsMeasuredByAutoWithoutChangingABit) {
  const SimulatedDevice device;
  const Contest contest = pendulums(random, GetParam(), mean, 300, 100);
  Options options = SimulatedDevice::options("auto");
  options.threads = 2;
  options.particles = 300;
  const auto engine = make_engine(options, contest.program, contest.scenarios);
  for (int batch = 0; batch < 4; ++batch) expect_outcome_of_reference(contest, *engine);
  EXPECT_THAT(engine->description(), HasSubstr("measured now"));
}

class CompetitionText : public testing::TestWithParam<graph::Precision> {};

TEST_P(CompetitionText, IsOnlyInProgramsThatCompeteOrAreLong) {
  Random random(tests::fresh_seed());
  Contest contest = random_contest(random, GetParam());
  EXPECT_THAT(device::program_text(contest.program), HasSubstr("rollout::Stage<"));
  contest.program.least_cost.reset();
  EXPECT_THAT(device::program_text(contest.program), testing::Not(HasSubstr("tage")));
  contest.program.ticks = rollout::stage_steps + 1;
  EXPECT_THAT(device::program_text(contest.program), HasSubstr("rollout::Stage<"));
}

TEST_P(CompetitionText, HasNoDoubleAmongFloats) {
  Random random(tests::fresh_seed());
  const std::string text = device::program_text(random_contest(random, GetParam()).program);
  EXPECT_EQ(text.find("double") == std::string::npos, GetParam() == graph::Precision::float32) << text;
}

const auto precisions = testing::Values(graph::Precision::float64, graph::Precision::float32);
const auto name_of_precision = [](const auto& test) {
  return test.param == graph::Precision::float64 ? "Double" : "Float";
};
INSTANTIATE_TEST_SUITE_P(Precisions, CompetitionOnDevices, precisions, name_of_precision);
INSTANTIATE_TEST_SUITE_P(Precisions, CompetitionText, precisions, name_of_precision);

}  // namespace
}  // namespace gainswarm::engine
