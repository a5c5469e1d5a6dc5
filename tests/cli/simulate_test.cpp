#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(Simulate, WritesCsvWithUnitsToStdoutAndASummaryToStderr) {
  const Outcome outcome = run({"simulate", small_problem(), "--gains", "k_p=30", "k_d=4"});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 102);
  EXPECT_THAT(lines[0], StartsWith("time [s],theta [rad],omega [rad/s],torque [N*m]"));
  EXPECT_THAT(lines[101], StartsWith("2,"));
  EXPECT_THAT(outcome.error, testing::AllOf(HasSubstr("training scenario 0: cost"), HasSubstr("success")));
}

TEST(Simulate, ReproducesTheRecordedResponseBitForBit) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}).code, 0);
  const record::Response recorded = record::read(scratch / "a.h5").response;
  const Outcome outcome = run({"simulate", small_problem(), "--result", scratch / "a.h5", "--out",
                               scratch / "b.h5", "--scenario", std::to_string(recorded.scenario)});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_EQ(outcome.out, "");
  const record::Record simulated = record::read(scratch / "b.h5");
  EXPECT_EQ(simulated.response.time, recorded.time);
  ASSERT_EQ(simulated.response.signals.size(), recorded.signals.size());
  for (std::size_t i = 0; i < recorded.signals.size(); ++i) {
    EXPECT_EQ(simulated.response.signals[i].values, recorded.signals[i].values) << recorded.signals[i].name;
  }
}

/// With noise, uncertain parameters, failures and metrics.
const Arguments rough = {
    "--set", "loop.sensors={theta: {noise: 0.02 rad}}",
    "--set", "scenarios.validation.wide.parameters={mass: relative_uniform(0.3)}",
    "--set", "scenarios.validation.wide.initial_state.omega=uniform(-6, 6)",
    "--set", "objective.metrics={peak: {value: max(abs(theta)), unit: rad}, end: final(omega)}"};

