// Tanks, ship and the benchmark processes against closed forms and published figures.
#include <gtest/gtest.h>

#include <Eigen/LU>
#include <array>
#include <cmath>

#include "host/analysis/linear_model.hpp"
#include "host/analysis/matrix_functions.hpp"
#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

using tests::SingleRollout;

/// One of Johansson's two operating points; levels in m.
struct OperatingPoint {
  double voltage, pump_gain1, pump_gain2, share1, share2;
  std::array<double, 4> published_levels, time_constants;
  std::array<double, 2> zeros;
};

const OperatingPoint minimum_phase{
    3.00, 3.33e-6, 3.35e-6, 0.70, 0.60, {0.124, 0.127, 0.018, 0.014}, {62, 90, 23, 30}, {-0.060, -0.018}};
const OperatingPoint nonminimum_phase{
    3.15, 3.14e-6, 3.29e-6, 0.43, 0.34, {0.126, 0.130, 0.048, 0.049}, {63, 91, 39, 56}, {-0.057, 0.013}};

/// Levels at which every tank loses what it gets.
std::array<double, 4> levels(const OperatingPoint& at) {
  const double flow1 = at.pump_gain1 * at.voltage, flow2 = at.pump_gain2 * at.voltage;
  const double through3 = (1 - at.share2) * flow2, through4 = (1 - at.share1) * flow1;
  const auto level = [](double flow, double outlet) { return std::pow(flow / outlet, 2) / (2 * 9.81); };
  return {level(at.share1 * flow1 + through3, 7.1e-6), level(at.share2 * flow2 + through4, 5.7e-6),
          level(through3, 7.1e-6), level(through4, 5.7e-6)};
}

analysis::LinearModel tanks(const OperatingPoint& at) {
  const auto h = levels(at);
  return analysis::linearise(tests::shipped_plant("quadruple_tank", {{"pump_gain1", at.pump_gain1},
                                                                     {"pump_gain2", at.pump_gain2},
                                                                     {"share1", at.share1},
                                                                     {"share2", at.share2}}),
                             tests::point({{"level1", h[0]},
                                           {"level2", h[1]},
                                           {"level3", h[2]},
                                           {"level4", h[3]},
                                           {"pump1", at.voltage},
                                           {"pump2", at.voltage}}));
}

class QuadrupleTank : public ::testing::TestWithParam<OperatingPoint> {};

TEST_P(QuadrupleTank, HasThePublishedLevelsAndTimeConstants) {
  const auto model = tanks(GetParam());
  for (Eigen::Index i = 0; i < 4; ++i) {
    const auto k = static_cast<std::size_t>(i);
    EXPECT_NEAR(levels(GetParam())[k], GetParam().published_levels[k], 0.003);
    EXPECT_NEAR(-1 / model.a(i, i), GetParam().time_constants[k], 2);
  }
}

TEST_P(QuadrupleTank, HasThePublishedZeros) {
  // Levels 1 and 2 stay at rest when the pumps undo what comes from above; tanks 3 and 4 then move by this.
  const auto model = tanks(GetParam());
  const Eigen::MatrixXd zeros = model.a.bottomRightCorner(2, 2) - model.b.bottomRows(2) *
                                                                      model.b.topRows(2).inverse() *
                                                                      model.a.topRightCorner(2, 2);
  Eigen::Vector2d values = analysis::eigenvalues(zeros).real();
  if (values[0] > values[1]) std::swap(values[0], values[1]);
  EXPECT_NEAR(values[0], GetParam().zeros[0], 0.002);
  EXPECT_NEAR(values[1], GetParam().zeros[1], 0.001);
}

INSTANTIATE_TEST_SUITE_P(OperatingPoints, QuadrupleTank, ::testing::Values(minimum_phase, nonminimum_phase),
                         [](const auto& test) { return test.index == 0 ? "Minus" : "Plus"; });

