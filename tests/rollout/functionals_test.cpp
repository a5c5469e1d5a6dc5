// Time functionals of whole rollouts against answers known by hand.
#include <gtest/gtest.h>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

TEST(Functionals, OfARampAreThoseOfItsFormulas) {
  const Simulated run(integrator_problem(std::string(ramp_controller) +
                                         "simulation: {duration: 2 s, step: 10 ms, control_period: 100 ms}\n"
                                         "objective:\n"
                                         "  terms:\n"
                                         "    integral: integral(y^2)\n"
                                         "    mean: mean(y)\n"
                                         "    largest: max(abs(y - 1))\n"
                                         "    smallest: min(y - 1)\n"
                                         "    last: final(y)\n"
                                         "    variation: variation(y)\n"
                                         "    rise: \"rise_time(y, 0.25, 2.75)\"\n"
                                         "    settling: \"settling_time(y - 4, 1.03)\"\n"
                                         "    overshoot: \"overshoot(y, 2)\"\n"),
                      {2});  // y = 2 t
  EXPECT_NEAR(run.output("integral"), 4 * 8 / 3.0, 1e-12);
  EXPECT_NEAR(run.output("mean"), 2, 1e-13);
  EXPECT_NEAR(run.output("largest"), 3, 1e-13);
  EXPECT_NEAR(run.output("smallest"), -1, 1e-15);
  EXPECT_NEAR(run.output("last"), 4, 1e-13);
  EXPECT_NEAR(run.output("variation"), 4, 1e-12);
  EXPECT_NEAR(run.output("rise"), 1.25, 1e-12);
  EXPECT_NEAR(run.output("settling"), 1.485, 1e-12);
  EXPECT_NEAR(run.output("overshoot"), 1, 1e-13);
}

TEST(Functionals, OvershootSeesNothingWhileTheTargetIsZero) {
  const Simulated run(integrator_problem(std::string(ramp_controller) +
                                         "simulation: {duration: 2 s, step: 100 ms}\n"
                                         "objective: {terms: {over: \"overshoot(y, if(t < 1, 0, 2))\"}}\n"),
                      {2});  // y = 2 t: 4 at the end
  EXPECT_NEAR(run.output("over"), 1, 1e-13);
}

TEST(Functionals, SettlingTimeIsTheDurationWhenTheSignalEndsOutside) {
  const Simulated run(integrator_problem(std::string(ramp_controller) +
                                         "simulation: {duration: 2 s, step: 100 ms}\n"
                                         "objective: {terms: {settling: \"settling_time(y, 1)\"}}\n"),
                      {1});
  EXPECT_EQ(run.output("settling"), 2);
}

TEST(Functionals, PeakTimeOfAParabolaIsExactBetweenTheTicks) {
  const Simulated run(integrator_problem("controller: {name: parabola, continuous: true, gains: {k: 1}, "
                                         "output: {u: k*(1.234 - t)}}\n"
                                         "gains: {k: {bounds: [0, 10]}}\n"
                                         "simulation: {duration: 3 s, step: 100 ms}\n"
                                         "objective: {terms: {peak: peak_time(y)}}\n"),
                      {1});
  EXPECT_NEAR(run.output("peak"), 1.234, 1e-12);
}

TEST(Functionals, KnowFallingStepsAndNegativeTargets) {
  const Simulated run(integrator_problem(std::string(ramp_controller) +
                                         "simulation: {duration: 2 s, step: 100 ms}\n"
                                         "objective: {terms: {rise: \"rise_time(-y, -0.1, -0.9)\", "
                                         "never: \"rise_time(y, 1, 5)\", over: \"overshoot(-y, -1.6)\", "
                                         "under: \"overshoot(y, -1)\"}}\n"),
                      {1});  // y = t
  EXPECT_NEAR(run.output("rise"), 0.8, 1e-12);
  EXPECT_EQ(run.output("never"), 2);
  EXPECT_NEAR(run.output("over"), 0.25, 1e-12);
  EXPECT_EQ(run.output("under"), 0);
}

TEST(Functionals, PeakTimePrefersALaterHigherPeakToTheStart) {
  // y falls from 0 to -0.05 within a tick, then a parabola peaks at t = 1.05 above its start.
  const Simulated run(
      integrator_problem("controller: {name: dip, continuous: true, gains: {k: 1}, "
                         "output: {u: \"if(t < 0.05, -1, k*(1.05 - t))\"}}\n"
                         "gains: {k: {bounds: [0, 10]}}\n"
                         "simulation: {duration: 2 s, step: 50 ms}\n"
                         "objective: {terms: {peak: peak_time(y), start: peak_time(-y - t)}}\n"),
      {1});
  EXPECT_NEAR(run.output("peak"), 1.05, 0.01);
  EXPECT_NEAR(run.output("start"), 0.05, 0.05);
}

}  // namespace
}  // namespace gainswarm::rollout
