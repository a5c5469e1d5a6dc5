// States that stand outside the loop change nothing in it, unless they grow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Core>
#include <cmath>
#include <random>
#include <string>

#include "host/analysis/loop_nodes.hpp"
#include "host/analysis/loop_report.hpp"
#include "host/analysis/loop_requirements.hpp"
#include "host/analysis/matrix_functions.hpp"
#include "tests/analysis/loop_problem.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/tune_config.hpp"

namespace gainswarm::analysis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A lag of which the law sees `v`, and further states.
std::string lag_with(const std::string& states, const std::string& dynamics,
                     const std::string& outputs = "v: v", const std::string& drive = "u") {
  return "states: {v: 1" + states + "}, inputs: {u: 1}, dynamics: {v: (" + drive + ") - v" + dynamics +
         "}, outputs: {" + outputs + "}";
}

const std::string ticks_of_a_tenth = "simulation: {duration: 10 s, step: 50 ms, control_period: 0.1 s}";
const std::string pi_of_v = "states: {sum: {rate: -v}}, output: {u: k*(sum - v)}";

LoopReport report(const std::string& plant, const std::string& law, const std::string& rest = "") {
  return report_on_loop(problem(plant, law, rest), std::vector<double>{2.0});
}

void expect_same_loop(const LoopReport& found, const LoopReport& wanted) {
  EXPECT_EQ(found.obstacle, "");
  EXPECT_FALSE(found.unstable);
  ASSERT_EQ(found.poles.size(), wanted.poles.size());
  for (std::size_t i = 0; i < wanted.poles.size(); ++i)
    EXPECT_NEAR(found.poles[i].real, wanted.poles[i].real, 1e-9);
  EXPECT_NEAR(found.damping, wanted.damping, 1e-9);
  EXPECT_NEAR(found.decay_rate, wanted.decay_rate, 1e-9);
  ASSERT_EQ(found.margins.size(), 1U);
  EXPECT_NEAR(found.margins[0].phase_margin, wanted.margins.at(0).phase_margin, 1e-9);
  EXPECT_NEAR(1 / found.margins[0].gain_margin, 1 / wanted.margins.at(0).gain_margin, 1e-9);
  EXPECT_NEAR(found.margins[0].delay_margin, wanted.margins.at(0).delay_margin, 1e-6);
  EXPECT_NEAR(found.margins[0].sensitivity_peak, wanted.margins.at(0).sensitivity_peak, 1e-9);
}

/// The shaft's angle of a drive whose speed is controlled.
TEST(OutsideTheLoop, AnIntegratorThatTheLawDoesNotSeeCountsForNothing) {
  const std::string alone = lag_with("", ""),
                    with_angle = lag_with(", angle: 1, turns: 1", ", angle: v, turns: angle");
  for (const std::string& law : {"continuous: true, " + pi_of_v, pi_of_v}) {
    const LoopReport found = report(with_angle, law, ticks_of_a_tenth);
    EXPECT_THAT(found.outside, ElementsAre("angle", "turns"));
    expect_same_loop(found, report(alone, law, ticks_of_a_tenth));
  }
}

/// An unknown load, constant but for its start, and a filter of the reference.
TEST(OutsideTheLoop, WhatTheLawDoesNotMoveCountsForNothing) {
  const std::string alone = lag_with("", ""), loaded = lag_with(", load: 1", ", load: 0", "v: v", "u - load");
  const std::string filtered =
      "states: {sum: {rate: wanted - v}, wanted: {rate: (1 - wanted)/100}}, "
      "output: {u: k*(sum + wanted - v)}";
  const std::string at_one = ticks_of_a_tenth + "\noperating_point: {v: 1, u: 1}";
  for (const std::string mode : {"continuous: true, ", ""}) {
    const LoopReport with_load = report(loaded, mode + pi_of_v, ticks_of_a_tenth);
    EXPECT_THAT(with_load.outside, ElementsAre("load"));
    expect_same_loop(with_load, report(alone, mode + pi_of_v, ticks_of_a_tenth));
    EXPECT_THAT(report(alone, mode + filtered, ticks_of_a_tenth).outside, ElementsAre("wanted"));
  }
}