TEST(QuadrupleTanks, FillToTheirSteadyState) {
  const SingleRollout run(
      tests::problem_of("name: fill\nplant: {plants}/quadruple_tank.yaml\n"
                        "controller: {name: fill, gains: {k: V}, output: {pump1: k, pump2: k}}\n"
                        "gains: {k: {bounds: [0, 10]}}\nsimulation: {duration: 3000 s, step: 1 s}\n"
                        "scenarios: {training: {list: [{initial_state: {level1: 0.05}}]}}\n"
                        "objective: {terms: {level1: final(level1), level2: final(level2)}}\n"),
      {3});
  EXPECT_NEAR(run.term("level1"), levels(minimum_phase)[0], 1e-9);
  EXPECT_NEAR(run.term("level2"), levels(minimum_phase)[1], 1e-9);
}

TEST(ShipCourse, TurnsSteadilyWhereTheResistanceBalancesTheRudder) {
  tests::expect_poles(analysis::poles(analysis::linearise(tests::shipped_plant("ship_course"))),
                      {-1, -1 / 31.0, 0}, 1e-9);
  const SingleRollout run(
      tests::problem_of("name: turn\nplant: {plants}/ship_course.yaml\nparameters: {cubic: 400 s^2}\n"
                        "controller: {name: turn, gains: {k: 1}, output: {command: k}}\n"
                        "gains: {k: {bounds: [0, 0.5]}}\nsimulation: {duration: 500 s, step: 0.1 s}\n"
                        "scenarios: {training: {list: [{initial_state: {course: 0}}]}}\n"
                        "objective: {terms: {rate: final(yaw_rate)}}\n"),
      {0.3});
  const double rate = run.term("rate");
  EXPECT_NEAR(400 * std::pow(rate, 3) + rate, 0.5 * 0.3, 1e-9);
}

struct Process {
  std::string plant;
  std::vector<std::complex<double>> poles;
  double residence_time;  ///< s: lags minus leads
};

std::ostream& operator<<(std::ostream& out, const Process& process) {
  return out << process.plant;
}

class BenchmarkProcess : public ::testing::TestWithParam<Process> {};

TEST_P(BenchmarkProcess, HasItsPoles) {
  const auto model = analysis::linearise(tests::shipped_plant(GetParam().plant));
  tests::expect_poles(analysis::poles(model), GetParam().poles, 1e-3);  // multiple poles are ill-conditioned
}

std::string in_loop(const std::string& plant, const std::string& rest) {
  return "name: loop\nplant: {plants}/" + plant + ".yaml\nsimulation: {duration: 200 s, step: 10 ms}\n" +
         "scenarios: {training: {list: [{parameters: {load_start: 0}}]}}\n" + rest;
}

TEST_P(BenchmarkProcess, LagsAStepByItsResidenceTime) {
  const SingleRollout run(
      tests::problem_of(in_loop(GetParam().plant,
                                "controller: {name: step, gains: {k: 1}, output: {u: k}}\n"
                                "gains: {k: {bounds: [0, 2]}}\n"
                                "objective: {terms: {area: integral(1 - y)}}\n")),
      {1});
  EXPECT_NEAR(run.term("area"), GetParam().residence_time, 1e-9);
}

TEST_P(BenchmarkProcess, UnderIntegralActionTheErrorOfALoadIsOneOverTheIntegralGain) {
  const SingleRollout run(
      tests::problem_of(in_loop(GetParam().plant,
                                "parameters: {load: 0.5}\ncontroller: {controllers}/pi.yaml\n"
                                "gains: {k_p: {bounds: [0, 2]}, k_i: {bounds: [0, 2]}}\nreferences: {r: 0}\n"
                                "objective: {terms: {area: integral(r - y)}}\n")),
      {0.2, 0.2});
  EXPECT_NEAR(run.term("area"), -0.5 / 0.2, 0.02);  // the law is sampled
}

