// A search that was interrupted and goes on ends as if it had never stopped, and nothing else is gone on
// with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"
#include "tests/device/simulated_device.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

Arguments joined(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// Slow enough to be interrupted.
Arguments slow_tune(const std::string& out, const Arguments& more = {}) {
  return joined(
      {"tune", small_problem(), "--engine", "reference", "--out", out, "--set", "swarm.iterations=200"},
      more);
}

void interrupt_after(const std::string& progress, const Arguments& arguments) {
  Program program(arguments);
  ASSERT_TRUE(program.wait_for(progress));
  program.send(SIGTERM);
  const Outcome outcome = program.finish();
  ASSERT_EQ(outcome.code, 130) << outcome.error;
}

/// The bytes of the result if its times were 0.
std::string timeless(const std::string& path, const Scratch& scratch) {
  record::Record record = record::read(path);
  record.provenance.started = record.provenance.finished = record.provenance.engine = "";
  record.tuning.wall_seconds = 0;
  for (tuner::Generation& generation : record.tuning.history) generation.seconds = 0;
  record::write(scratch / "timeless.h5", record);
  return contents(scratch / "timeless.h5");
}

void expect_whole_after_resuming(const Arguments& more, const Arguments& engine = {"--engine", "cpu"}) {
  const Scratch scratch;
  ASSERT_EQ(run(slow_tune(scratch / "whole.h5", more)).code, 0);
  interrupt_after("iteration 1/", slow_tune(scratch / "a.h5", more));
  const record::Record interrupted = record::read(scratch / "a.h5");
  EXPECT_LT(interrupted.tuning.history.size(), 200U);
  const Outcome resumed = run(joined({"resume", scratch / "a.h5"}, engine));
  ASSERT_EQ(resumed.code, 0) << resumed.error;
  EXPECT_EQ(timeless(scratch / "a.h5", scratch), timeless(scratch / "whole.h5", scratch));
  const record::Record record = record::read(scratch / "a.h5");
  EXPECT_EQ(record.provenance.started, interrupted.provenance.started);
  EXPECT_FALSE(std::filesystem::exists(scratch / "a.h5.previous")) << "all that was in it is in the new one";
  const auto& history = record.tuning.history;
  for (std::size_t i = 1; i < history.size(); ++i) EXPECT_GE(history[i].seconds, history[i - 1].seconds);
}

TEST(Resume, EndsWithTheBytesOfARunThatNeverStopped) {
  expect_whole_after_resuming({});
}

TEST(Resume, KnowsTheGainsInUseThatTheSearchBeganWith) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "today.h5", "--seed", "9", "--set",
                 "swarm.iterations=2", "--set", "polish.enabled=false"})
                .code,
            0);
  expect_whole_after_resuming({"--start-from", scratch / "today.h5"});
}

class ResumeOnDevice : public tests::OnSimulatedDevice<testing::Test> {};

TEST_F(ResumeOnDevice, EndsWithTheSameBytes) {
  const tests::SimulatedDevice device;
  expect_whole_after_resuming({"--set", "simulation.precision=float"}, {"--engine", "cuda"});
}

// On the host, with what the warnings count.
TEST(Resume, KnowsWhatWasCountedBefore) {
  expect_whole_after_resuming({"--set", "objective.margins={phase_margin: {above: 30 deg}}"});
}

TEST(Resume, MayBeInterruptedAgainAndAgain) {
  const Scratch scratch;
  ASSERT_EQ(run(slow_tune(scratch / "whole.h5")).code, 0);
  interrupt_after("iteration 1/", slow_tune(scratch / "a.h5"));
  for (int i = 0; i < 3; ++i)
    interrupt_after("iteration ", {"resume", scratch / "a.h5", "--engine", "reference"});
  ASSERT_EQ(run({"resume", scratch / "a.h5"}).code, 0);
  EXPECT_EQ(timeless(scratch / "a.h5", scratch), timeless(scratch / "whole.h5", scratch));
}

/// Interrupted at once, before it has done anything.
Outcome interrupt_at_once(const Arguments& arguments) {
  Program program(arguments);
  EXPECT_TRUE(program.wait_for_handler(SIGTERM));
  program.send(SIGTERM);
  return program.finish();
}

