#include "host/swarm/rules.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace gainswarm::swarm {
namespace {

TEST(Rules, ConstrictionIsClercsFactorForTheDefaultCoefficients) {
  spec::Swarm options;
  options.algorithm = spec::Algorithm::global_best;
  const double phi = 4.1, chi = 2 / (phi - 2 + std::sqrt(phi * phi - 4 * phi));
  options.cognitive = options.social = chi * phi / 2;
  EXPECT_NEAR(rules(options, 5).inertia, chi, 1e-14);
  EXPECT_NEAR(chi, 0.7298, 1e-4);
}

TEST(Rules, InertiaFallsLinearlyFromTheFirstIterationToTheLast) {
  spec::Swarm options;
  options.algorithm = spec::Algorithm::global_best;
  options.constriction = false;
  options.iterations = 11;
  options.inertia_start = 0.75;
  options.inertia_end = 0.25;
  EXPECT_EQ(rules(options, 0).inertia, 0.75);
  EXPECT_EQ(rules(options, 5).inertia, 0.5);
  EXPECT_EQ(rules(options, 10).inertia, 0.25);
}

TEST(LearningProbabilities, RunFromOneTwentiethToOneHalf) {
  const std::vector<double> probabilities = learning_probabilities(20);
  EXPECT_DOUBLE_EQ(probabilities.front(), 0.05);
  EXPECT_DOUBLE_EQ(probabilities.back(), 0.5);
  EXPECT_DOUBLE_EQ(probabilities[10], 0.05 + 0.45 * std::expm1(100.0 / 19) / std::expm1(10.0));
  EXPECT_EQ(learning_probabilities(1), std::vector<double>{0.05});
}

TEST(View, RefusesEmptySwarmsAndTooManyElements) {
  State state;
  EXPECT_THROW(view(state), std::invalid_argument);
  state.swarms = 1;
  state.particles = std::int64_t{1} << 29;
  state.dimensions = 4;
  EXPECT_THROW(view(state), std::invalid_argument);
}

}  // namespace
}  // namespace gainswarm::swarm