TEST(OutsideTheLoop, DeadTimesThatTheLawDoesNotSeeCountForNothing) {
  const std::string blocks = "inputs: {u: 1}, blocks: {v: {input: u, denominator: [1, 1], dead_time: 0.25 s}";
  const std::string alone = blocks + "}, outputs: {v: v}",
                    with_copy = blocks +
                                ", late: {input: v, denominator: [1, 0], dead_time: 0.7 s}}, outputs: {v: v}";
  for (const std::string& law : {"continuous: true, " + pi_of_v, pi_of_v}) {
    const LoopReport found = report(with_copy, law, ticks_of_a_tenth);
    EXPECT_THAT(found.outside, ElementsAre("late"));
    expect_same_loop(found, report(alone, law, ticks_of_a_tenth));
  }
}

TEST(OutsideTheLoop, WhatGrowsMakesTheWholeUnstable) {
  for (const std::string mode : {"continuous: true, ", ""}) {
    const LoopReport found = report(lag_with(", w: 1", ", w: 0.3*w + v"), mode + pi_of_v, ticks_of_a_tenth);
    EXPECT_TRUE(found.unstable);
    EXPECT_NEAR(found.decay_rate, -0.3, 1e-9);
    EXPECT_THAT(found.margins, IsEmpty());
  }
}

TEST(OutsideTheLoop, DiscretePlantsHaveSuchStatesToo) {
  const std::string alone = "states: {v: 1}, inputs: {u: 1}, next: {v: 0.9*v + 0.1*u}, outputs: {v: v}";
  const std::string counted =
      "states: {v: 1, sum_of_v: 1}, inputs: {u: 1}, next: {v: 0.9*v + 0.1*u, sum_of_v: sum_of_v + v}, "
      "outputs: {v: v}";
  const std::string steps = "simulation: {duration: 20 s, step: 0.1 s}";
  const LoopReport found = report(counted, pi_of_v, steps);
  EXPECT_THAT(found.outside, ElementsAre("sum_of_v"));
  expect_same_loop(found, report(alone, pi_of_v, steps));
}

/// The angle keeps turning where the speed is 1.
TEST(OutsideTheLoop, TheOperatingPointNeedNotRestThere) {
  const std::string law = "output: {u: 1 + k*(1 - v)}";
  const LoopReport found =
      report(lag_with(", angle: 1", ", angle: v"), law, ticks_of_a_tenth + "\noperating_point: {v: 1, u: 1}");
  EXPECT_EQ(found.obstacle, "");
  EXPECT_EQ(found.margins.size(), 1U);
}

/// Their poles are those of a dead time: they are told under a continuous law, and else nothing is.
TEST(OutsideTheLoop, DeadTimesThatActOnThemselvesAreNotPassedOver) {
  const std::string circular =
      "inputs: {u: 1}, blocks: {v: {input: u, denominator: [1, 1]}, "
      "w: {input: v + 2*w, denominator: [1, 1], dead_time: 0.3 s}}, outputs: {v: v}";
  EXPECT_TRUE(report(circular, "continuous: true, " + pi_of_v).unstable);
  EXPECT_THAT(report(circular, pi_of_v, ticks_of_a_tenth).obstacle,
              HasSubstr("a dead time acts on its own input"));
}

/// The motions of a chain are all 0; a slope that has no limit is of no account where nothing comes back.
TEST(OutsideTheLoop, ChainsAreNoMotionsOfTheirOwn) {
  const std::string chain =
      lag_with(", a: 1, b: 1, c: 1, d: 1, size: 1", ", a: v, b: a, c: b, d: c, size: sqrt(a^2 + b^2)");
  for (const std::string& law : {"continuous: true, " + pi_of_v, pi_of_v})
    expect_same_loop(report(chain, law, ticks_of_a_tenth), report(lag_with("", ""), law, ticks_of_a_tenth));
}

TEST(OutsideTheLoop, ASlowSensorThatTheLawDoesNotReadHidesNoDamping) {
  const std::string plant = lag_with(", x: 1, z: 1", ", x: v, z: v - z", "x: x, z: z", "u");
  const std::string law = "output: {u: -50*k*x}", late = "\nloop: {sensors: {z: {delay: 2 s}}}";
  const LoopReport found = report(plant, law, ticks_of_a_tenth + late);
  EXPECT_EQ(found.damping, report(plant, law, ticks_of_a_tenth).damping);
  EXPECT_THAT(found.outside, ElementsAre("z"));
}

