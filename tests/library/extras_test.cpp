// The double pendulum's extras, each against the motion that it alone causes.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

using std::numbers::pi;
using tests::SingleRollout;

const std::string motion =
    "x: final(x), theta1: final(theta1), theta2: final(theta2), v: final(v), omega1: final(omega1)";

/// Half a second without force, in which nothing falls.
SingleRollout free_motion(const std::string& plant, const std::string& parameters, const std::string& start) {
  SingleRollout run(
      tests::problem_of("name: free\nplant: {plants}/" + plant + ".yaml\nparameters: {" + parameters +
                        "}\ncontroller: {name: none, gains: {none: 1}, output: {force: none}}\n"
                        "gains: {none: {bounds: [-1, 1]}}\nsimulation: {duration: 0.5 s, step: 1 ms}\n"
                        "scenarios: {training: {list: [{initial_state: {" +
                        start + "}}]}}\nobjective: {terms: {" + motion + "}}\n"),
      {0});
  EXPECT_FALSE(run.failed());
  return run;
}

const std::string with_extras = "double_inverted_pendulum_with_extras";
/// Links so light that cart and joints move on their own.
const std::string apart =
    "gravity: 0, cart_friction: 0, friction1: 0, friction2: 0, mass1: 1e-12, mass2: 1e-12, ";

TEST(Extras, AreNothingUntilAskedFor) {
  const SingleRollout plain = free_motion("double_inverted_pendulum", "", "theta1: 0.01, v: 0.03");
  const SingleRollout extra = free_motion(with_extras, "", "theta1: 0.01, v: 0.03");
  for (const std::string name : {"x", "theta1", "theta2", "v", "omega1"}) {
    EXPECT_NEAR(extra.term(name), plain.term(name), 1e-12) << name;
  }
}

// On a track that shakes without friction, the pendulum moves in space as on one that rests.
TEST(Extras, AShakingTrackMovesOnlyItself) {
  const double amplitude = 0.01, rate = 2 * pi * 1.7;
  const SingleRollout plain =
      free_motion("double_inverted_pendulum", "cart_friction: 0", "theta1: 0.01, theta2: -0.01");
  const SingleRollout shaken =
      free_motion(with_extras, "cart_friction: 0, base_amplitude: 0.01, base_frequency: 1.7",
                  "theta1: 0.01, theta2: -0.01, v: " + std::to_string(-amplitude * rate));
  EXPECT_NEAR(shaken.term("x") + amplitude * std::sin(rate * 0.5), plain.term("x"), 1e-6);
  EXPECT_NEAR(shaken.term("theta1"), plain.term("theta1"), 1e-5);
  EXPECT_NEAR(shaken.term("theta2"), plain.term("theta2"), 1e-5);
}

// m v' = -F: a cart of 1.5 kg at 1 m/s is stopped by 6 N within 0.125 m and stays there.
TEST(Extras, DryFrictionStopsTheCart) {
  const SingleRollout run = free_motion(with_extras, apart + "dry_friction: 6", "v: 1");
  EXPECT_NEAR(run.term("x"), 1.5 / (2 * 6), 1e-4);
  EXPECT_NEAR(run.term("v"), 0, 1e-9);
}

// I w' = -T for the first link, which turns about its joint.
TEST(Extras, DryFrictionStopsTheJoint) {
  const SingleRollout run = free_motion(with_extras, apart + "dry_friction1: 0.0324", "omega1: 1");
  EXPECT_NEAR(run.term("theta1"), 0.0081 / (2 * 0.0324), 1e-4);
  EXPECT_NEAR(run.term("omega1"), 0, 1e-9);
}

// m v' = -c v^2: v = v0/(1 + c v0 t/m).
TEST(Extras, DragSlowsHyperbolically) {
  const SingleRollout cart = free_motion(with_extras, apart + "drag: 0.75", "v: 2");
  EXPECT_NEAR(cart.term("v"), 2 / (1 + 0.75 * 2 * 0.5 / 1.5), 1e-9);
  const SingleRollout joint = free_motion(with_extras, apart + "drag1: 0.0081", "omega1: 1");
  EXPECT_NEAR(joint.term("omega1"), 1 / 1.5, 1e-9);
}

}  // namespace
}  // namespace gainswarm
