// Every compromise of a front can be judged, simulated and exported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <nlohmann/json.hpp>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string objectives = "objective={pareto: {angle: integral(theta^2), effort: integral(torque^2)}, ";

Arguments tune_front(const std::string& out, const Arguments& more = {}) {
  Arguments arguments{
      "tune", small_problem(), "--json", "--out", out, "--set", objectives + "front_size: 40}"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

json pareto_of(const Arguments& arguments) {
  const Outcome outcome = run(arguments);
  EXPECT_EQ(outcome.code, 0) << outcome.error;
  return outcome.code == 0 ? json::parse(outcome.out)["pareto"] : json();
}

TEST(Front, IsJudgedPointByPointWithTheSameBitsOnEveryEngine) {
  const Scratch scratch;
  const json expected = pareto_of(tune_front(scratch / "a.h5", {"--engine", "reference"}));
  EXPECT_EQ(expected["validated_in"], "fresh");
  ASSERT_GT(expected["points"].size(), 5U);
  for (const json& point : expected["points"]) EXPECT_TRUE(point["success_rate"].is_number());
  for (const char* simd : {"1", "8"})
    EXPECT_EQ(pareto_of(tune_front(scratch / "b.h5", {"--engine", "cpu", "--simd", simd})), expected);
  EXPECT_EQ(json::parse(run({"report", scratch / "a.h5", "--json"}).out)["pareto"], expected);
  EXPECT_THAT(run({"report", scratch / "a.h5"}).out,
              testing::AllOf(HasSubstr("success in fresh  median cost"), HasSubstr("take any --point")));
}

TEST(Front, PointsSucceedAsOftenInValidationAsInSimulation) {
  const Scratch scratch;
  const json points = pareto_of(tune_front(scratch / "a.h5"))["points"];
  for (const std::size_t point : {std::size_t{0}, points.size() - 1}) {
    std::vector<double> costs;
    double successes = 0;
    for (int scenario = 0; scenario < 20; ++scenario) {
      const Outcome outcome = run({"simulate", scratch / "a.h5", "--json", "--quiet", "--point",
                                   std::to_string(point), "--scenario", "fresh:" + std::to_string(scenario)});
      ASSERT_EQ(outcome.code, 0) << outcome.error;
      const json simulated = json::parse(outcome.out);
      EXPECT_EQ(simulated["gains"], points[point]["gains"]);
      costs.push_back(simulated["cost"]);
      successes += simulated["success"] ? 1 : 0;
    }
    std::ranges::sort(costs);
    EXPECT_EQ(points[point]["success_rate"], successes / 20);
    EXPECT_DOUBLE_EQ(points[point]["median_cost"].get<double>(), (costs[9] + costs[10]) / 2);
  }
}

TEST(Front, PointsAreExportedWithTheirObjectives) {
  const Scratch scratch;
  const json pareto = pareto_of(tune_front(scratch / "a.h5"));
  const auto exported = [&](const Arguments& more) {
    Arguments arguments{"export", scratch / "a.h5"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments).out;
  };
  const json first = json::parse(exported({"--format", "json", "--point", "0"}));
  EXPECT_EQ(first["point"], 0);
  EXPECT_EQ(first["objectives"], pareto["points"][0]["objectives"]);
  EXPECT_EQ(first["gains"]["k_p"]["value"], pareto["points"][0]["gains"]["k_p"]);
  EXPECT_EQ(first["gains"]["k_p"]["unit"], "N*m/rad");
  const std::string knee = std::to_string(pareto["knee"].get<int>());
  EXPECT_EQ(exported({"--format", "csv", "--point", knee}), exported({"--format", "csv"}));
  EXPECT_THAT(exported({"--point", "0"}), HasSubstr("\n# point of the front: 0\n# angle: "));
}

TEST(Front, WithoutAnyCompromiseSaysWhy) {
  const Scratch scratch;
  const Outcome outcome = run({"tune", small_problem(), "--out", scratch / "a.h5", "--set",
                               objectives + "require: {never: {value: max(theta), below: -1}}}"});
  EXPECT_EQ(outcome.code, 3) << outcome.error;
  EXPECT_THAT(outcome.out, HasSubstr("no gains were found that meet the requirements in every scenario"));
  EXPECT_THAT(run({"export", scratch / "a.h5", "--point", "0"}).error,
              HasSubstr("is empty; leave --point out"));
}

TEST(Front, RefusesAPointThatItDoesNotHave) {
  const Scratch scratch;
  const std::size_t points = pareto_of(tune_front(scratch / "a.h5"))["points"].size();
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "b.h5"}).code, 0);
  const std::string beyond = std::to_string(points);
  for (const std::string& point : {beyond, std::string("-1")}) {
    const Outcome outcome = run({"export", scratch / "a.h5", "--point", point});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.error,
                HasSubstr("has no point " + point + "; its points are 0 to " + std::to_string(points - 1)));
  }
  const Outcome without_front = run({"simulate", scratch / "b.h5", "--point", "0"});
  EXPECT_EQ(without_front.code, 2);
  EXPECT_THAT(without_front.error, HasSubstr("b.h5 has no front"));
  const Outcome without_result =
      run({"simulate", small_problem(), "--gains", "k_p=30", "k_d=4", "--point", "0"});
  EXPECT_EQ(without_result.code, 2);
  EXPECT_THAT(without_result.error, HasSubstr("give --result FILE.h5"));
}

TEST(Front, ThatIsInterruptedInItsValidationIsSavedWithoutIt) {
  const Scratch scratch;
  // The reference engine needs a minute for all compromises, and a moment for the knee.
  Program program(tune_front(scratch / "a.h5",
                             {"--engine", "reference", "--set", "scenarios.validation.fresh.count=5000"}));
  ASSERT_TRUE(program.wait_for("validation follow"));
  program.send(SIGINT);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 130) << outcome.error;
  const auto front = record::read(scratch / "a.h5").tuning.front;
  ASSERT_TRUE(front.has_value());
  EXPECT_EQ(front->validated_in, "");
  EXPECT_TRUE(std::ranges::all_of(front->success_rates, [](double rate) { return std::isnan(rate); }));
  EXPECT_TRUE(json::parse(outcome.out)["pareto"]["validated_in"].is_null());
  EXPECT_EQ(run({"report", scratch / "a.h5"}).code, 0);
}

}  // namespace
}  // namespace gainswarm::cli
