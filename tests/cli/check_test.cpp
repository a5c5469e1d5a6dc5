// What check says of a problem that is in order, or nearly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Check, SummarisesAProblem) {
  const Outcome outcome = run({"check", small_problem(), "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  const auto summary = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(summary["states"], 2);
  EXPECT_EQ(summary["gains"], 2);
  EXPECT_EQ(summary["steps"], 200);
  EXPECT_EQ(summary["training_scenarios"], 3);
  EXPECT_EQ(summary["validation_scenarios"], 30);
  EXPECT_EQ(summary["candidates"], 2 * 8 * 12 + 60);
  EXPECT_GT(summary["operations_per_step"], 50);
  EXPECT_THAT(run({"check", small_problem()}).out, HasSubstr("everything is in order"));
}

TEST(Check, EstimatesHowLongTheProblemTakesToTune) {
  const Outcome outcome = run({"check", small_problem(), "--json", "--threads", "1"});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  const auto summary = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(summary["threads"], 1);
  // All the rollouts of the swarms at the measured pace, and more beside them.
  EXPECT_GT(summary["seconds_per_step"], 0);
  EXPECT_GT(summary["seconds"], 2 * 8 * 12 * 3 * 200 * summary["seconds_per_step"].get<double>());
  EXPECT_THAT(run({"check", small_problem(), "--threads", "2"}).out,
              testing::ContainsRegex("time +about [0-9.]+ s with 2 threads on this processor"));
}

TEST(Check, WarnsOfAStepThatIsTooLongForThePlant) {
  const Scratch scratch;
  const Arguments fast{"--set", "plant.blocks={m: {input: theta, denominator: [2e-4, 1]}}"};
  const std::string warning =
      "warning: an integration step of 10 ms is too long for the plant's pole at -5000 1/s";
  const Outcome checked = run({"check", small_problem(), fast[0], fast[1]});
  EXPECT_EQ(checked.code, 0) << checked.error;
  EXPECT_THAT(checked.error, StartsWith(warning));
  EXPECT_THAT(checked.out, StartsWith("small: can be tuned"));
  const Outcome tuned = run(
      {"tune", small_problem(), "--out", scratch / "a.h5", "--set", "swarm.iterations=1", fast[0], fast[1]});
  EXPECT_EQ(tuned.code, 3) << tuned.error;
  EXPECT_THAT(tuned.out, HasSubstr(warning));
}

TEST(Check, WarnsWhereUnitsDoNotAgree) {
  const Scratch scratch;
  const std::string path = broken(scratch, "mass*length^2", "mass*length");
  const std::string warning = "warning: " + path + ":10:38: 1/s^2 and m/s^2 are added";
  const Outcome checked = run({"check", path});
  EXPECT_EQ(checked.code, 0);
  EXPECT_THAT(checked.error, StartsWith(warning));
  EXPECT_THAT(checked.out, StartsWith("small: can be tuned"));
  const auto summary = nlohmann::json::parse(run({"check", path, "--json"}).out);
  EXPECT_THAT("warning: " + summary["warnings"].at(0).get<std::string>(), StartsWith(warning));
  const Arguments tune{"tune", path, "--out", scratch / "a.h5", "--set", "swarm.iterations=1"};
  EXPECT_THAT(run(tune).error, StartsWith(warning));
}

TEST(Check, WarnsOfAControlPeriodThatHasNoEffect) {
  const Arguments check{"check", small_problem(),
                        "--set", "controller.continuous=true",
                        "--set", "loop.actuators.torque.saturation=6"};
  EXPECT_THAT(run(check).error, HasSubstr("control_period has no effect"));
  EXPECT_THAT(run({"check", small_problem()}).error, testing::Not(HasSubstr("warning")));
}

TEST(Check, WarnsOfAGainThatHasNoEffect) {
  const Scratch scratch;
  const std::string path = broken(scratch, "-k_p*theta - k_d*omega", "-k_p*theta - 2*omega");
  const Outcome outcome = run({"check", path});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.error, HasSubstr(path + ":18:8: the gain 'k_d' has no effect"));
  EXPECT_THAT(outcome.error, testing::Not(HasSubstr("'k_p'")));
}

}  // namespace
}  // namespace gainswarm::cli