TEST(OutsideTheLoop, WithNothingInItThereIsNone) {
  EXPECT_THAT(report(lag_with("", ""), "output: {u: k}", ticks_of_a_tenth).obstacle,
              HasSubstr("there is no loop"));
}

TEST(OutsideTheLoop, MarginsOfAShippedDriveCanBeMet) {
  const spec::Problem drive = tests::load_config(
      "dc_motor/speed", {"objective.margins={phase_margin: {above: 45 deg}, decay_rate: {above: 1 1/s}}"});
  const double gains[] = {20, 40};
  const LoopMeasures found = LoopRequirements(drive).measure(gains);
  EXPECT_EQ(found.obstacle, "");
  EXPECT_TRUE(found.stable);
  for (const double distance : found.distances) EXPECT_GT(distance, 0);
}

/// A system with few entries, drawn at random: b acts on states, states on each other and on c.
struct Sparse {
  Eigen::MatrixXd a;
  Eigen::VectorXd b;
  Eigen::RowVectorXd c;

  explicit Sparse(std::mt19937_64& random) {
    const Eigen::Index n = std::uniform_int_distribution<Eigen::Index>(2, 8)(random);
    const auto entry = [&] {
      return std::bernoulli_distribution(0.2)(random) ? std::normal_distribution()(random) : 0.0;
    };
    a = Eigen::MatrixXd::NullaryExpr(n, n, entry);
    b = Eigen::VectorXd::NullaryExpr(n, entry);
    c = Eigen::RowVectorXd::NullaryExpr(n, entry);
  }

  [[nodiscard]] Influence influence() const {
    const Eigen::Index n = a.rows();
    Influence acts = Influence::Constant(n + 1, n + 1, false);
    acts.topLeftCorner(n, n) = a.array() != 0;
    acts.col(n).head(n) = b.array() != 0;
    acts.row(n).head(n) = c.array() != 0;
    return acts;
  }
  [[nodiscard]] Sparse part(const std::vector<Eigen::Index>& states) const {
    Sparse part = *this;
    part.a = a(states, states).eval();
    part.b = b(states).eval();
    part.c = c(states).eval();
    return part;
  }
  [[nodiscard]] Complex transfer(Complex s) const {
    Eigen::MatrixXcd matrix = (-a).cast<Complex>();
    for (Eigen::Index i = 0; i < a.rows(); ++i) matrix(i, i) += s;
    const Eigen::VectorXcd state = solve(matrix, b.cast<Complex>());
    Complex sum = 0;
    for (Eigen::Index i = 0; i < a.rows(); ++i) sum += c(i) * state(i);
    return sum;
  }
  [[nodiscard]] Complex characteristic(Complex s) const {
    Complex product = 1;
    for (const Complex pole : eigenvalues(a)) product *= s - pole;
    return product;
  }
};

TEST(OutsideTheLoop, PartsHaveThePolesOfTheWholeAndTheLoopItsTransferFunction) {
  std::mt19937_64 random(tests::fresh_seed());
  int with_both = 0;
  for (int i = 0; i < 500; ++i) {
    const Sparse whole(random);
    const LoopNodes nodes = nodes_in_loop(whole.influence(), whole.a.rows(), 0);
    const Sparse inside = whole.part(nodes.states), outside = whole.part(nodes.outside);
    with_both += static_cast<int>(!nodes.states.empty() && !nodes.outside.empty());
    for (const Complex s : {Complex(0.3, 1.1), Complex(2, -0.7), Complex(-1.3, 0.4)}) {
      EXPECT_LT(std::abs(whole.transfer(s) - inside.transfer(s)), 1e-9 * (1 + std::abs(inside.transfer(s))));
      const Complex product = inside.characteristic(s) * outside.characteristic(s);
      EXPECT_LT(std::abs(whole.characteristic(s) - product), 1e-9 * (1 + std::abs(product)));
    }
  }
  EXPECT_GT(with_both, 50);
}

}  // namespace
}  // namespace gainswarm::analysis
