#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

std::string fingerprint(const Arguments& how) {
  const Scratch scratch;
  Arguments arguments{"tune", small_problem(), "--json", "--quiet", "--out", scratch / "a.h5"};
  arguments.insert(arguments.end(), how.begin(), how.end());
  const Outcome outcome = run(arguments);
  EXPECT_EQ(outcome.code, 0) << outcome.error;
  return outcome.code == 0 ? nlohmann::json::parse(outcome.out)["fingerprint"] : "";
}

TEST(Fingerprint, IsTheSameOnEveryEngineWidthAndNumberOfThreads) {
  const std::string expected = fingerprint({"--engine", "reference"});
  EXPECT_EQ(fingerprint({}), expected);
  for (const char* simd : {"1", "2", "4", "8", "16"}) {
    EXPECT_EQ(fingerprint({"--engine", "cpu", "--simd", simd}), expected) << simd << " lanes";
  }
  for (const char* threads : {"1", "2"}) {
    EXPECT_EQ(fingerprint({"--engine", "cpu", "--threads", threads}), expected) << threads << " threads";
  }
}

TEST(Fingerprint, IsTheSameOnEveryEngineInFloat) {
  const Arguments single{"--set", "simulation.precision=float"};
  const auto with = [&](Arguments how) {
    how.insert(how.end(), single.begin(), single.end());
    return fingerprint(how);
  };
  const std::string expected = with({"--engine", "reference"});
  EXPECT_EQ(with({"--engine", "cpu", "--simd", "1"}), expected);
  EXPECT_EQ(with({"--engine", "cpu", "--simd", "16", "--threads", "2"}), expected);
  EXPECT_NE(fingerprint({}), expected);
}

TEST(Fingerprint, FollowsTheSeed) {
  EXPECT_NE(fingerprint({"--seed", "4"}), fingerprint({"--seed", "5"}));
}

}  // namespace
}  // namespace gainswarm::cli
