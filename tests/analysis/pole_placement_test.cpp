// State feedback by poles: the closed loop has the poles that were asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <random>

#include "host/analysis/discretise.hpp"
#include "host/analysis/linear_model.hpp"
#include "host/analysis/matrix_functions.hpp"
#include "host/analysis/pole_placement.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

TEST(PolePlacement, OfADoubleIntegratorIsItsPolynomial) {
  const MatrixXd a = (MatrixXd(2, 2) << 0, 1, 0, 0).finished();
  const Eigen::RowVectorXd k = place_poles(a, VectorXd::Unit(2, 1), {pole_pair(3, 0.5)});
  EXPECT_NEAR(k(0), 9, 1e-14);
  EXPECT_NEAR(k(1), 3, 1e-14);
}

TEST(PolePlacement, GivesRandomPlantsThePolynomialAskedFor) {
  std::mt19937_64 random(tests::fresh_seed());
  std::normal_distribution<double> normal;
  for (int i = 0; i < 100; ++i) {
    const MatrixXd a = MatrixXd::NullaryExpr(3, 3, [&] { return normal(random); });
    const VectorXd b = VectorXd::NullaryExpr(3, [&] { return normal(random); });
    const MatrixXd closed = a - b * place_poles(a, b, {real_pole(-2), pole_pair(1.5, 0.6)});
    // Cayley and Hamilton: the matrix is a root of (s + 2) (s^2 + 1.8 s + 2.25).
    const MatrixXd one = MatrixXd::Identity(3, 3);
    const MatrixXd zero = (closed + 2 * one) * (closed * closed + 1.8 * closed + 2.25 * one);
    EXPECT_LT(zero.norm(), 1e-9 * (1 + std::pow(closed.norm(), 3)));
  }
}

TEST(PolePlacement, OfTheSampledDoublePendulumHasPolesExpOfThose) {
  const LinearModel model =
      linearise(spec::load_plant(support::shipped("configs/plants/double_inverted_pendulum.yaml")));
  const double period = 0.01;
  const auto [a, b] = hold(model.a, model.b, period);
  const std::vector<double> damping{0.5, 0.7}, frequency{3, 6};
  const MatrixXd closed = a - b * place_poles(a, b.col(0),
                                              {sampled_pole(-1, period), sampled_pole(-9, period),
                                               sampled_pair(frequency[0], damping[0], period),
                                               sampled_pair(frequency[1], damping[1], period)});
  std::vector<double> radii;
  for (const std::complex<double> pole : eigenvalues(closed))
    radii.push_back(std::log(std::abs(pole)) / period);
  EXPECT_THAT(
      radii, testing::UnorderedElementsAre(testing::DoubleNear(-1, 1e-3), testing::DoubleNear(-9, 1e-3),
                                           testing::DoubleNear(-1.5, 1e-3), testing::DoubleNear(-1.5, 1e-3),
                                           testing::DoubleNear(-4.2, 1e-3), testing::DoubleNear(-4.2, 1e-3)));
}

}  // namespace
}  // namespace gainswarm::analysis
