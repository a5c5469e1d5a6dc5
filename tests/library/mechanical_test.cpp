// The mechanical plants keep their energy and have the poles that their equations of motion give by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "host/analysis/linear_model.hpp"
#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

using tests::SingleRollout;

struct Conservative {
  std::string plant, input, frictions, energy, start;
};

std::ostream& operator<<(std::ostream& out, const Conservative& plant) {
  return out << plant.plant;
}

class EnergyOf : public ::testing::TestWithParam<Conservative> {};

/// Change of the energy over two seconds of free motion without friction.
double energy_drift(const Conservative& plant, const std::string& step) {
  spec::Problem problem = tests::problem_of(
      "name: free\nplant: {plants}/" + plant.plant + ".yaml\nparameters: {" + plant.frictions +
      "}\ncontroller: {name: none, gains: {none: 1}, output: {" + plant.input +
      ": none}}\ngains: {none: {bounds: [-1, 1]}}\nsimulation: {duration: 2 s, step: " + step +
      "}\nscenarios: {training: {list: [{initial_state: {" + plant.start +
      "}}]}}\nobjective: {terms: {drift: max(" + plant.energy + ") - min(" + plant.energy + ")}}\n");
  problem.plant.fails_when.clear();
  return SingleRollout(problem, {0}).term("drift");
}

TEST_P(EnergyOf, IsKeptToTheOrderOfRungeKutta) {
  const double coarse = energy_drift(GetParam(), "4 ms"), fine = energy_drift(GetParam(), "2 ms");
  EXPECT_GT(fine, 0);
  EXPECT_LT(fine, 1e-8);  // J, of some that swing
  EXPECT_GT(coarse / fine, 15);
}

INSTANTIATE_TEST_SUITE_P(
    Plants, EnergyOf,
    ::testing::Values(
        Conservative{"furuta_pendulum", "torque", "arm_friction: 0, pendulum_friction: 0",
                     "(about_axis + about_joint*s^2)*arm_speed^2/2 - k*c*arm_speed*pendulum_speed + "
                     "about_joint*pendulum_speed^2/2 + pendulum_mass*gravity*pendulum_com*c",
                     "pendulum: 0.5, arm_speed: 1"},
        Conservative{"ball_and_beam", "torque", "",
                     "(ball_mass + ball_inertia/ball_radius^2)*velocity^2/2 + (ball_mass*position^2 + "
                     "beam_inertia + ball_inertia)*angular_velocity^2/2 + "
                     "ball_mass*gravity*position*sin(angle)",
                     "position: 0.1"},
        Conservative{"inverted_pendulum", "force", "cart_friction: 0",
                     "(cart_mass + pendulum_mass)*v^2/2 + coupling*cos(theta)*v*omega + "
                     "(inertia + coupling*com)*omega^2/2 + coupling*gravity*cos(theta)",
                     "theta: 0.5"}),
    [](const auto& test) { return test.param.plant; });

TEST(FurutaPendulum, WithoutFrictionItFallsAtTheRateOfItsInertias) {
  const auto plant = tests::shipped_plant("furuta_pendulum", {{"arm_friction", 0}, {"pendulum_friction", 0}});
  const double joint = 3.86e-3 + 0.075 * 0.148 * 0.148;
  const double axis = 2.48e-2 + 0.3 * 0.15 * 0.15 + 0.075 * 0.278 * 0.278;
  const double k = 0.075 * 0.278 * 0.148;
  const double rate = std::sqrt(axis * 0.075 * 9.81 * 0.148 / (axis * joint - k * k));
  const auto model = analysis::linearise(plant);
  tests::expect_poles(analysis::poles(model), {-rate, 0, 0, rate}, 1e-6);
  EXPECT_EQ(analysis::controllability_rank(model), 4);
}

TEST(BallAndBeam, HasTheConstantOfItsSourceAndFourPolesOnACircle) {
  const auto model = analysis::linearise(tests::shipped_plant("ball_and_beam"));
  const double b = 0.05 / (2e-6 / 1e-4 + 0.05);  // 0.7143 in Hauser, Sastry and Kokotovic (1992)
  EXPECT_NEAR(b, 0.7143, 5e-5);
  EXPECT_NEAR(model.a(2, 1), -b * 9.81, 1e-12);  // acceleration along the beam by its angle
  // s^4 = (b g) (m g / J)
  const double radius = std::pow(b * 9.81 * 0.05 * 9.81 / (0.02 + 2e-6), 0.25);
  tests::expect_poles(analysis::poles(model), {-radius, {0, -radius}, {0, radius}, radius}, 1e-9);
  EXPECT_EQ(analysis::controllability_rank(model), 4);
}

TEST(InvertedPendulum, HasThePolesOfTheControlTutorials) {
  const auto model = analysis::linearise(tests::shipped_plant("inverted_pendulum"));
  tests::expect_poles(analysis::poles(model), {-5.6041, -0.1428, 0, 5.5651}, 5e-5);
  EXPECT_EQ(analysis::controllability_rank(model), 4);
}

TEST(PlanarQuadrotor, HoversAtRestAndIsFourIntegratorsAndTwo) {
  const double half = 0.486 * 9.81 / 2;
  const auto model = analysis::linearise(tests::shipped_plant("planar_quadrotor"),
                                         tests::point({{"left_thrust", half}, {"right_thrust", half}}));
  EXPECT_EQ(analysis::controllability_rank(model), 6);
  EXPECT_TRUE((model.a * model.a * model.a * model.a).isZero());  // x follows the pitch by four integrators
  EXPECT_FALSE((model.a * model.a * model.a).isZero());
  EXPECT_NEAR(model.a(3, 2), -9.81, 1e-12);  // a pitch of 1 rad pushes sideways with g
}

TEST(PlanarQuadrotor, TurnsAndClimbsAsConstantThrustsSay) {
  // pitch = arm (right - left) t^2 / (2 inertia); upright, it climbs with (left + right)/mass - g.
  const auto problem = [](const std::string& law) {
    return tests::problem_of(
        "name: thrust\nplant: {plants}/planar_quadrotor.yaml\n"
        "controller: {name: thrust, gains: {k: N}, output: " +
        law +
        "}\ngains: {k: {bounds: [0, 5]}}\nsimulation: {duration: 0.5 s, step: 10 ms}\n"
        "scenarios: {training: {list: [{initial_state: {z: 0}}]}}\n"
        "objective: {terms: {pitch: final(pitch), height: final(z)}}\n");
  };
  const SingleRollout turn(problem("{left_thrust: 0, right_thrust: k}"), {0.1});
  EXPECT_NEAR(turn.term("pitch"), 0.25 * 0.1 * 0.25 / (2 * 0.00383), 1e-12);
  const SingleRollout climb(problem("{left_thrust: k, right_thrust: k}"), {3});
  EXPECT_NEAR(climb.term("height"), (6 / 0.486 - 9.81) * 0.125, 1e-12);
}

}  // namespace
}  // namespace gainswarm
