// Problems of several objectives: the fronts that are known, and what candidates and histories of fronts are.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/swarm/swarm.hpp"
#include "host/tuner/hypervolume.hpp"
#include "tests/tuner/function_engine.hpp"

namespace gainswarm::tuner {
namespace {

using tests::Case;
using tests::FunctionEngine;
using tests::Rollout;

void add_objectives(Case& setup, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    setup.problem.objective.pareto.push_back({spec::Text(name), {spec::Text("expression")}});
    setup.program.outputs.push_back({name, ""});
    ++setup.program.terms;
  }
  setup.problem.swarm.swarms = 16;
  setup.problem.swarm.particles = 16;
  setup.problem.swarm.iterations = 150;
}

/// E. Zitzler, K. Deb, L. Thiele, Comparison of Multiobjective Evolutionary Algorithms, Evolutionary
/// Computation 8(2), 2000: ZDT1 (convex) and ZDT2 (concave), with three gains in [0, 1].
Rollout zdt(std::span<const double> x, bool is_convex) {
  double rest = 0;
  for (std::size_t i = 1; i < x.size(); ++i) rest += x[i];
  const double g = 1 + 9 * rest / static_cast<double>(x.size() - 1), ratio = x[0] / g;
  const double second = g * (1 - (is_convex ? std::sqrt(ratio) : ratio * ratio));
  return {.cost = x[0] + second, .terms = {x[0], second}};
}

class Zdt : public ::testing::TestWithParam<bool> {};

TEST_P(Zdt, FrontIsFoundFromEndToEnd) {
  Case setup(3);
  add_objectives(setup, {"first", "second"});
  const Tuning tuning = setup.tune([](auto x, auto) { return zdt(x, GetParam()); });
  const Front& front = *tuning.front;
  ASSERT_GT(front.points(), 50);
  double gap = 0, before = 0;
  for (std::int64_t point = 0; point < front.points(); ++point) {
    const auto row = static_cast<std::size_t>(2 * point);
    const double first = front.values[row], second = front.values[row + 1];
    EXPECT_NEAR(second, GetParam() ? 1 - std::sqrt(first) : 1 - first * first, 0.03);
    gap = std::max(gap, first - before);
    before = first;
  }
  EXPECT_LT(gap, 0.1);
  EXPECT_GT(before, 0.95);
  EXPECT_EQ(front.hypervolume.size(), 151U);
  EXPECT_EQ(tuning.gains[0].value, front.gain_values[3 * static_cast<std::size_t>(front.knee)]);
}

INSTANTIATE_TEST_SUITE_P(Shapes, Zdt, ::testing::Values(true, false),
                         [](const auto& test) { return test.param ? "convex" : "concave"; });

/// DTLZ2 of K. Deb et al., Scalable Multi-Objective Optimization Test Problems, 2002: an eighth of a sphere.
TEST(SeveralObjectives, OfASphereAreFoundInThreeDimensions) {
  Case setup(4);
  add_objectives(setup, {"first", "second", "third"});
  setup.problem.swarm.swarms = 45;
  setup.problem.objective.front_size = 300;
  const Tuning tuning = setup.tune([](auto x, auto) {
    const double g = std::pow(x[2] - 0.5, 2) + std::pow(x[3] - 0.5, 2), a = std::acos(-1) / 2;
    const double first = (1 + g) * std::cos(a * x[0]) * std::cos(a * x[1]);
    const double second = (1 + g) * std::cos(a * x[0]) * std::sin(a * x[1]);
    const double third = (1 + g) * std::sin(a * x[0]);
    return Rollout{.cost = first + second + third, .terms = {first, second, third}};
  });
  const Front& front = *tuning.front;
  ASSERT_EQ(front.points(), 300);
  double squares = 0;
  for (const double value : front.values) squares += value * value;
  EXPECT_NEAR(squares / 300, 1, 0.03);
}

TEST(SeveralObjectives, HypervolumeNeverShrinksWhileNothingIsTruncated) {
  Case setup(3);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 20;
  setup.problem.objective.front_size = 500;
  const Tuning tuning = setup.tune([](auto x, auto) { return zdt(x, true); });
  ASSERT_LT(tuning.front->points(), 500);
  EXPECT_TRUE(std::ranges::is_sorted(tuning.front->hypervolume));
  EXPECT_GT(tuning.front->hypervolume.front(), 0);
}

/// All gains are compromises here; the mean of eight at random is near a half, so that the first front is
/// narrow and the last one is wide.
Rollout by_the_mean(std::span<const double> x) {
  double mean = 0;
  for (const double value : x) mean += value / static_cast<double>(x.size());
  const double other = 1 / (0.01 + mean);
  return {.cost = mean + other, .terms = {mean, other}};
}

TEST(SeveralObjectives, HypervolumeCountsEveryPointOfTheFinalFrontAndGrowsOnTheWayToIt) {
  Case setup(8);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.swarms = 2;
  setup.problem.swarm.particles = 6;
  setup.problem.polish.enabled = false;
  setup.problem.objective.front_size = 500;
  setup.problem.swarm.iterations = 1;
  const Front narrow = *setup.tune([](auto x, auto) { return by_the_mean(x); }).front;
  setup.problem.swarm.iterations = 40;
  const Front front = *setup.tune([](auto x, auto) { return by_the_mean(x); }).front;
  ASSERT_LT(front.points(), 500);
  ASSERT_GT(front.values[1], narrow.reference[1]) << "the front did not widen";
  std::vector<std::vector<double>> points;
  for (std::size_t at = 0; at < front.values.size(); at += 2) {
    points.push_back({front.values[at], front.values[at + 1]});
    EXPECT_LT(front.values[at], front.reference[0]);
    EXPECT_LT(front.values[at + 1], front.reference[1]);
  }
  EXPECT_EQ(front.hypervolume.back(), hypervolume(points, front.reference));
  EXPECT_TRUE(std::ranges::is_sorted(front.hypervolume));
  EXPECT_LT(front.hypervolume.front(), 0.9 * front.hypervolume.back());
}

TEST(SeveralObjectives, HypervolumeIsMeasuredFromAReferenceThatTheProblemGives) {
  Case setup(3);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 5;
  setup.problem.objective.pareto[1].value.reference = 3;
  const Tuning tuning = setup.tune([](auto x, auto) { return zdt(x, true); });
  EXPECT_EQ(tuning.front->reference[1], 3);
  EXPECT_LT(tuning.front->reference[0], 3);
}

TEST(SeveralObjectives, OfCandidatesThatFailOrBreakARequirementAreNoCompromises) {
  Case setup(2);
  add_objectives(setup, {"first", "second"});
  setup.add_requirement("limit", 0.5);
  setup.problem.swarm.iterations = 40;
  const Tuning tuning = setup.tune([](auto x, auto) {
    Rollout rollout{.cost = 1, .terms = {x[0], 1 - x[0] + x[1]}, .requirements = {x[0]}};
    if (x[0] < 0.25) rollout = {.cost = 1e6, .terms = {0, 0}, .requirements = {0}, .survived = 3, .cause = 0};
    return rollout;
  });
  ASSERT_GT(tuning.front->points(), 10);
  for (std::int64_t point = 0; point < tuning.front->points(); ++point) {
    const double first = tuning.front->gain_values[2 * static_cast<std::size_t>(point)];
    EXPECT_GE(first, 0.25);
    EXPECT_LT(first, 0.5);
  }
  EXPECT_TRUE(tuning.requirements_met);
}

TEST(SeveralObjectives, WithoutAnyFeasibleCandidateGiveAnEmptyFront) {
  Case setup(2);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 3;
  const Tuning tuning = setup.tune([](auto, auto) {
    return Rollout{.cost = 1e6, .terms = {0, 0}, .survived = 3, .cause = 0};
  });
  EXPECT_EQ(tuning.front->points(), 0);
  EXPECT_EQ(tuning.front->hypervolume, (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(tuning.gains.size(), 2U);
}

/// Tunes up to an iteration, then from what is known there to the end.
Tuning in_two_parts(const Case& setup, const tests::Function& function, int interruption) {
  FunctionEngine engine(setup.program, function);
  TuningInput input{.problem = setup.problem, .program = setup.program, .engine = engine, .interrupted = {}};
  int iterations = 0;
  input.interrupted = [&] { return iterations == interruption; };
  const Tuning first = tune(input, [&](const Generation&) { ++iterations; });
  EXPECT_EQ(first.stop, StopReason::interrupted);
  input.resume = &first;
  input.interrupted = {};
  return tune(input, {});
}

TEST(SeveralObjectives, ThatGoOnEndWithTheSameBits) {
  Case setup(3);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 20;
  setup.problem.objective.front_size = 30;
  const auto function = [](auto x, auto) { return zdt(x, true); };
  const Tuning whole = setup.tune(function);
  for (const int interruption : {1, 3, 13, 20}) {
    SCOPED_TRACE(interruption);
    const Tuning parts = in_two_parts(setup, function, interruption);
    EXPECT_EQ(parts.fingerprint, whole.fingerprint);
    EXPECT_EQ(parts.front->values, whole.front->values);
    EXPECT_EQ(parts.front->hypervolume, whole.front->hypervolume);
    EXPECT_EQ(parts.history.back().best_cost, whole.history.back().best_cost);
    EXPECT_EQ(parts.progress.last_progress, whole.progress.last_progress);
  }
}

TEST(SeveralObjectives, WithoutACompromiseYetGoOn) {
  Case setup(2);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 6;
  const auto function = [](auto x, auto) {  // nearer to the corner it lives longer
    return Rollout{.cost = 1e6 + x[0] + x[1], .terms = {0, 0}, .survived = 3, .cause = 0};
  };
  const Tuning whole = setup.tune(function), parts = in_two_parts(setup, function, 2);
  EXPECT_EQ(parts.fingerprint, whole.fingerprint);
  EXPECT_EQ(parts.front->points(), 0);
}

TEST(SeveralObjectives, OfNoFrontAreRefused) {
  Case setup(2);
  add_objectives(setup, {"first", "second"});
  setup.problem.swarm.iterations = 4;
  const auto function = [](auto x, auto) { return zdt(x, true); };
  const Tuning sound = setup.tune(function);
  setup.problem.swarm.iterations = 6;
  FunctionEngine engine(setup.program, function);
  const auto expect_refused = [&](const auto& damage) {
    Tuning tuning = sound;
    damage(tuning);
    EXPECT_THROW(tune({setup.problem, setup.program, engine, {}, &tuning}, {}), swarm::UnsoundState);
  };
  const double nan = std::nan("");
  expect_refused([](Tuning& bad) { bad.front_search.reset(); });
  expect_refused([&](Tuning& bad) { bad.front_search->objectives[0] = nan; });
  expect_refused([](Tuning& bad) { bad.front_search->objectives.pop_back(); });
  expect_refused([](Tuning& bad) { bad.front_search->positions[0] = 2; });
  expect_refused([&](Tuning& bad) { bad.front_search->best_objectives[0] = nan; });
  expect_refused([](Tuning& bad) { bad.front_search->reach.clear(); });
  expect_refused([](Tuning& bad) { bad.front_search->last[0] = 5; });
  expect_refused([](Tuning& bad) { bad.front_search->first[0] = -1; });
  expect_refused([](Tuning& bad) { bad.front_search->stay_objectives.push_back(1); });
}

}  // namespace
}  // namespace gainswarm::tuner
