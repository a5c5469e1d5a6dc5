// The resolved text reads back as the same problem.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"
#include "tests/spec/isolated.hpp"

namespace gainswarm::spec {
namespace {

void expect_round_trip(const Problem& problem) {
  const std::string text = resolved(problem);
  const Problem again = parse_problem(Source{"resolved", text, ""});
  EXPECT_EQ(resolved(again), text);
  EXPECT_EQ(again.sources.size(), 1U);
}

TEST(Resolved, EveryShippedProblemSurvives) {
  int problems = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(support::shipped("configs"))) {
    const std::string folder = entry.path().parent_path().filename().string();
    if (entry.path().extension() == ".yaml" && folder != "plants" && folder != "controllers") {
      SCOPED_TRACE(entry.path());
      expect_round_trip(load_problem(entry.path().string()));
      ++problems;
    }
  }
  EXPECT_GT(problems, 0);
}

TEST(Resolved, ValuesSurviveToTheLastBit) {
  const Problem problem = load_problem(tests::test_file("valid/pendulum.yaml"));
  const Problem again = parse_problem(Source{"resolved", resolved(problem), ""});
  EXPECT_EQ(again.scenarios.training.list[0].initial_state[0].value.value,
            problem.scenarios.training.list[0].initial_state[0].value.value);
  EXPECT_EQ(again.scenarios.training.initial_state[1].value.b,
            problem.scenarios.training.initial_state[1].value.b);
  EXPECT_EQ(again.plant.mechanics->force[0].str(), problem.plant.mechanics->force[0].str());
  EXPECT_EQ(again.plant.parameters[9].value.unit, "N/(m/s)");
  EXPECT_EQ(again.swarm.seed, problem.swarm.seed);
  EXPECT_EQ(again.name.str(), problem.name.str());
  expect_round_trip(problem);
}

TEST(Resolved, TextThatNeedsQuotesSurvives) {
  const std::vector<std::string> overrides = {
      R"(name="a: b # 'c' \"d\" [e] {f}\n\tg \\ ä")",
      "description='true'",
      "objective.success='- x > 0'",
      "references.x_desired=\"0*t  + 1\"",
  };
  const Problem problem = load_problem(tests::test_file("valid/pendulum.yaml"), overrides);
  const Problem again = parse_problem(Source{"resolved", resolved(problem), ""});
  EXPECT_EQ(again.name.str(), "a: b # 'c' \"d\" [e] {f}\n\tg \\ ä");
  EXPECT_EQ(again.description, "true");
  EXPECT_EQ(again.objective.success.str(), "- x > 0");
  EXPECT_EQ(again.references[0].value.text.str(), "0*t  + 1");
}

TEST(Resolved, DefaultsAreWrittenOut) {
  const std::string text = resolved(load_problem(tests::test_file("valid/pendulum.yaml")));
  EXPECT_THAT(text, testing::HasSubstr("velocity_limit: 0.5\n"));
  EXPECT_THAT(text, testing::HasSubstr("step: 0.001 s\n"));
  EXPECT_THAT(text, testing::HasSubstr("cost_below: -inf\n"));
}

}  // namespace
}  // namespace gainswarm::spec
