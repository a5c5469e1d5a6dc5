// State feedback of several inputs by poles: the closed loop has those that were asked for, and they move
// little.
#include "host/analysis/robust_pole_placement.hpp"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "host/analysis/discretise.hpp"
#include "host/analysis/independent_inputs.hpp"
#include "host/analysis/matrix_functions.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::MatrixXcd;
using Eigen::MatrixXd;

struct Plant {
  MatrixXd a, b;
};

struct Placed {
  MatrixXd closed;  ///< A - B K
  double independence;
};

Placed place(const Plant& plant, const WantedPoles& poles) {
  const auto [directions, shares] = independent_inputs(plant.b);
  const auto [k, independence] = place_poles_robustly(plant.a, directions, poles);
  return {plant.a - plant.b * shares * k, independence};
}

/// The largest distance of a wanted pole from those there are, relative to its size.
double largest_error(const MatrixXd& closed, const WantedPoles& poles) {
  const Eigen::VectorXcd there = eigenvalues(closed);
  double largest = 0;
  const auto look = [&](Complex wanted) {
    largest = std::max(largest, (there.array() - wanted).abs().minCoeff() / std::abs(wanted));
  };
  for (const double pole : poles.real) look(pole);
  for (const Complex pole : poles.pairs) look(pole);
  return largest;
}

/// Of the eigenvectors, each of length 1, in the 2-norm.
double condition_number(const MatrixXd& closed) {
  const MatrixXcd vectors = Eigen::EigenSolver<MatrixXd>(closed).eigenvectors();
  const Eigen::VectorXd singular = singular_values(vectors);
  return singular[0] / singular[singular.size() - 1];
}

Plant chemical_reactor() {
  return {(MatrixXd(4, 4) << 1.380, -0.2077, 6.715, -5.676, -0.5814, -4.290, 0, 0.6750, 1.067, 4.273, -6.654,
           5.893, 0.0480, 4.273, 1.343, -2.104)
              .finished(),
          (MatrixXd(4, 2) << 0, 0, 5.679, 0, 1.136, -3.146, 1.136, 0).finished()};
}

Plant distillation_column() {
  return {(MatrixXd(5, 5) << -0.1094, 0.0628, 0, 0, 0, 1.306, -2.132, 0.9807, 0, 0, 0, 1.595, -3.149, 1.547,
           0, 0, 0.0355, 2.632, -4.257, 1.855, 0, 0.00227, 0, 0.1636, -0.1625)
              .finished(),
          (MatrixXd(5, 2) << 0, 0, 0.0638, 0, 0.0838, -0.1396, 0.1004, -0.206, 0.0063, -0.0128).finished()};
}

// The first two examples of Kautsky, Nichols and Van Dooren (1985). scipy.signal.place_poles 1.17 reaches
// 4.27 (methods YT, run to the end, and KNV0) and 39.82 (YT).
TEST(RobustPolePlacement, IsAsRobustAsPublishedMethods) {
  const WantedPoles of_reactor{{-0.2, -0.5, -5.0566, -8.6659}, {}};
  const MatrixXd reactor = place(chemical_reactor(), of_reactor).closed;
  EXPECT_LT(largest_error(reactor, of_reactor), 1e-12);
  EXPECT_LT(condition_number(reactor), 4.27);
  const WantedPoles of_column{{-0.2, -0.5, -1}, {{-1, 1}}};
  const MatrixXd column = place(distillation_column(), of_column).closed;
  EXPECT_LT(largest_error(column, of_column), 1e-12);
  EXPECT_LT(condition_number(column), 1.01 * 39.82);
}

class RandomPlants {
 public:
  Plant next(Eigen::Index states, Eigen::Index inputs) {
    return {MatrixXd::NullaryExpr(states, states, [&] { return normal_(random_); }),
            MatrixXd::NullaryExpr(states, inputs, [&] { return normal_(random_); })};
  }
  WantedPoles poles(Eigen::Index count) {
    const Eigen::Index pairs = number(0, count / 2);
    WantedPoles wanted;
    for (Eigen::Index i = 2 * pairs; i < count; ++i) wanted.real.push_back(-between(0.5, 4));
    for (Eigen::Index i = 0; i < pairs; ++i) wanted.pairs.emplace_back(-between(0.5, 4), between(0.1, 4));
    return wanted;
  }
  Eigen::Index number(Eigen::Index from, Eigen::Index to) {
    return std::uniform_int_distribution<Eigen::Index>(from, to)(random_);
  }

 private:
  double between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }
  std::mt19937_64 random_{tests::fresh_seed()};
  std::normal_distribution<double> normal_;
};

TEST(RobustPolePlacement, GivesRandomPlantsThePolesAskedFor) {
  RandomPlants random;
  for (int i = 0; i < 300; ++i) {
    const Eigen::Index states = random.number(2, 8);
    const Plant plant = random.next(states, random.number(2, std::min<Eigen::Index>(states, 3)));
    const WantedPoles wanted = random.poles(states);
    const Placed placed = place(plant, wanted);
    if (placed.independence < 1e-5) continue;  // close poles far from those of the plant alone
    EXPECT_LT(largest_error(placed.closed, wanted), 1e-8) << states << " " << placed.independence;
  }
}

