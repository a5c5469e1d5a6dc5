// Gains in use today: given, compared, and not quietly replaced by worse ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

std::string weak(const Scratch& scratch) {
  std::ofstream(scratch / "today.yaml") << "k_p: 15 N*m/rad\nk_d: 0.5  # by hand\n";
  return scratch / "today.yaml";
}

Arguments tune(const std::string& out, const Arguments& more = {}) {
  Arguments arguments = {"tune", small_problem(), "--out", out};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(Incumbent, IsRunOnTheSameScenariosAndShownBesideTheTunedGains) {
  const Scratch scratch;
  const Outcome outcome = run(tune(scratch / "a.h5", {"--start-from", weak(scratch)}));
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("incumbent"), HasSubstr("beaten"), testing::Not(HasSubstr("NOT"))));
  const record::Record record = record::read(scratch / "a.h5");
  const tuner::Baseline& incumbent = record.tuning.baselines.at(0);
  EXPECT_EQ(incumbent.gains[0].value, 15);
  EXPECT_EQ(incumbent.gains[1].value, 0.5);
  const Outcome simulated = run({"simulate", small_problem(), "--gains", "k_p=15", "k_d=0.5", "--scenario",
                                 "fresh:3", "--json", "--quiet"});
  EXPECT_EQ(json::parse(simulated.out)["cost"], incumbent.validation.at(0).costs.at(3));
  const tuner::Comparison& fresh = incumbent.comparisons.at(0);
  EXPECT_EQ(fresh.cost_reduction, incumbent.validation[0].cost - record.tuning.validation[0].cost);
  EXPECT_GT(fresh.cost_interval.low, 0);
  EXPECT_LT(fresh.cost_interval.low, fresh.cost_reduction);
  EXPECT_GT(fresh.cost_interval.high, fresh.cost_reduction);
}

TEST(Incumbent, ThatIsNotBeatenIsMarkedInTheReportInJsonAndByAWarning) {
  const Scratch scratch;
  ASSERT_EQ(run(tune(scratch / "a.h5", {"--quiet"})).code, 0);
  const Arguments again = {"--start-from",       scratch / "a.h5", "--set",
                           "swarm.iterations=1", "--set",          "polish.enabled=false"};
  const Outcome report = run(tune(scratch / "b.h5", again));
  EXPECT_EQ(report.code, 0) << report.error;
  EXPECT_THAT(report.out, AllOf(HasSubstr("NOT beaten"), HasSubstr("do not beat those in use today")));
  Arguments machine = again;
  machine.emplace_back("--json");
  const json result = json::parse(run(tune(scratch / "b.h5", machine)).out);
  EXPECT_EQ(result["beats_incumbent"], false);
  EXPECT_EQ(result["baselines"]["incumbent"]["sets"]["fresh"]["beaten"], false);
  EXPECT_EQ(result["baselines"]["incumbent"]["gains"],
            json::parse(run(tune(scratch / "c.h5", {"--json"})).out)["best"]["gains"]);
}

TEST(Incumbent, IsNothingUnlessNamed) {
  const Scratch scratch;
  const json result = json::parse(run(tune(scratch / "a.h5", {"--json"})).out);
  EXPECT_TRUE(result["beats_incumbent"].is_null());
  EXPECT_FALSE(result["baselines"].contains("incumbent"));
}

TEST(Baselines, ByRuleStandBesideTheTunedGains) {
  const Scratch scratch;
  const Outcome outcome = run(tune(scratch / "a.h5"));
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("lqr"), HasSubstr("Compared")));
  const tuner::Baseline lqr = record::read(scratch / "a.h5").tuning.baselines.at(0);
  EXPECT_EQ(lqr.name + lqr.reason, "lqr");
  EXPECT_EQ(lqr.validation.at(0).success_rate, 1);
}

TEST(Baselines, ThatDoNotApplySayWhy) {
  const Scratch scratch;
  const Outcome outcome =
      run(tune(scratch / "a.h5", {"--set", "controller.output.torque=-k_p*sin(theta)*k_d"}));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("lqr does not apply: "), HasSubstr("pid_rules does not apply: ")));
  const tuner::Baseline rules = record::read(scratch / "a.h5").tuning.baselines.at(0);
  EXPECT_EQ(rules.name, "pid_rules");
  EXPECT_NE(rules.reason, "");
  EXPECT_TRUE(rules.validation.empty());
}

TEST(Incumbent, ThatDoesNotFitTheProblemIsRefused) {
  const Scratch scratch;
  std::ofstream(scratch / "unknown.yaml") << "k_p: 15\nk_i: 0.5\n";
  std::ofstream(scratch / "outside.yaml") << "k_p: 15\nk_d: 20\n";
  std::ofstream(scratch / "unit.yaml") << "k_p: 15 m\nk_d: 1\n";
  std::ofstream(scratch / "half.yaml") << "k_p: 15\n";
  std::ofstream(scratch / "list.yaml") << "[15, 0.5]\n";
  std::ofstream(scratch / "fixed.yaml") << "k_p: 15\nk_d: 0.5\n";
  const std::vector<std::pair<Arguments, std::string>> cases = {
      {{"--start-from", scratch / "unknown.yaml"}, "unknown.yaml:2:1: 'k_i' is not a gain of the problem"},
      {{"--start-from", scratch / "outside.yaml"}, "outside.yaml:2:6: 'k_d' is 20, outside its bounds"},
      {{"--start-from", scratch / "unit.yaml"}, "unit.yaml:1:6: the unit m does not fit 'k_p'"},
      {{"--start-from", scratch / "half.yaml"}, "half.yaml: the gain 'k_d' is missing"},
      {{"--start-from", scratch / "list.yaml"}, "list.yaml:1:1: 'gains' needs a map"},
      {{"--start-from", small_problem()}, "small.yaml:2:1: this file is a problem"},
      {{"--start-from", scratch / "fixed.yaml", "--set", "gains.k_d=2"},
       "fixed.yaml:2:6: 'k_d' is 0.5, and the problem fixes it at 2"},
      {{"--start-from", scratch / "missing.h5"}, "no such file"}};
  for (const auto& [arguments, message] : cases) {
    const Outcome outcome = run(tune(scratch / "a.h5", arguments));
    EXPECT_EQ(outcome.code, 2) << message;
    EXPECT_THAT(outcome.error, HasSubstr(message));
  }
}

}  // namespace
}  // namespace gainswarm::cli