const double damped = 5 * std::sqrt(1 - 0.01);
INSTANTIATE_TEST_SUITE_P(
    Plants, BenchmarkProcess,
    ::testing::Values(Process{"process_equal_lags", {-1, -1, -1, -1}, 4},
                      Process{"process_spread_lags", {-8, -4, -2, -1}, 1.875},
                      Process{"process_inverse_response", {-1, -1, -1}, 4},
                      Process{"process_oscillatory", {-1, {-0.5, -damped}, {-0.5, damped}}, 1.04}),
    [](const auto& test) { return test.param.plant; });

double area_of_step(const std::string& plant) {
  const SingleRollout run(
      tests::problem_of("name: step\nplant: {plants}/" + plant +
                        ".yaml\ncontroller: {name: step, gains: {k: 1}, output: {u: k}}\n"
                        "gains: {k: {bounds: [0, 2]}}\nsimulation: {duration: 100 s, step: 10 ms}\n"
                        "scenarios: {training: {list: [{initial_state: {y: 0}}]}}\n"
                        "objective: {terms: {area: integral(1 - y), rise: final(y)}}\n"),
      {1});
  return run.term(plant == "process_integrating_dead_time" ? "rise" : "area");
}

TEST(ProcessesWithDeadTime, LagAStepByTheSumOfTheirTimes) {
  EXPECT_NEAR(area_of_step("process_dead_time"), 1 + 1, 1e-9);
  EXPECT_NEAR(area_of_step("process_double_lag_dead_time"), 1 + 2, 1e-9);
  EXPECT_NEAR(area_of_step("process_integrating_dead_time"), 100 - 1, 1e-9);  // a ramp that begins later
}

/// The output at `time` (with its unit) after a unit step from rest.
double after_step(const std::string& plant, const std::string& time) {
  const SingleRollout run(
      tests::problem_of("name: step\nplant: {plants}/" + plant +
                        ".yaml\ncontroller: {name: step, gains: {k: 1}, output: {u: k}}\n"
                        "gains: {k: {bounds: [0, 2]}}\nsimulation: {duration: " +
                        time +
                        ", step: 1 ms}\nscenarios: {training: {list: [{parameters: {load_start: 0}}]}}\n"
                        "objective: {terms: {end: final(y)}}\n"),
      {1});
  return run.term("end");
}

/// Step response of 1/((t s + 1)(a s + 1)^2).
double three_lags(double t, double a, double time) {
  const double p = 1 / t, q = 1 / a, apart = q - p;
  return 1 - std::pow(q / apart, 2) * std::exp(-p * time) +
         (p * (2 * q - p) / std::pow(apart, 2) + p * q / apart * time) * std::exp(-q * time);
}

/// Of the closed loop under u = -gain*y.
double rightmost_pole(const std::string& plant, double gain) {
  auto model = analysis::linearise(tests::shipped_plant(plant));
  model.a -= gain * model.b * model.c;
  return analysis::poles(model).back().real();
}

TEST(FastAndSlow, StepIsTheSumOfItsModes) {
  tests::expect_poles(analysis::poles(analysis::linearise(tests::shipped_plant("process_fast_and_slow"))),
                      {-10, -10, -1, -0.05}, 1e-6);
  for (const double time : {0.2, 1.0, 40.0}) {
    EXPECT_NEAR(after_step("process_fast_and_slow", std::to_string(time) + " s"),
                three_lags(1, 0.1, time) + 10 * three_lags(20, 0.1, time), 1e-9);
  }
}

TEST(ConditionallyStable, RampsBehindItsStepAndLosesStabilityBetweenTwoGains) {
  EXPECT_NEAR(after_step("process_conditionally_stable", "60 s"), 60 - 61.0 / 36, 1e-9);
  // Routh: 26 k^2 - 1516 k + 8214 = 0.
  const double centre = 1516 / 52.0, half_width = std::sqrt(1516 * 1516 - 4 * 26 * 8214) / 52;
  EXPECT_NEAR(centre - half_width, 6.0, 0.05);
  EXPECT_NEAR(centre + half_width, 52.3, 0.05);
  for (const double limit : {centre - half_width, centre + half_width})
    EXPECT_NEAR(rightmost_pole("process_conditionally_stable", limit), 0, 1e-6);
  for (const double stable : {1.0, centre - half_width - 0.1, centre + half_width + 0.1, 200.0})
    EXPECT_LT(rightmost_pole("process_conditionally_stable", stable), 0);
  EXPECT_GT(rightmost_pole("process_conditionally_stable", centre), 0);
}