TEST(Resume, ThatFindsNothingNewLeavesTheFileAsItIs) {
  const Scratch scratch;
  ASSERT_EQ(run(slow_tune(scratch / "a.h5", {"--set", "swarm.iterations=5"})).code, 0);
  const std::string before = contents(scratch / "a.h5");
  const Outcome given_up =
      interrupt_at_once({"resume", scratch / "a.h5", "--engine", "reference", "--json", "--set",
                         "polish.evaluations=1000000", "--set", "polish.tolerance=0"});
  EXPECT_EQ(given_up.code, 130) << given_up.error;
  if (contents(scratch / "a.h5") == before) {
    EXPECT_THAT(given_up.error, HasSubstr("left as it is"));
  } else {
    EXPECT_EQ(contents(scratch / "a.h5.previous"), before);
  }
}

TEST(Resume, KeepsWhatTheNewResultLacks) {
  const Scratch scratch;
  const auto result = [&](const std::string& name) { return record::read(scratch / name).tuning; };
  ASSERT_EQ(run(slow_tune(scratch / "a.h5", {"--set", "swarm.iterations=5"})).code, 0);
  const Arguments in_no_time = {"--set", "stop.time_limit=1 us", "--set", "polish.evaluations=70"};
  ASSERT_EQ(run(joined({"resume", scratch / "a.h5"}, in_no_time)).code, 0);
  EXPECT_EQ(result("a.h5").stop, tuner::StopReason::time_limit);
  EXPECT_GT(result("a.h5").cost, result("a.h5.previous").cost);
  ASSERT_EQ(run({"resume", scratch / "a.h5", "--set", "stop.time_limit=inf"}).code, 0);
  EXPECT_EQ(result("a.h5").stop, tuner::StopReason::budget);
  EXPECT_LE(result("a.h5").cost, result("a.h5.previous").cost) << "what has all of the other one replaces it";
}

TEST(Resume, GoesOnForLongerWhereTheBudgetGrows) {
  const Scratch scratch;
  ASSERT_EQ(run(slow_tune(scratch / "a.h5", {"--set", "swarm.iterations=5"})).code, 0);
  const Outcome resumed =
      run({"resume", scratch / "a.h5", "--set", "swarm.iterations=9", "--out", scratch / "b.h5", "--json"});
  ASSERT_EQ(resumed.code, 0) << resumed.error;
  const record::Record before = record::read(scratch / "a.h5"), after = record::read(scratch / "b.h5");
  ASSERT_EQ(after.tuning.history.size(), 9U);
  EXPECT_EQ(after.tuning.history[8].iteration, 9);
  EXPECT_EQ(after.tuning.history[4].median_cost, before.tuning.history[4].median_cost);
  EXPECT_LE(after.tuning.cost_before_polish, before.tuning.cost_before_polish);
  EXPECT_EQ(json::parse(resumed.out)["fingerprint"], after.tuning.fingerprint);
  EXPECT_THAT(after.configuration.resolved, HasSubstr("iterations: 9"));
  EXPECT_EQ(after.configuration.files.front().name, before.configuration.files.front().name);
  EXPECT_EQ(after.configuration.files.size(), before.configuration.files.size() + 1);
}

TEST(Resume, OfACompleteRunChangesNothingAndSaysSo) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}).code, 0);
  const std::string before = contents(scratch / "a.h5");
  const Outcome outcome = run({"resume", scratch / "a.h5", "--json"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.error,
              HasSubstr("a.h5, 12 iterations are done (stop: budget); --set swarm.iterations="));
  EXPECT_EQ(json::parse(outcome.out)["fingerprint"], record::read(scratch / "a.h5").tuning.fingerprint);
  EXPECT_EQ(contents(scratch / "a.h5"), before);
  EXPECT_EQ(run({"resume", scratch / "a.h5", "--quiet", "--out", scratch / "b.h5"}).code, 0);
  EXPECT_EQ(contents(scratch / "b.h5"), before);
}

