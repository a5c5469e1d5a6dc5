#include <gtest/gtest.h>

#include <cstdlib>

#include "host/support/shipped.hpp"
#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

/// Runs a script of the project; its exit status.
int script(const std::string& line) {
  return std::system((support::shipped("scripts/" + line) + " >/dev/null 2>&1").c_str());
}

TEST(Plots, OfAResultAreMadeAndOfAnythingElseRefused) {
  if (std::system("/usr/bin/python3 -c 'import h5py, matplotlib' 2>/dev/null") != 0) {
    GTEST_SKIP() << "h5py or matplotlib is not installed (scripts/setup --plots)";
  }
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}).code, 0);
  for (const std::string plot : {"plot_convergence", "plot_response"}) {
    EXPECT_EQ(script(plot + " " + (scratch / "a.h5") + " -o " + scratch / (plot + ".png")), 0);
    EXPECT_GT(std::filesystem::file_size(scratch / (plot + ".png")), 20'000);
    EXPECT_NE(script(plot + " " + small_problem()), 0);
  }
  EXPECT_NE(script("plot_pareto " + (scratch / "a.h5") + " -o " + scratch / "none.png"), 0);
  const std::string front = support::shipped("configs/known_answers/double_integrator_front.yaml");
  ASSERT_EQ(
      run({"tune", front, "--quiet", "--out", scratch / "front.h5", "--set", "swarm.iterations=5"}).code, 0);
  EXPECT_EQ(script("plot_pareto " + (scratch / "front.h5") + " -o " + scratch / "front.png"), 0);
  EXPECT_EQ(script("plot_convergence " + (scratch / "front.h5") + " -o " + scratch / "grown.png"), 0);
  EXPECT_GT(std::filesystem::file_size(scratch / "front.png"), 20'000);
}

}  // namespace
}  // namespace gainswarm::cli