TEST(RobustPolePlacement, GivesRandomSampledPlantsThePolesAskedFor) {
  RandomPlants random;
  for (int i = 0; i < 300; ++i) {
    constexpr double period = 0.1;
    const Eigen::Index states = random.number(2, 8);
    const auto [a, b] = random.next(states, random.number(2, std::min<Eigen::Index>(states, 3)));
    const SampledSystem sampled = hold(a, b, period);
    WantedPoles wanted = random.poles(states);
    for (double& pole : wanted.real) pole = std::exp(pole * period);
    for (Complex& pole : wanted.pairs) pole = std::exp(pole * period);
    const Placed placed = place({sampled.a, sampled.b}, wanted);
    if (placed.independence < 1e-5) continue;
    EXPECT_LT(largest_error(placed.closed, wanted), 1e-8) << states << " " << placed.independence;
  }
}

TEST(RobustPolePlacement, HasAPoleAsOftenAsThereAreInputs) {
  const Placed twice = place(chemical_reactor(), {{-1, -1, -2, -2}, {}});
  EXPECT_GT(twice.independence, 1e-3);
  const MatrixXd one = MatrixXd::Identity(4, 4);  // (s + 1) (s + 2) alone: no motion t exp(-t)
  EXPECT_LT(((twice.closed + one) * (twice.closed + 2 * one)).norm(), 1e-11);
  EXPECT_LT(place(chemical_reactor(), {{-1, -1, -1, -2}, {}}).independence, 1e-12);
}

/// Integrators in a row, each row with an input of its own at its end.
Plant rows_of_integrators(const std::vector<Eigen::Index>& lengths) {
  Eigen::Index states = 0;
  for (const Eigen::Index length : lengths) states += length;
  Plant plant{MatrixXd::Zero(states, states), MatrixXd::Zero(states, std::ssize(lengths))};
  Eigen::Index end = -1;
  for (Eigen::Index row = 0; row < std::ssize(lengths); ++row) {
    for (Eigen::Index i = end + 1; i < end + lengths[static_cast<std::size_t>(row)]; ++i)
      plant.a(i, i + 1) = 1;
    plant.b(end += lengths[static_cast<std::size_t>(row)], row) = 1;
  }
  return plant;
}

// One input moves three states: two poles twice would need two and two (Rosenbrock's theorem).
TEST(RobustPolePlacement, SaysWhereTheStatesOfEachInputAllowNoSuchPoles) {
  EXPECT_LT(place(rows_of_integrators({3, 1}), {{-1, -1, -2, -2}, {}}).independence, 1e-12);
  EXPECT_GT(place(rows_of_integrators({2, 2}), {{-1, -1, -2, -2}, {}}).independence, 1e-3);
}

TEST(RobustPolePlacement, TakesPairsAsOftenAsThereAreInputs) {
  const Plant plant = rows_of_integrators({3, 3});
  const WantedPoles twice{{-2, -3}, {{-1, 1}, {-1, 1}}};
  const Placed placed = place(plant, twice);
  EXPECT_GT(placed.independence, 1e-3);
  EXPECT_LT(largest_error(placed.closed, twice), 1e-12);
  EXPECT_LT(place(plant, {{}, {{-1, 1}, {-1, 1}, {-1, 1}}}).independence, 1e-12);
}

// Damping 1 makes two equal real poles of a pair.
TEST(RobustPolePlacement, TakesAPairWithoutImaginaryPart) {
  const Placed placed = place(chemical_reactor(), {{-2, -3}, {{-1, 0}}});
  EXPECT_GT(placed.independence, 1e-3);
  const MatrixXd one = MatrixXd::Identity(4, 4);
  EXPECT_LT(((placed.closed + one) * (placed.closed + 2 * one) * (placed.closed + 3 * one)).norm(), 1e-10);
}

// The states' own directions suggest the rows the other way round.
TEST(RobustPolePlacement, FindsWhichInputTakesWhichPole) {
  const WantedPoles wanted{{-3, -1, -1}, {}};
  const Placed placed = place(rows_of_integrators({1, 2}), wanted);
  EXPECT_GT(placed.independence, 1e-2);
  EXPECT_LT(largest_error(placed.closed, wanted), 1e-12);
}

TEST(RobustPolePlacement, VariesSmoothlyWithThePoles) {
  constexpr double change = 1e-7;
  const WantedPoles before{{-0.2, -0.5, -1}, {{-1, 1}}}, after{{-0.2, -0.5, -1 - change}, {{-1, 1 + change}}};
  const MatrixXd moved =
      place(distillation_column(), after).closed - place(distillation_column(), before).closed;
  EXPECT_GT(moved.norm(), 0.1 * change);
  EXPECT_LT(moved.norm(), 100 * change);
}

TEST(IndependentInputs, ShareWhatTheyDoAlikeWhateverTheirUnits) {
  const Plant reactor = chemical_reactor();
  MatrixXd b(4, 4);
  b << reactor.b.col(0), 1000 * reactor.b.col(0), Eigen::VectorXd::Zero(4), reactor.b.col(1);
  const auto [directions, shares] = independent_inputs(b);
  ASSERT_EQ(directions.cols(), 2);
  EXPECT_LT((b * shares - directions).norm(), 1e-13);
  EXPECT_LT((shares.row(0) - 1000 * shares.row(1)).norm(), 1e-13);
  EXPECT_EQ(shares.row(2).norm(), 0);
}

TEST(IndependentInputs, OfASingleOneAreItself) {
  const MatrixXd b = chemical_reactor().b.col(0);
  const auto [directions, shares] = independent_inputs(b);
  EXPECT_EQ(directions, b);
  EXPECT_EQ(shares(0, 0), 1);
}

}  // namespace
}  // namespace gainswarm::analysis