TEST(UnstableProcess, StepIsAHyperbolicCosineAndNoProportionalLawMakesItDecay) {
  tests::expect_poles(analysis::poles(analysis::linearise(tests::shipped_plant("process_unstable"))), {-1, 1},
                      1e-9);
  EXPECT_NEAR(after_step("process_unstable", "3 s"), std::cosh(3.0) - 1, 1e-9);
  EXPECT_NEAR(rightmost_pole("process_unstable", 0.75), 0.5, 1e-9);
  EXPECT_NEAR(rightmost_pole("process_unstable", 5), 0, 1e-9);
}

/// Of the unstable process under an ideal PID with k_p = 9, k_d = 5 and this integral gain.
std::vector<std::complex<double>> pid_poles(double k_i) {
  const auto plant = analysis::linearise(tests::shipped_plant("process_unstable"));
  analysis::LinearModel loop;
  loop.a = Eigen::Matrix3d::Zero();  // the last state is the integral of y
  loop.a.topLeftCorner(2, 2) = plant.a - plant.b * (9 * plant.c + 5 * plant.c * plant.a);
  loop.a.topRightCorner(2, 1) = -k_i * plant.b;
  loop.a.bottomLeftCorner(1, 2) = plant.c;
  return analysis::poles(loop);
}

TEST(UnstableProcess, UnderAPidHasThePolesThatItsDescriptionSays) {
  tests::expect_poles(pid_poles(4), {-1, -2, -2}, 1e-6);  // s^3 + 5 s^2 + 8 s + 4
  const double k_d = 5, k_p = 9, root = std::sqrt(k_p - 1);
  tests::expect_poles(pid_poles(k_d * (k_p - 1)), {-5, {0, root}, {0, -root}}, 1e-9);
}

TEST(EqualLags, OscillateForeverAtAGainOfFour) {
  auto model = analysis::linearise(tests::shipped_plant("process_equal_lags"));
  model.a.col(3) -= 4 * model.b.col(0);  // u = -4 y
  tests::expect_poles(analysis::poles(model), {{-2, -1}, {-2, 1}, {0, -1}, {0, 1}}, 1e-9);
}

/// Temperatures of the hot end after `duration` at half its power, without and with the fan from 100 s on.
SingleRollout heated(const std::string& duration, const std::string& fan) {
  return {tests::problem_of(
              "name: heated\nplant: {plants}/hot_end.yaml\nparameters: {fan_start: 100, fan: " + fan +
              "}\ncontroller: {name: duty, gains: {duty: 1}, output: {u: duty}}\n"
              "gains: {duty: {bounds: [0, 1]}}\nsimulation: {duration: " +
              duration +
              ", step: 0.1 s}\nscenarios: {training: {list: [{initial_state: {block: 0}}]}}\n"
              "objective: {terms: {block: final(block), sensor: final(y)}}\n"),
          {0.5}};
}

TEST(HotEnd, HeatsUpAsTwoLagsInSeries) {
  const double slow = 18 * 7.5, fast = 1.5, final = 0.5 * 40 * 7.5;
  const SingleRollout run = heated("60 s", "0");
  EXPECT_NEAR(run.term("block"), final * (1 - std::exp(-60 / slow)), 1e-8);
  EXPECT_NEAR(run.term("sensor"),
              final * (1 - (slow * std::exp(-60 / slow) - fast * std::exp(-60 / fast)) / (slow - fast)),
              1e-6);
}

TEST(HotEnd, FallsToWhatTheFanLeaves) {
  EXPECT_NEAR(heated("4000 s", "0.25").term("block"), 0.5 * 40 * 7.5 / 1.25, 1e-6);
}

}  // namespace
}  // namespace gainswarm
