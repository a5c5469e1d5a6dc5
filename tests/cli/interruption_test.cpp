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

TEST(Interruption, ByTwoSignalsEndsAtOnce) {
  const Scratch scratch;
  // An iteration takes seconds, so that the first signal alone cannot have ended the run.
  Program program({"tune", small_problem(), "--engine", "reference", "--out", scratch / "a.h5", "--set",
                   "swarm.particles=5000", "--set", "swarm.iterations=1000"});
  ASSERT_TRUE(program.wait_for("iteration 1/"));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // well into the next iteration
  program.send(SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));  // two signals at once would count as one
  program.send(SIGINT);
  EXPECT_EQ(program.finish().code, 130);
  EXPECT_FALSE(std::filesystem::exists(scratch / "a.h5"));
}

}  // namespace
}  // namespace gainswarm::cli
