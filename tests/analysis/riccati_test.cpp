// Regulators against closed forms, published figures and the equations that they solve.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "host/analysis/discretise.hpp"
#include "host/analysis/linear_model.hpp"
#include "host/analysis/matrix_functions.hpp"
#include "host/analysis/riccati.hpp"
#include "host/analysis/weights.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

const MatrixXd integrators_a = (MatrixXd(2, 2) << 0, 1, 0, 0).finished();
const MatrixXd integrators_b = (MatrixXd(2, 1) << 0, 1).finished();

QuadraticCost diagonal(const VectorXd& q, const VectorXd& r) {
  return {q.asDiagonal(), r.asDiagonal(), MatrixXd::Zero(q.size(), r.size())};
}

TEST(ContinuousRegulator, OfADoubleIntegratorIsOneAndSqrtThree) {
  const Regulator found =
      continuous_regulator(integrators_a, integrators_b, diagonal(VectorXd::Ones(2), VectorXd::Ones(1)));
  ASSERT_TRUE(found.stabilises);
  EXPECT_NEAR(found.k(0), 1, 1e-14);
  EXPECT_NEAR(found.k(1), std::sqrt(3), 1e-14);
  EXPECT_NEAR(found.x.trace(), 2 * std::sqrt(3), 1e-13);
}

TEST(DiscreteRegulator, OfTheSampledDoubleIntegratorIsTheKnownAnswer) {
  const auto [a, b] = hold(integrators_a, integrators_b, 0.1);
  const auto cost = WeightedCost::sampled(integrators_a, integrators_b, 0.1);
  const Regulator found = discrete_regulator(a, b, cost.at(VectorXd::Ones(2), VectorXd::Ones(1)));
  ASSERT_TRUE(found.stabilises);
  EXPECT_NEAR(found.k(0), 0.917795, 5e-7);
  EXPECT_NEAR(found.k(1), 1.636441, 5e-7);
  EXPECT_NEAR(found.x.trace(), 3.466748622426537, 1e-12);
}

TEST(ContinuousRegulator, OfTheDoublePendulumIsThePublishedOne) {
  const LinearModel model =
      linearise(spec::load_plant(support::shipped("configs/plants/double_inverted_pendulum.yaml")));
  const VectorXd q = (VectorXd(6) << 1, 10, 10, 1, 1, 1).finished();
  const Regulator found = continuous_regulator(model.a, model.b, diagonal(q, VectorXd::Constant(1, 0.1)));
  ASSERT_TRUE(found.stabilises);
  const std::vector<double> expected{3.162277660168, -255.716608275283, 302.331153746445,
                                     6.99673915141,  -15.30057517102,   41.34024012313};
  for (Eigen::Index i = 0; i < 6; ++i) {
    EXPECT_NEAR(found.k(i) / expected[static_cast<std::size_t>(i)], 1, 1e-9);
  }
}

TEST(DiscreteRegulator, OfTheSampledDoublePendulumIsThatOfAnIndependentSolver) {
  const LinearModel model =
      linearise(spec::load_plant(support::shipped("configs/plants/double_inverted_pendulum.yaml")));
  const auto [a, b] = hold(model.a, model.b, 0.01);
  const VectorXd q = (VectorXd(6) << 1, 10, 10, 1, 1, 1).finished();
  const auto cost = WeightedCost::sampled(model.a, model.b, 0.01);
  const Regulator found = discrete_regulator(a, b, cost.at(q, VectorXd::Constant(1, 0.1)));
  ASSERT_TRUE(found.stabilises);
  const std::vector<double> expected{2.751441025453, -234.110618904517, 272.622610112202,
                                     6.07610231185,  -14.437171082949,  37.187430100101};  // SciPy 1.10
  for (Eigen::Index i = 0; i < 6; ++i) {
    EXPECT_NEAR(found.k(i) / expected[static_cast<std::size_t>(i)], 1, 1e-8);
  }
}

/// How far the system is from one that has a motion out of its inputs' reach, by the test of Hautus.
double distance_from_uncontrollable(const MatrixXd& a, const MatrixXd& b) {
  double smallest = std::numeric_limits<double>::infinity();
  for (const std::complex<double> motion : eigenvalues(a)) {
    Eigen::MatrixXcd joined(a.rows(), a.cols() + b.cols());
    joined << a.cast<std::complex<double>>(), b.cast<std::complex<double>>();
    for (Eigen::Index i = 0; i < a.rows(); ++i) joined(i, i) -= motion;
    smallest = std::min(smallest, singular_values(joined).minCoeff());
  }
  return smallest;
}

/// A random system and cost; states of any number up to 6, inputs up to 3. What can hardly be steered needs
/// numbers of no use to anyone, and is drawn again.
struct RandomProblem {
  MatrixXd a, b;
  QuadraticCost cost;

  explicit RandomProblem(std::mt19937_64& random) {
    std::uniform_int_distribution<Eigen::Index> states(1, 6), inputs(1, 3);
    std::normal_distribution<double> normal;
    const Eigen::Index n = states(random), m = inputs(random);
    const auto draw = [&](Eigen::Index rows, Eigen::Index columns) {
      return MatrixXd::NullaryExpr(rows, columns, [&] { return normal(random); });
    };
    do {
      a = draw(n, n);
      b = draw(n, m);
    } while (distance_from_uncontrollable(a, b) < 2e-2);
    const MatrixXd root = draw(n + m, n + m);
    const MatrixXd weight = root.transpose() * root + 0.01 * MatrixXd::Identity(n + m, n + m);
    cost = {weight.topLeftCorner(n, n), weight.bottomRightCorner(m, m), weight.topRightCorner(n, m)};
  }
};

