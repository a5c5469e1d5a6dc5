// Every shipped problem, by the program itself: searched, looked at, compared, validated and written.
#include <gtest/gtest.h>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/shipped_problems.hpp"

namespace gainswarm::cli {
namespace {

class EveryProblem : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryProblem, IsTunedToACompleteResult) {
  const Scratch scratch;
  const Outcome outcome = run({"tune", support::shipped("configs/" + GetParam() + ".yaml"), "--engine", "cpu",
                               "--quiet", "--out", scratch / "a.h5", "--set", "swarm.iterations=1", "--set",
                               "swarm.swarms=1", "--set", "polish.enabled=false"});
  EXPECT_TRUE(outcome.code == 0 || outcome.code == 3) << outcome.code << ": " << outcome.error;
  EXPECT_EQ(record::read(scratch / "a.h5").tuning.history.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Problems, EveryProblem, ::testing::ValuesIn(tests::shipped_problems()),
                         [](const auto& test) { return tests::test_name(test.param); });

}  // namespace
}  // namespace gainswarm::cli