Arguments with(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(Simulate, ShowsWhatTheScenarioDrew) {
  const Outcome outcome = run(with(
      {"simulate", small_problem(), "--gains", "k_p=30", "k_d=4", "--scenario", "wide:4", "--json"}, rough));
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  const auto json = nlohmann::json::parse(outcome.out);
  ASSERT_EQ(json["drawn"].size(), 3U) << "states, what varies, and no starts of noise";
  EXPECT_EQ(json["drawn"]["theta"], json["signals"]["theta"][0]);
  EXPECT_EQ(json["drawn"]["omega"], json["signals"]["omega"][0]);
  EXPECT_NE(json["drawn"]["mass"], 1);
  EXPECT_NEAR(json["drawn"]["mass"].get<double>(), 1, 0.3);
  EXPECT_THAT(outcome.error,
              testing::ContainsRegex("theta [-0-9.]+ rad, omega [-0-9.]+ rad/s, mass [0-9.]+ kg"));
}

TEST(Simulate, ReproducesEveryValidatedScenarioToTheLastBit) {
  const Scratch scratch;
  ASSERT_NE(
      run(with({"tune", small_problem(), "--quiet", "--seed", "11", "--out", scratch / "a.h5"}, rough)).code,
      1);
  const tuner::Validation wide = record::read(scratch / "a.h5").tuning.validation.at(1);
  EXPECT_EQ(wide.drawn.size(), 3U);
  ASSERT_FALSE(wide.failures.empty()) << "no scenario failed, so that the test shows less than it should";
  for (std::size_t scenario = 0; scenario < wide.costs.size(); ++scenario) {
    // The result knows the problem with its seed and overrides.
    const Outcome outcome = run({"simulate", scratch / "a.h5", "--json", "--quiet", "--scenario",
                                 "wide:" + std::to_string(scenario)});
    ASSERT_EQ(outcome.code, 0) << outcome.error;
    const auto simulated = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(simulated["cost"], wide.costs[scenario]);
    for (const tuner::DrawnValues& drawn : wide.drawn)
      EXPECT_EQ(simulated["drawn"][drawn.name], drawn.values[scenario]) << drawn.name;
    EXPECT_EQ(simulated["success"], wide.successes[scenario] != 0);
    EXPECT_EQ(simulated["failure"].is_null(), wide.causes[scenario] < 0);
    if (wide.causes[scenario] >= 0) continue;
    EXPECT_EQ(simulated["metrics"]["peak"], wide.metrics[0].values[scenario]);
  }
}

TEST(Simulate, FindsTheWorstScenario) {
  const Scratch scratch;
  ASSERT_NE(run(with({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}, rough)).code, 1);
  const tuner::Validation fresh = record::read(scratch / "a.h5").tuning.validation.at(0);
  const Outcome outcome = run(
      with({"simulate", small_problem(), "--result", scratch / "a.h5", "--json", "--scenario", "fresh:worst"},
           rough));
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  const auto simulated = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(simulated["scenario"], fresh.worst.at(0));
  EXPECT_EQ(simulated["cost"], fresh.cost_percentiles.highest);
  EXPECT_THAT(outcome.error, StartsWith("fresh scenario " + std::to_string(fresh.worst[0]) + ": cost"));
}

TEST(Simulate, PrintsJsonAndWritesCsvToAFile) {
  const Scratch scratch;
  const Outcome outcome = run({"simulate", small_problem(), "--gains", "k_p=30", "k_d=4", "--json", "--quiet",
                               "--out", scratch / "a.csv", "--set-name", "wide", "--scenario", "2"});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_EQ(outcome.error, "");
  const auto result = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(result["gains"]["k_p"], 30.0);
  EXPECT_EQ(result["signals"]["theta"].size(), result["time"].size());
  EXPECT_EQ(lines_of(contents(scratch / "a.csv")).size(), result["time"].size() + 1);
}

// A set of other scenarios, another loop and another success than the problem's.
const std::string noisy_loop = "{actuators: {torque: {saturation: 5}}, sensors: {theta: {noise: 0.02}}}";
const std::string gentle = "max(abs(torque)) < 4.9";
const std::string noisy_set =
    "scenarios.validation.noisy={count: 5, initial_state: {theta: uniform(-0.5, 0.5)}, ";

TEST(Simulate, AValidationSetMayStateALoopAndASuccessOfItsOwn) {
  const std::vector<std::string> rest{"--gains",    "k_p=12", "k_d=2",  "--set-name", "noisy",
                                      "--scenario", "3",      "--json", "--quiet"};
  std::vector<std::string> own{"simulate", small_problem(), "--set",
                               noisy_set + "loop: " + noisy_loop + ", success: " + gentle + "}"};
  std::vector<std::string> common{"simulate", small_problem(),      "--set", noisy_set + "}",
                                  "--set",    "loop=" + noisy_loop, "--set", "objective.success=" + gentle};
  own.insert(own.end(), rest.begin(), rest.end());
  common.insert(common.end(), rest.begin(), rest.end());
  const Outcome outcome = run(own);
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_THAT(outcome.out, HasSubstr("theta measured"));
  EXPECT_EQ(outcome.out, run(common).out);
}

TEST(Simulate, FindsTheCostsThatTuningRecordedInASetWithALoopOfItsOwn) {
  const Scratch scratch;
  const std::string set = noisy_set + "loop: " + noisy_loop + "}";
  ASSERT_EQ(run({"tune", small_problem(), "--set", set, "--quiet", "--out", scratch / "a.h5"}).code, 0);
  const auto validation = record::read(scratch / "a.h5").tuning.validation;
  ASSERT_EQ(validation.back().name, "noisy");
  for (std::size_t i = 0; i < 5; ++i) {
    const Outcome outcome =
        run({"simulate", small_problem(), "--set", set, "--result", scratch / "a.h5", "--json", "--quiet",
             "--set-name", "noisy", "--scenario", std::to_string(i)});
    EXPECT_EQ(nlohmann::json::parse(outcome.out)["cost"], validation.back().costs[i]) << i;
  }
}

TEST(Simulate, TellsWhenAndWhyARolloutFails) {
  const Outcome outcome = run({"simulate", small_problem(), "--gains", "k_p=0", "k_d=1", "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  const auto result = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(result["failure"], "fallen");
  EXPECT_EQ(result["success"], false);
  EXPECT_LT(result["time"].size(), 101);
  const auto tells = testing::ContainsRegex("failed after .* s \\(fallen\\)");
  EXPECT_THAT(outcome.error, tells);
  EXPECT_THAT(run({"simulate", small_problem(), "--gains", "k_p=0", "k_d=1", "--quiet"}).error, tells);
  EXPECT_EQ(run({"simulate", small_problem(), "--gains", "k_p=30", "k_d=4", "--quiet"}).error, "");
}

TEST(Simulate, GivenGainsOverrideTheResult) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}).code, 0);
  const Outcome outcome = run(
      {"simulate", small_problem(), "--result", scratch / "a.h5", "--gains", "k_d=2", "--json", "--quiet"});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  const auto gains = nlohmann::json::parse(outcome.out)["gains"];
  EXPECT_EQ(gains["k_d"], 2.0);
  EXPECT_EQ(gains["k_p"], record::read(scratch / "a.h5").tuning.gains[0].value);
}

}  // namespace
}  // namespace gainswarm::cli