TEST(Resume, AdvisesWhatGoesOnWhereTheSearchEndedByItself) {
  const Scratch scratch;
  const auto advice = [&](const std::string& ending) {
    EXPECT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5", "--set", ending}).code, 0);
    return run({"resume", scratch / "a.h5"}).error;
  };
  EXPECT_THAT(advice("stop.cost_below=1e6"), HasSubstr("(stop: target); --set stop.cost_below=-inf goes on"));
  EXPECT_THAT(advice("stop.evaluations=100"), HasSubstr("(stop: budget); --set stop.evaluations=NUMBER"));
  EXPECT_EQ(run({"resume", scratch / "a.h5", "--quiet", "--set", "stop.evaluations=0"}).code, 0);
  EXPECT_EQ(record::read(scratch / "a.h5").tuning.history.size(), 12U);
}

void expect_refused(const Arguments& arguments, const std::string& reason) {
  const Outcome outcome = run(arguments);
  EXPECT_EQ(outcome.code, 2) << outcome.error;
  EXPECT_THAT(outcome.error, HasSubstr(reason));
}

TEST(Resume, RefusesWhatWouldBeAnotherSearch) {
  const Scratch scratch;
  const std::string result = scratch / "a.h5";
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", result}).code, 0);
  for (const char* other : {"swarm.seed=4", "swarm.particles=16", "gains.k_p.bounds=[0, 9]", "stopping=1"}) {
    SCOPED_TRACE(other);
    expect_refused({"resume", result, "--set", other}, "a search that goes on keeps its");
  }
  expect_refused({"resume", result, "--set", "swarm.iterations=many"}, "swarm.iterations");
  expect_refused({"resume", result, "--set", "swarm.iterations=5"}, "12 are done already");
  ASSERT_EQ(run({"simulate", result, "--quiet", "--out", scratch / "s.h5"}).code, 0);
  expect_refused({"resume", scratch / "s.h5"}, "there is no search to go on with");
  expect_refused({"resume", small_problem()}, "no result of tune");
  expect_refused({"resume", result, "--set", "swarm.iterations=20", "--out", scratch / "a.csv"},
                 "results are HDF5");
}

TEST(Resume, OfAFrontEndsWithTheBytesOfARunThatNeverStopped) {
  expect_whole_after_resuming(
      {"--set", "objective={pareto: {angle: integral(theta^2), effort: integral(torque^2)}}"});
}

tuner::Baseline incumbent_with(const std::string& gain, double value) {
  tuner::Baseline baseline;
  baseline.name = tuner::incumbent_name;
  baseline.gains.push_back({.name = gain, .unit = "", .value = value});
  return baseline;
}

/// What a stranger may have written: every checksum fits.
TEST(Resume, RefusesAStateThatNoSearchComesTo) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}).code, 0);
  const record::Record sound = record::read(scratch / "a.h5");
  const auto expect_bad = [&](const std::function<void(record::Record&)>& damage, const std::string& reason) {
    record::Record record = sound;
    damage(record);
    record::write(scratch / "b.h5", record);
    expect_refused({"resume", scratch / "b.h5", "--set", "swarm.iterations=20"}, reason);
  };
  using record::Record;
  expect_bad([](Record& bad) { bad.tuning.swarm.exemplars[0] = 1000000; }, "is none of a swarm's");
  expect_bad([](Record& bad) { bad.tuning.swarm.positions[0] = -1; }, "is none of a swarm's");
  expect_bad([](Record& bad) { bad.tuning.swarm.iteration = 11; }, "is not one for these gains");
  expect_bad([](Record& bad) { bad.tuning.progress.evaluations = -1; }, "is none of a search");
  expect_bad([](Record& bad) { bad.tuning.progress.lowest = std::nan(""); }, "is none of a search");
  expect_bad([](Record& bad) { bad.tuning.progress.obstacles = {{"\x1b[2J", 1}}; }, "is none of a search");
  expect_bad([](Record& bad) { bad.tuning.history[3].seconds = -1; }, "is none of a search");
  expect_bad([](Record& bad) { bad.tuning.baselines = {incumbent_with("k_p", 51)}; }, "lack a possible k_p");
  expect_bad([](Record& bad) { bad.provenance.program_hash[0] ^= 1; },
             "does not compute as that which wrote it");
  expect_bad([](Record& bad) { bad.provenance.version = "0.0.9"; }, "which wrote it (0.0.9)");
}

}  // namespace
}  // namespace gainswarm::cli
