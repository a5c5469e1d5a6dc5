// The best of several searches: judged in the scenarios of all of them, and of one problem only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Results of the small problem, one a seed, each from a search of its own.
class Merge : public testing::Test {
 protected:
  std::string tuned(int seed, const Arguments& more = {}) {
    std::string path = scratch_ / (std::to_string(seed) + ".h5");
    Arguments arguments{"tune",   small_problem(),      "--engine", "cpu", "--quiet",
                        "--seed", std::to_string(seed), "--out",    path};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = run(arguments);
    EXPECT_TRUE(outcome.code == 0 || outcome.code == 3) << outcome.error;
    return path;
  }
  Outcome merged(const Arguments& results, const Arguments& more = {}) {
    Arguments arguments{"merge", "--out", scratch_ / "best.h5"};
    arguments.insert(arguments.end(), results.begin(), results.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  [[nodiscard]] tuner::Merged best() const { return *record::read(scratch_ / "best.h5").tuning.merged; }
  void expect_refusal(const Arguments& results, const std::string& reason) {
    const Outcome outcome = merged(results);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.error, HasSubstr(reason));
    EXPECT_FALSE(std::filesystem::exists(scratch_ / "best.h5"));
  }

  const Scratch scratch_;
};

TEST_F(Merge, ChoosesByTheScenariosOfAllSearches) {
  const Arguments results{tuned(1), tuned(2), tuned(3)};
  const Outcome outcome = merged(results);
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_THAT(outcome.out, HasSubstr("Chosen from 3 searches, in all their 9 training scenarios together"));
  const tuner::Merged merged = best();
  EXPECT_EQ(merged.scenarios, 9);
  const auto lowest = std::ranges::min_element(merged.runs, {}, &tuner::MergedRun::cost);
  EXPECT_EQ(merged.chosen, lowest - merged.runs.begin());
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(merged.runs[i].result, results[i]);
    EXPECT_EQ(merged.runs[i].own_cost, record::read(results[i]).tuning.cost);
  }
}

TEST_F(Merge, LeavesTheChosenResultAsItIs) {
  const Arguments results{tuned(1), tuned(2)};
  ASSERT_EQ(merged(results).code, 0);
  record::Record record = record::read(scratch_ / "best.h5");
  const std::string& chosen = results[static_cast<std::size_t>(record.tuning.merged->chosen)];
  record.tuning.merged.reset();
  record::write(scratch_ / "again.h5", record);
  EXPECT_EQ(contents(scratch_ / "again.h5"), contents(chosen));
}

// The mean over six scenarios is that of the means over three.
TEST_F(Merge, CostsInAllScenariosAreMeansOfThoseInEach) {
  const std::string a = tuned(1), b = tuned(2);
  ASSERT_EQ(merged({a, b}).code, 0);
  const Outcome foreign = run({"tune",         small_problem(),
                               "--engine",     "cpu",
                               "--quiet",      "--json",
                               "--seed",       "1",
                               "--set",        "swarm.iterations=1",
                               "--set",        "polish.enabled=false",
                               "--set",        "swarm.swarms=1",
                               "--set",        "swarm.particles=1",
                               "--start-from", b,
                               "--out",        scratch_ / "foreign.h5"});
  const double b_in_a = json::parse(foreign.out)["best"]["cost"];
  const tuner::MergedRun run_b = best().runs[1];
  EXPECT_NEAR(run_b.cost, (b_in_a + run_b.own_cost) / 2, 1e-9 * run_b.cost);
}

TEST_F(Merge, CountsEqualScenariosOnceAndTakesTheFirstOfEquals) {
  const Arguments fixed{"--set", "scenarios.training.seed=5"};
  const std::string a = tuned(1, fixed);
  std::filesystem::copy_file(a, scratch_ / "copy.h5");
  ASSERT_EQ(merged({a, scratch_ / "copy.h5", tuned(2, fixed)}).code, 0);
  const tuner::Merged merged = best();
  EXPECT_EQ(merged.scenarios, 3);
  EXPECT_EQ(merged.runs[0].cost, merged.runs[0].own_cost) << "the same scenarios, bit for bit";
  EXPECT_EQ(merged.runs[1].cost, merged.runs[0].cost);
  EXPECT_NE(merged.chosen, 1);
}

TEST_F(Merge, CountsListedScenariosOnceBesideDrawnOnes) {
  const Arguments listed{"--set", "scenarios.training.list=[{initial_state: {theta: 0.4}}]"};
  ASSERT_EQ(merged({tuned(1, listed), tuned(2, listed)}).code, 0);
  EXPECT_EQ(best().scenarios, 1 + 3 + 3);
}

