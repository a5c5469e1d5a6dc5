// Integration steps that are too long for what is integrated.
#include "host/analysis/step_length.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/analysis/loop_problem.hpp"

namespace gainswarm::analysis {
namespace {

using testing::HasSubstr;

std::string with(const std::string& integrator, const std::string& step, const std::string& more = "") {
  return "simulation: {duration: 10 s, step: " + step + ", integrator: " + integrator + more + "}";
}

std::string of_lag(double pole, const std::string& simulation) {
  return step_warning(
      problem("states: {x: 1}, inputs: {u: 1}, dynamics: {x: u + " + std::to_string(pole) + "*x}",
              "output: {u: -k*x}", simulation));
}

/// |1 + z + z^2/2 + z^3/6 + z^4/24| is 1 at -2.785294, |1 + z| and |1 + z + z^2/2| at -2.
TEST(StepWarning, ComesWhereARealPoleOutrunsTheIntegrator) {
  EXPECT_EQ(of_lag(-2780, with("rk4", "1 ms")), "");
  EXPECT_EQ(of_lag(-1990, with("heun", "1 ms")), "");
  EXPECT_EQ(of_lag(-1990, with("euler", "1 ms")), "");
  EXPECT_THAT(of_lag(-2790, with("rk4", "1 ms")), HasSubstr("pole at -2790 1/s"));
  EXPECT_THAT(of_lag(-2010, with("heun", "1 ms")),
              HasSubstr("make simulation.integrator rk4, or simulation.step 0.995 ms or less"));
  EXPECT_THAT(of_lag(-2010, with("euler", "1 ms")), HasSubstr("simulation.step 0.995 ms or less"));
  EXPECT_EQ(
      of_lag(-5000, with("rk4", "1 ms")),
      "an integration step of 1 ms is too long for the plant's pole at -5000 1/s (with rk4 what dies out "
      "there grows); make simulation.step 0.557 ms or less");
}

/// Euler's limit for -1 +- 100j is 2/10001 s.
TEST(StepWarning, ComesWhereAnOscillationOutrunsTheIntegrator) {
  const auto of = [](const std::string& simulation) {
    return step_warning(problem(
        "states: {x: 1, v: 1}, inputs: {u: 1}, dynamics: {x: v, v: u - 10001*x - 2*v}, outputs: {x: x}",
        "output: {u: -k*x}", simulation));
  };
  EXPECT_THAT(of(with("euler", "1 ms")),
              testing::AllOf(HasSubstr("pole at -1 +- 100j 1/s"), HasSubstr("step 0.199 ms or less")));
  EXPECT_EQ(of(with("euler", "0.1 ms")), "");
  EXPECT_EQ(of(with("rk4", "10 ms")), "");
}

/// What grows in truth, or hardly grows within a rollout, is for the law to hold.
TEST(StepWarning, LeavesAloneWhatIsNotTheStepsFault) {
  EXPECT_EQ(of_lag(5000, with("rk4", "1 ms")), "");
  EXPECT_EQ(step_warning(
                problem("states: {x: 1, v: 1}, inputs: {u: 1}, dynamics: {x: v, v: u - x}, outputs: {x: x}",
                        "output: {u: -k*x}", with("euler", "10 ms"))),
            "");
  EXPECT_EQ(step_warning(problem(
                "states: {x: 1, v: 1}, inputs: {u: 1}, dynamics: {x: v, v: u - x - 0.002*v}, outputs: {x: x}",
                "output: {u: -k*x}", with("euler", "10 ms"))),
            "");
  EXPECT_EQ(step_warning(problem("states: {x: 1}, inputs: {u: 1}, next: {x: u - 5000*x}", "output: {u: -k*x}",
                                 with("rk4", "1 ms"))),
            "");
}

/// Its solution is known, and taken exactly.
TEST(StepWarning, LeavesAloneTheLagOfAnActuator) {
  EXPECT_EQ(of_lag(-1, with("rk4", "1 ms") + "\nloop: {actuators: {u: {lag: 0.1 ms}}}"), "");
}

TEST(StepWarning, SeesTheLoopOfAContinuousLawAlone) {
  const std::string integrator = "states: {x: 1}, inputs: {u: 1}, dynamics: {x: u}";
  const std::vector<double> gains{5000};
  EXPECT_THAT(
      step_warning(problem(integrator, "continuous: true, output: {u: -k*x}", with("rk4", "1 ms")), gains),
      HasSubstr("the loop's pole at -5000 1/s"));
  EXPECT_EQ(step_warning(problem(integrator, "output: {u: -k*x}", with("rk4", "1 ms")), gains), "");
}

}  // namespace
}  // namespace gainswarm::analysis
