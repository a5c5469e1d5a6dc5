#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What a terminal shows of a run long enough to need progress.
std::string on_terminal(const Arguments& environment, const Arguments& more = {}) {
  const Scratch scratch;
  Arguments arguments{"tune",           small_problem(), "--out",
                      scratch / "a.h5", "--set",         "gains.k_p={bounds: [30, 40]}"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  Program program(arguments, environment, true);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 0);
  return outcome.error;
}

/// Tests that need a pseudo terminal.
class OnATerminal : public testing::Test {
 protected:
  void SetUp() override {
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0) GTEST_SKIP() << "no pseudo terminals here (is /dev/pts mounted?)";
    ::close(terminal);
  }
};

TEST_F(OnATerminal, ProgressIsOneLineRewritten) {
  const std::string shown = on_terminal({"TERM=xterm"});
  const std::string before_report = shown.substr(0, shown.find("Best gains"));
  EXPECT_THAT(before_report, AllOf(HasSubstr("\r\033[Kiteration 1/12"), HasSubstr("evaluations/s"),
                                   HasSubstr("best cost"), HasSubstr("% failed"), HasSubstr("ready in")));
  EXPECT_THAT(before_report, Not(HasSubstr("\n")));
}

TEST_F(OnATerminal, ProgressStaysWithinItsWidth) {
  const std::string shown = on_terminal({"TERM=xterm"});
  const std::size_t start = shown.find("iteration 1/12");
  EXPECT_LT(shown.find('\r', start) - start, 100);
}

TEST_F(OnATerminal, ProgressIsPlainLinesIfItIsDumb) {
  const std::string shown = on_terminal({"TERM=dumb"});
  EXPECT_THAT(shown, AllOf(HasSubstr("iteration 12/12"), Not(HasSubstr("\033"))));
}

TEST_F(OnATerminal, QuietIsNothing) {
  EXPECT_EQ(on_terminal({"TERM=xterm"}, {"--quiet"}), "");
}

TEST_F(OnATerminal, ReportHasColoursUnlessNobodyWantsThem) {
  EXPECT_THAT(on_terminal({"TERM=xterm"}), HasSubstr("\033[1mBest gains\033[0m"));
  const std::string plain = on_terminal({"TERM=xterm", "NO_COLOR=1"});
  EXPECT_THAT(plain, AllOf(HasSubstr("Best gains"), Not(HasSubstr("\033[1m")), Not(HasSubstr("\033[33m"))));
}

TEST(Progress, WithoutATerminalIsAboutTenPlainLinesOnStderr) {
  const Scratch scratch;
  const Outcome outcome =
      run({"tune", small_problem(), "--out", scratch / "a.h5", "--set", "swarm.iterations=100"});
  const auto lines = std::count(outcome.error.begin(), outcome.error.end(), '\n');
  EXPECT_GE(lines, 10);
  EXPECT_LE(lines, 13);
  EXPECT_THAT(outcome.error, AllOf(HasSubstr("iteration 1/100,"), HasSubstr("iteration 100/100,")));
  EXPECT_THAT(outcome.out, Not(HasSubstr("iteration 1")));
}

}  // namespace
}  // namespace gainswarm::cli
