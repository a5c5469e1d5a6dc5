// Plants in discrete time: their loops, poles and derived gains.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "host/analysis/derived_gains.hpp"
#include "host/analysis/discretise.hpp"
#include "host/analysis/loop_report.hpp"
#include "host/analysis/margins.hpp"
#include "host/analysis/weights.hpp"
#include "tests/analysis/loop_problem.hpp"

namespace gainswarm::analysis {
namespace {

const std::string half_second = "simulation: {duration: 20 s, step: 0.5 s}";

TEST(DiscretePlant, HasThePolesOfItsDifferenceEquation) {
  const LoopModel model = model_of(
      problem("states: {x: 1}, inputs: {u: 1}, next: {x: 1.2*x + 0.5*u}", "output: {u: -k*x}", half_second),
      1.6);
  EXPECT_EQ(model.period, 0.5);
  ASSERT_EQ(poles(model).size(), 1U);
  EXPECT_NEAR(poles(model)[0].real(), std::log(0.4) / 0.5, 1e-12);
  const Margins found = margins(model, 0);
  EXPECT_NEAR(found.gain_margin, 2.2 / 0.8, 1e-9);     // 1.2 - 0.5 k reaches -1
  EXPECT_NEAR(found.gain_reduction, 0.8 / 0.2, 1e-9);  // and 1
}

/// A dead time of two steps: z^2 (z - 1) + k.
TEST(DiscretePlant, KeepsItsDeadTimeInSteps) {
  const std::string plant =
      "inputs: {u: 1}, discrete: true, blocks: {y: {input: u, denominator: [1, -1], dead_time: 1 s}}";
  const LoopModel model = model_of(problem(plant, "output: {u: -k*y}", half_second), 0.3);
  ASSERT_EQ(poles(model).size(), 3U);
  for (const Complex pole : poles(model)) {
    const Complex z = std::exp(0.5 * pole);
    EXPECT_LT(std::abs(z * z * (z - 1.0) + 0.3), 1e-12);
  }
}

/// The same plant, written as what it becomes under a hold.
TEST(DiscretePlant, BehavesAsTheHeldPlantThatItSamples) {
  const double kept = std::exp(-0.5);
  const std::string law = "states: {sum: {rate: -x}}, output: {u: k*(sum - x)}";
  const LoopModel held =
      model_of(problem("states: {x: 1}, inputs: {u: 1}, dynamics: {x: u - x}", law, half_second), 0.8);
  const LoopModel stepped =
      model_of(problem("states: {x: 1}, inputs: {u: 1}, parameters: {kept: " + std::to_string(kept) +
                           "}, next: {x: kept*x + (1 - kept)*u}",
                       law, half_second),
               0.8);
  EXPECT_NEAR(decay_rate(poles(held)), decay_rate(poles(stepped)), 1e-5);
  EXPECT_NEAR(margins(held, 0).phase_margin, margins(stepped, 0).phase_margin, 1e-5);
}

TEST(DiscretePlant, IsReportedInTheZPlane) {
  const PlantReport report =
      report_on_plant(problem("states: {x: 1, y: 1}, inputs: {u: 1}, next: {x: 0.5*x + u, y: 1.1*y}",
                              "output: {u: -k*x}", half_second));
  EXPECT_TRUE(report.is_discrete);
  ASSERT_EQ(report.poles.size(), 2U);
  EXPECT_NEAR(report.poles[0].real, 0.5, 1e-12);
  EXPECT_NEAR(report.poles[1].real, 1.1, 1e-12);
  EXPECT_EQ(report.controllable, 1);
  EXPECT_EQ(report.observable, 2);
}

/// The sum of x^2 + u^2 for x[k + 1] = x + u: X = 1 + X - X^2/(1 + X), the golden ratio; K = X/(1 + X).
TEST(DiscretePlant, HasTheRegulatorOfItsSum) {
  const spec::Problem given =
      spec::parse_problem({"test.yaml",
                           "plant: {states: {x: 1}, inputs: {u: 1}, next: {x: x + u}}\n"
                           "controller:\n  gains: {q: 1}\n"
                           "  derived: {k: {riccati: {state_weights: {x: q}, input_weights: {u: 1}}}}\n"
                           "  output: {u: -k_x*x}\n"
                           "gains: {q: {bounds: [0.1, 10]}}\n" +
                               half_second +
                               "\nscenarios: {training: {list: [{initial_state: {x: 1}}]}}\n"
                               "objective: {terms: {error: integral(x^2)}}\n",
                           ""});
  std::vector<double> derived(1);
  ASSERT_EQ(DerivedGains(given).derive(std::vector<double>{1.0}, derived).cause, -1);
  const double golden = (1 + std::sqrt(5)) / 2;
  EXPECT_NEAR(derived[0], golden / (1 + golden), 1e-12);
}

/// A held double integrator, and the same written in discrete time.
TEST(DiscretePlant, HasThePlacedPolesOfTheHeldPlant) {
  const auto placed = [](const std::string& plant) {
    const spec::Problem given =
        spec::parse_problem({"test.yaml",
                             "plant: {states: {x: 1, v: 1}, inputs: {u: 1}, " + plant +
                                 "}\ncontroller:\n  gains: {q: 1}\n"
                                 "  derived: {k: {pole_placement: {pairs: [{frequency: q, damping: 0.7}]}}}\n"
                                 "  output: {u: -k_x*x - k_v*v}\n"
                                 "gains: {q: {bounds: [0.1, 10]}}\n" +
                                 half_second +
                                 "\nscenarios: {training: {list: [{initial_state: {x: 1}}]}}\n"
                                 "objective: {terms: {error: integral(x^2)}}\n",
                             ""});
    std::vector<double> derived(2);
    EXPECT_EQ(DerivedGains(given).derive(std::vector<double>{1.5}, derived).cause, -1);
    return derived;
  };
  const std::vector<double> held = placed("dynamics: {x: v, v: u}");
  const std::vector<double> stepped = placed("next: {x: x + v/2 + u/8, v: v + u/2}");
  EXPECT_NEAR(held[0], stepped[0], 1e-12);
  EXPECT_NEAR(held[1], stepped[1], 1e-12);
}

/// What a move over three ticks does and costs, against the ticks one by one.
TEST(DiscretePlant, SumsWhatAMoveCosts) {
  Eigen::MatrixXd a(2, 2), b(2, 1);
  a << 0.9, 0.3, -0.2, 1.1;
  b << 0.5, 1;
  const Eigen::VectorXd weights = Eigen::Vector2d(2, 3), effort = Eigen::VectorXd::Constant(1, 0.7);
  const QuadraticCost cost = WeightedCost::summed(a, b, 3, 0.25).at(weights, effort);
  const Eigen::Vector2d start(1, -2);
  const Eigen::VectorXd held = Eigen::VectorXd::Constant(1, 0.4);
  Eigen::VectorXd state = start;
  double sum = 0;
  for (int tick = 0; tick < 3; ++tick) {
    sum += 0.25 * (state.dot(weights.asDiagonal() * state) + 0.7 * 0.4 * 0.4);
    state = (a * state + b * held).eval();
  }
  EXPECT_NEAR(start.dot(cost.q * start) + 2 * start.dot(cost.n * held) + held.dot(cost.r * held), sum, 1e-12);
  const SampledSystem move = repeat({a, b}, 3);
  EXPECT_LT((move.a * start + move.b * held - state).norm(), 1e-12);
}

}  // namespace
}  // namespace gainswarm::analysis