TEST(ContinuousRegulator, SolvesItsEquationAndStabilisesWhateverThePlant) {
  std::mt19937_64 random(tests::fresh_seed());
  for (int i = 0; i < 200; ++i) {
    const RandomProblem given(random);
    const Regulator found = continuous_regulator(given.a, given.b, given.cost);
    ASSERT_TRUE(found.stabilises);
    const MatrixXd residual = given.a.transpose() * found.x + found.x * given.a + given.cost.q -
                              found.k.transpose() * given.cost.r * found.k;
    EXPECT_LT(residual.norm(), 1e-8 * (1 + found.x.norm()) * (1 + given.a.norm()));
    EXPECT_LT(eigenvalues(given.a - given.b * found.k).real().maxCoeff(), 0);
  }
}

TEST(DiscreteRegulator, SolvesItsEquationAndStabilisesWhateverThePlant) {
  std::mt19937_64 random(tests::fresh_seed());
  for (int i = 0; i < 200; ++i) {
    const RandomProblem given(random);
    const Regulator found = discrete_regulator(given.a, given.b, given.cost);
    ASSERT_TRUE(found.stabilises);
    const MatrixXd closed = given.a - given.b * found.k;
    const MatrixXd crossed = given.cost.n * found.k;
    const MatrixXd residual = closed.transpose() * found.x * closed + given.cost.q - crossed -
                              crossed.transpose() + found.k.transpose() * given.cost.r * found.k - found.x;
    EXPECT_LT(residual.norm(), 1e-8 * (1 + found.x.norm()));
    EXPECT_LT(eigenvalues(closed).cwiseAbs().maxCoeff(), 1);
  }
}

TEST(Regulators, SayWhenNothingStabilises) {
  const MatrixXd a = (MatrixXd(2, 2) << 1, 0, 0, -1).finished();
  const MatrixXd out_of_reach = (MatrixXd(2, 1) << 0, 1).finished();
  const QuadraticCost cost = diagonal(VectorXd::Ones(2), VectorXd::Ones(1));
  const Regulator continuous = continuous_regulator(a, out_of_reach, cost);
  EXPECT_FALSE(continuous.stabilises);
  EXPECT_GT(continuous.remainder, 0);
  const auto [sampled_a, sampled_b] = hold(a, out_of_reach, 0.1);
  EXPECT_FALSE(discrete_regulator(sampled_a, sampled_b, cost).stabilises);
}

TEST(Regulators, SayWhenAnUnstableStateHasNoWeight) {
  const QuadraticCost only_velocity = diagonal(VectorXd::Unit(2, 1), VectorXd::Ones(1));
  EXPECT_FALSE(continuous_regulator(integrators_a, integrators_b, only_velocity).stabilises);
}

TEST(ZeroOrderHold, OfAnOscillatorTurnsByItsAngle) {
  const MatrixXd a = (MatrixXd(2, 2) << 0, 1, -1, 0).finished();
  const auto [sampled, b] = hold(a, integrators_b, 0.3);
  EXPECT_NEAR(sampled(0, 0), std::cos(0.3), 1e-15);
  EXPECT_NEAR(sampled(0, 1), std::sin(0.3), 1e-15);
  EXPECT_NEAR(b(0), 1 - std::cos(0.3), 1e-15);
  EXPECT_NEAR(b(1), std::sin(0.3), 1e-15);
}

TEST(UnitIntegrals, OfADoubleIntegratorArePowersOfThePeriod) {
  const double h = 0.7;
  const auto parts = unit_integrals(integrators_a, h);  // of (1, s)' (1, s) and of (0, 1)' (0, 1)
  EXPECT_NEAR(parts[0](0, 0), h, 1e-15);
  EXPECT_NEAR(parts[0](0, 1), h * h / 2, 1e-15);
  EXPECT_NEAR(parts[0](1, 1), h * h * h / 3, 1e-15);
  EXPECT_NEAR(parts[1](1, 1), h, 1e-15);
  EXPECT_NEAR(parts[1](0, 0), 0, 1e-15);
}

/// A fast motion that has died out long before the period is over, and a slow one that drives it.
TEST(UnitIntegrals, OfMotionsThatDieOutWithinAPeriodAreExact) {
  for (const double p : {3000.0, 5000.0, 1e6}) {
    const double h = 0.01, c = p / 2;
    const Eigen::MatrixXd a = (Eigen::MatrixXd(2, 2) << -p, c, 0, -1).finished();
    const auto parts = unit_integrals(a, h);
    const auto integral = [&](double decay) { return -std::expm1(-decay * h) / decay; };
    const double ratio = c / (p - 1);
    EXPECT_NEAR(parts[0](0, 0), integral(2 * p), 1e-11 * integral(2 * p));
    EXPECT_NEAR(parts[0](0, 1), ratio * (integral(p + 1) - integral(2 * p)), 1e-11 * integral(p));
    EXPECT_NEAR(parts[0](1, 1), ratio * ratio * (integral(2) - 2 * integral(p + 1) + integral(2 * p)),
                1e-11 * integral(2));
    EXPECT_NEAR(parts[1](1, 1), integral(2), 1e-11 * integral(2));
  }
}

}  // namespace
}  // namespace gainswarm::analysis
