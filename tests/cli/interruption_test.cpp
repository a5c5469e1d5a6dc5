#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// A run that would take days.
Arguments endless(const std::string& out) {
  return {"tune", small_problem(), "--json", "--out", out, "--set", "swarm.iterations=900000000"};
}

void expect_result_saved_after(int signal) {
  const Scratch scratch;
  Program program(endless(scratch / "a.h5"));
  ASSERT_TRUE(program.wait_for("iteration 1/"));
  program.send(signal);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 130) << outcome.error;
  const record::Record record = record::read(scratch / "a.h5");
  EXPECT_EQ(record.tuning.stop, tuner::StopReason::interrupted);
  EXPECT_GE(record.tuning.history.size(), 1);
  EXPECT_EQ(record.tuning.swarm.iteration, record.tuning.history.back().iteration);
  const auto result = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(result["stop"], "interrupted");
  EXPECT_EQ(result["fingerprint"], record.tuning.fingerprint);
}

TEST(Interruption, ByControlCSavesTheResult) {
  expect_result_saved_after(SIGINT);
}

TEST(Interruption, ByTerminationSavesTheResult) {
  expect_result_saved_after(SIGTERM);
}

TEST(Interruption, ByTheEndOfTheTerminalSavesTheResult) {
  expect_result_saved_after(SIGHUP);
}

/// Batches of rollouts that each would take minutes, but for those named.
Arguments slow(const std::string& out, const Arguments& more) {
  Arguments arguments{"tune", small_problem(), "--engine", "reference", "--out", out, "--json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(Interruption, InAGenerationKeepsThoseBefore) {
  const Scratch scratch;
  Program program(
      slow(scratch / "a.h5", {"--set", "swarm.particles=5000", "--set", "swarm.iterations=1000"}));
  ASSERT_TRUE(program.wait_for("iteration 1/"));
  program.send(SIGINT);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 130) << outcome.error;
  EXPECT_THAT(outcome.error, HasSubstr("\ninterrupted: saving what was found"));
  const record::Record record = record::read(scratch / "a.h5");
  EXPECT_EQ(record.tuning.stop, tuner::StopReason::interrupted);
  EXPECT_EQ(record.tuning.history.size(), 1U) << "the generation takes seconds and was waited for";
  EXPECT_EQ(record.tuning.swarm.iteration, 1);
  EXPECT_FALSE(record.tuning.gains.empty());
}

TEST(Interruption, InTheFirstGenerationSavesNothingAndSaysSo) {
  const Scratch scratch;
  Program program(slow(scratch / "a.h5",
                       {"--quiet", "--set", "swarm.particles=100000", "--set", "simulation.duration=20 s"}));
  ASSERT_TRUE(program.wait_for_handler(SIGTERM));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // perhaps well into the generation
  program.send(SIGTERM);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 130);
  EXPECT_EQ(outcome.error,
            "interrupted before the first iteration was done: nothing was found, nothing is saved\n");
  EXPECT_EQ(outcome.out, "");
  EXPECT_FALSE(std::filesystem::exists(scratch / "a.h5"));
}

TEST(Interruption, InTheValidationSavesTheGainsWithoutIt) {
  const Scratch scratch;
  Program program(slow(scratch / "a.h5", {"--set", "scenarios.validation.fresh.count=1000000", "--set",
                                          "simulation.duration=20 s"}));
  ASSERT_TRUE(program.wait_for("validation follow"));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // perhaps well into the validation
  program.send(SIGINT);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 130) << outcome.error;
  const record::Record record = record::read(scratch / "a.h5");
  EXPECT_EQ(record.tuning.stop, tuner::StopReason::interrupted);
  EXPECT_EQ(record.tuning.history.size(), 12U);
  EXPECT_TRUE(record.tuning.validation.empty());
  EXPECT_THAT(record.tuning.warnings,
              Contains(HasSubstr("the validation is incomplete (the run was interrupted)")));
}

TEST(Interruption, InTheResponseLeavesItOut) {
  const Scratch scratch;
  // Rollouts of 5 10^6 steps: the compiled ones take a moment, those of the response many seconds.
  Program program({"tune", small_problem(), "--engine", "cpu", "--out", scratch / "a.h5", "--set",
                   "simulation.duration=50000 s", "--set", "swarm.iterations=1", "--set", "swarm.particles=4",
                   "--set", "polish.enabled=false"});
  ASSERT_TRUE(program.wait_for("validation follow"));
  program.send(SIGINT);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 130) << outcome.error;
  const record::Record record = record::read(scratch / "a.h5");
  EXPECT_EQ(record.tuning.history.size(), 1U);
  EXPECT_TRUE(record.response.signals.empty());
  EXPECT_TRUE(record.tuning.validation.empty());
  EXPECT_THAT(record.tuning.warnings, Contains(HasSubstr("the response in training and the gains by rules")));
  EXPECT_EQ(run({"report", scratch / "a.h5"}).code, 0);
}

TEST(Interruption, ByTwoSignalsEndsAtOnce) {
  const Scratch scratch;
  // A rollout takes minutes and is not given up, so that the first signal alone cannot end the run.
  Program program(slow(scratch / "a.h5", {"--set", "simulation.duration=1000000 s"}));
  ASSERT_TRUE(program.wait_for_handler(SIGINT));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // until the first one has begun
  program.send(SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));  // two signals at once would count as one
  program.send(SIGINT);
  EXPECT_EQ(program.finish().code, 130);
  EXPECT_FALSE(std::filesystem::exists(scratch / "a.h5"));
}

}  // namespace
}  // namespace gainswarm::cli