// Each search meets the requirement in its own scenario and cannot in the other one.
TEST_F(Merge, TellsWhereRequirementsAreMissedInAllScenarios) {
  const auto from = [](const std::string& angle) {
    return Arguments{"--set",
                     "scenarios.training={count: 1, initial_state: {theta: uniform(" + angle + ", 0.5)}}",
                     "--set", "objective.require={swing: {value: max(abs(theta)), below: 0.45}}"};
  };
  std::vector<std::string> meeting;
  for (int seed = 1; meeting.size() < 2 && seed < 20; ++seed) {
    const std::string path = tuned(seed, from("0.1"));
    const tuner::Tuning tuning = record::read(path).tuning;
    if (tuning.requirements_met == meeting.empty()) meeting.push_back(path);
  }
  ASSERT_EQ(meeting.size(), 2U) << "one that meets it and one that starts beyond";
  const Outcome outcome = merged(meeting, {"--json"});
  EXPECT_EQ(outcome.code, 3);
  const json report = json::parse(outcome.out);
  EXPECT_FALSE(report["merged"]["runs"][0]["requirements_met"]);
  if (report["merged"]["chosen"] == 0) {
    EXPECT_THAT(report["warnings"].dump(),
                HasSubstr("do not meet the requirements in all 2 training scenarios"));
  }
}

TEST_F(Merge, TellsProgramsEverything) {
  const Outcome outcome = merged({tuned(1), tuned(2)}, {"--json", "--engine", "reference"});
  const json report = json::parse(outcome.out)["merged"];
  EXPECT_EQ(report["scenarios"], 6);
  EXPECT_EQ(report["runs"].size(), 2U);
  EXPECT_EQ(report["runs"][0]["seed"], 1);
  EXPECT_EQ(report["runs"][1]["failed_scenarios"], 0);
  const Outcome again = merged({scratch_ / "1.h5", scratch_ / "2.h5"}, {"--json", "--engine", "cpu"});
  EXPECT_EQ(json::parse(again.out)["merged"], report) << "the same bits on every engine";
}

TEST_F(Merge, MayDifferInHowWasSearchedAndNothingElse) {
  const std::string a = tuned(1);
  EXPECT_EQ(merged({a, tuned(2, {"--set", "swarm.particles=4", "--set", "polish.enabled=false"})}).code, 0);
  std::filesystem::remove(scratch_ / "best.h5");
  expect_refusal({a, tuned(3, {"--set", "simulation.duration=3"})},
                 "'duration: 3 s' where that has 'duration: 2 s'");
}

TEST_F(Merge, RefusesWhatIsNoWholeSearch) {
  const std::string a = tuned(1);
  expect_refusal({a, scratch_ / "missing.h5"}, "no such file");
  record::Record record = record::read(a);
  record.tuning.stop = tuner::StopReason::interrupted;
  record::write(scratch_ / "cut.h5", record);
  expect_refusal({a, scratch_ / "cut.h5"}, "'gainswarm resume ");
  record.tuning.stop = tuner::StopReason::budget;
  record.provenance.program_hash[0] ^= 1;
  record::write(scratch_ / "other.h5", record);
  expect_refusal({a, scratch_ / "other.h5"}, "does not compute as that which wrote it");
  record = record::read(a);
  record.tuning.front.emplace();
  record::write(scratch_ / "front.h5", record);
  expect_refusal({a, scratch_ / "front.h5"}, "a front of compromises");
  ASSERT_EQ(run({"simulate", small_problem(), "--result", a, "--out", scratch_ / "simulated.h5"}).code, 0);
  expect_refusal({a, scratch_ / "simulated.h5"}, "there is no search in it");
  expect_refusal({a}, "");
}

TEST_F(Merge, WritesOverNoneOfTheResults) {
  const std::string a = tuned(1), before = contents(a);
  const Outcome outcome = run({"merge", a, tuned(2), "--out", a});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.error, HasSubstr("is one of the results"));
  EXPECT_EQ(contents(a), before);
  const std::string kept = scratch_ / "best.h5.previous";
  std::filesystem::copy_file(a, kept);
  EXPECT_EQ(merged({kept, scratch_ / "2.h5"}).code, 2);
  EXPECT_EQ(contents(kept), before);
}

}  // namespace
}  // namespace gainswarm::cli
