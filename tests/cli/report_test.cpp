// What a result file tells again, and hands on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(Report, IsWhatTunePrinted) {
  const Scratch scratch;
  const Outcome first = run({"tune", small_problem(), "--out", scratch / "a.h5"});
  const Outcome again = run({"report", scratch / "a.h5"});
  EXPECT_EQ(again.code, 0) << again.error;
  EXPECT_EQ(again.out, first.out);
  EXPECT_THAT(first.out,
              HasSubstr("\nfingerprint: " + record::read(scratch / "a.h5").tuning.fingerprint + "\n"));
}

TEST(Report, ShowsEachRequirementWithItsLimit) {
  const Scratch scratch;
  const Outcome outcome = run({"tune", small_problem(), "--out", scratch / "a.h5", "--set",
                               "objective.require.quick={value: max(theta), below: 0.01}", "--set",
                               "objective.require.slow={value: max(omega), below: 500}", "--set",
                               "objective.require.calm={value: max(omega), below: 2, weight: 10}"});
  EXPECT_EQ(outcome.code, 3) << outcome.error;
  EXPECT_THAT(outcome.out, testing::AllOf(HasSubstr("(below 0.01, NOT met)"), HasSubstr("(below 500, met)"),
                                          HasSubstr("soft  (below 2; the excess costs "),
                                          HasSubstr("it must be below 0.01")));
}

TEST(Report, ShowsMarginsInTheUnitsThatPeopleReadThemIn) {
  const Scratch scratch;
  const Outcome outcome =
      run({"tune", small_problem(), "--out", scratch / "a.h5", "--set",
           "objective.margins={phase_margin: {above: 5 deg}, delay_margin: {above: 9 s}}"});
  EXPECT_EQ(outcome.code, 3) << outcome.error;
  EXPECT_THAT(outcome.out, testing::ContainsRegex("phase_margin +[0-9.]+ deg  \\(above 5 deg, met\\)"));
  EXPECT_THAT(outcome.out, testing::ContainsRegex("delay_margin +[0-9.]+ s  \\(above 9 s, NOT met\\)"));
  EXPECT_THAT(outcome.out, HasSubstr("it must be above 9 s"));
}

/// No torque below 4.9 N*m/rad holds the pendulum.
TEST(Report, ShowsThatALoopWhichIsNotStableHasNoMargin) {
  const Scratch scratch;
  const Outcome outcome =
      run({"tune", small_problem(), "--out", scratch / "a.h5", "--set", "gains.k_p={bounds: [0, 1]}", "--set",
           "objective.margins={gain_margin: {above: 2}}"});
  EXPECT_EQ(outcome.code, 3) << outcome.error;
  EXPECT_THAT(outcome.out, testing::ContainsRegex("gain_margin +none +\\(above 2, NOT met\\)"));
  EXPECT_THAT(outcome.out, HasSubstr("candidates has a stable linearised loop"));
}

TEST(Report, TellsWhatGivingUpLosersSpares) {
  const Scratch scratch;
  const auto tune = [&](const std::string& give_up) {
    const Outcome outcome =
        run({"tune", small_problem(), "--out", scratch / "a.h5", "--json", "--set",
             "gains.k_p={bounds: [30, 40]}", "--set", "swarm.early_abandonment=" + give_up});
    return json::parse(outcome.out)["trajectory_steps"].get<double>();
  };
  const double whole = tune("false");
  EXPECT_THAT(run({"report", scratch / "a.h5"}).out, testing::Not(HasSubstr("spared")));
  const double share = 1 - tune("true") / whole;
  EXPECT_THAT(run({"report", scratch / "a.h5"}).out,
              HasSubstr(std::to_string(std::lround(100 * share)) +
                        " % of the steps of whole rollouts spared (losers were given up)"));
}

TEST(Report, InJsonIsWhatTunePrinted) {
  const Scratch scratch;
  const Outcome first = run({"tune", small_problem(), "--out", scratch / "a.h5", "--json"});
  EXPECT_EQ(json::parse(run({"report", scratch / "a.h5", "--json"}).out), json::parse(first.out));
}

TEST(Report, OfAFileFromAStrangerCannotSteerTheTerminal) {
  const Scratch scratch;
  record::Record record;
  record.tuning.warnings = {"look \033[31m here"};
  record.tuning.gains = {{.name = "k\033[2J", .unit = "", .value = 1}};
  record::write(scratch / "a.h5", record);
  EXPECT_THAT(run({"report", scratch / "a.h5"}).out, testing::Not(HasSubstr("\033")));
  const Outcome exported = run({"export", scratch / "a.h5"});
  EXPECT_EQ(exported.code, 2);
  EXPECT_THAT(exported.error, HasSubstr("is no name of a gain"));
}

TEST(Export, OfYamlIsReadByStartFrom) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}).code, 0);
  const Outcome exported = run({"export", scratch / "a.h5"});
  EXPECT_THAT(exported.out, HasSubstr("# fingerprint: " + record::read(scratch / "a.h5").tuning.fingerprint));
  std::ofstream(scratch / "gains.yaml") << exported.out;
  const Arguments start = {"tune", small_problem(), "--json", "--out", scratch / "b.h5", "--start-from"};
  Arguments from_yaml = start, from_result = start;
  from_yaml.push_back(scratch / "gains.yaml");
  from_result.push_back(scratch / "a.h5");
  EXPECT_EQ(json::parse(run(from_yaml).out)["baselines"], json::parse(run(from_result).out)["baselines"]);
}

TEST(Export, OfYamlHoldsDerivedGainsInComments) {
  const Scratch scratch;
  record::Record record;
  record.tuning.gains = {{.name = "q", .unit = "", .value = 3},
                         {.name = "k_x", .unit = "N/m", .value = 1.5, .tuned = false, .derived = true}};
  record::write(scratch / "a.h5", record);
  const std::string exported = run({"export", scratch / "a.h5"}).out;
  EXPECT_THAT(exported, HasSubstr("\nq: 3\n# derived: k_x: 1.5 N/m\n"));
}

TEST(Export, OfJsonAndCsvHoldsEveryDigit) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}).code, 0);
  const double value = record::read(scratch / "a.h5").tuning.gains[1].value;
  const json exported = json::parse(run({"export", scratch / "a.h5", "--format", "json"}).out);
  EXPECT_EQ(exported["gains"]["k_d"]["value"], value);
  EXPECT_EQ(exported["gains"]["k_d"]["unit"], "N*m*s/rad");
  const std::string csv = run({"export", scratch / "a.h5", "--format", "csv"}).out;
  EXPECT_THAT(csv, testing::StartsWith("gain,value,unit\nk_p,"));
  EXPECT_EQ(std::strtod(csv.c_str() + csv.find("k_d,") + 4, nullptr), value);
}

TEST(Export, OfCIsAHeaderThatCompiles) {
  const Scratch scratch;
  ASSERT_EQ(
      run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5", "--set", "name=a \\ b */ c"}).code,
      0);
  std::ofstream(scratch / "gains.h") << run({"export", scratch / "a.h5", "--format", "c"}).out;
  std::ofstream(scratch / "use.c") << "#include \"gains.h\"\n"
                                      "int main(void) { return gain_k_p > 9.81 && gain_k_d > 0 ? 0 : 1; }\n";
  const std::string use =
      "cd " + scratch.path().string() + " && cc -std=c99 -Wall -Werror -o use use.c && ./use";
  EXPECT_EQ(std::system(use.c_str()), 0);
}

}  // namespace
}  // namespace gainswarm::cli
