// The reference plant against figures computed independently from its Lagrangian.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include "host/analysis/linear_model.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::analysis {
namespace {

spec::Plant plant(const std::string& name) {
  return spec::load_plant(support::shipped("configs/plants/" + name + ".yaml"));
}

TEST(DoubleInvertedPendulum, HasTheMassMatrixOfItsLagrangian) {
  const Eigen::Matrix3d mass = mass_matrix(plant("double_inverted_pendulum"));
  const Eigen::Vector3d eigenvalues = Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(mass).eigenvalues();
  EXPECT_NEAR(eigenvalues[0], 0.0045, 5e-5);
  EXPECT_NEAR(eigenvalues[1], 0.0366, 5e-5);
  EXPECT_NEAR(eigenvalues[2], 1.8558, 5e-5);
  const Eigen::Vector3d influence = mass.inverse().col(0);
  EXPECT_NEAR(influence[0], 0.6248, 5e-5);
  EXPECT_NEAR(influence[1], -1.5563, 5e-5);
  EXPECT_NEAR(influence[2], -0.0074, 5e-5);
}

void expect_upright_poles(const spec::Plant& given) {
  const LinearModel model = linearise(given);
  const std::vector<double> expected{-8.48, -4.61, -0.108, 0, 4.39, 7.65};
  const auto found = poles(model);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(found[i].real(), expected[i], 0.005);
    EXPECT_NEAR(found[i].imag(), 0, 1e-9);
  }
  EXPECT_EQ(controllability_rank(model), 6);
}

TEST(DoubleInvertedPendulum, HasItsUprightPolesAndIsControllable) {
  expect_upright_poles(plant("double_inverted_pendulum"));
}

TEST(DoubleInvertedPendulum, LinearisedHasTheSamePoles) {
  expect_upright_poles(plant("double_inverted_pendulum_linearised"));
}

TEST(DoubleInvertedPendulum, LinearisedHasTheJacobiansOfTheFullPlant) {
  const LinearModel full = linearise(plant("double_inverted_pendulum"));
  const LinearModel linear = linearise(plant("double_inverted_pendulum_linearised"));
  EXPECT_EQ(full.a, linear.a);
  EXPECT_EQ(full.b, linear.b);
}

TEST(DoubleInvertedPendulum, HangingPolesAreStable) {
  spec::Map<spec::Quantity> about;
  for (const char* angle : {"theta1", "theta2"})
    about.push_back({spec::Text(angle), {3.141592653589793, "rad", {}}});
  for (const auto& pole : poles(linearise(plant("double_inverted_pendulum"), about))) {
    EXPECT_LT(pole.real(), 1e-9);
  }
}

}  // namespace
}  // namespace gainswarm::analysis
