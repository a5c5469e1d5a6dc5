#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "host/graph/transform.hpp"
#include "tests/graph/random_graph.hpp"
#include "tests/language/seed.hpp"

namespace gainswarm::graph {
namespace {

class Fuse : public testing::Test {
 protected:
  Value gain(Graph& graph, std::uint32_t index) { return {&graph, graph.input(InputKind::gain, index)}; }

  /// Whether `source_value`, fused, is the node `expected` of the target.
  void expect_fused(Value source_value, Value expected) {
    EXPECT_EQ(fuse(source_, std::array{source_value.id}, target_).front(), expected.id);
  }

  Graph source_{Precision::float64};
  Graph target_{Precision::float64};
  Value a_ = gain(source_, 0), b_ = gain(source_, 1), c_ = gain(source_, 2), d_ = gain(source_, 3);
  Value p_ = gain(target_, 0), q_ = gain(target_, 1), r_ = gain(target_, 2), s_ = gain(target_, 3);
};

TEST_F(Fuse, JoinsAProductWithTheSumItFeeds) {
  expect_fused(a_ * b_ + c_, fma(p_, q_, r_));
  expect_fused(c_ + a_ * b_, fma(p_, q_, r_));
  expect_fused(a_ * b_ - c_, fma(p_, q_, -r_));
  expect_fused(c_ - a_ * b_, fma(-p_, q_, r_));
  expect_fused(a_ * b_ - 2.0, fma(p_, q_, constant(p_, -2)));
  expect_fused(c_ - a_ * 3.0, fma(p_, constant(p_, -3), r_));
  for (const Node& node : target_.nodes()) EXPECT_NE(node.op, Op::multiply) << "a product that nothing needs";
}

TEST_F(Fuse, JoinsTheLeftOfTwoProducts) {
  expect_fused(a_ * b_ - c_ * d_, fma(p_, q_, -(r_ * s_)));
  expect_fused(a_ * b_ + c_ * d_, fma(p_, q_, r_ * s_));
  const Value late = b_ * d_;
  const Value early = a_ * c_;
  expect_fused(early + late, fma(p_, r_, q_ * s_));
}

TEST_F(Fuse, JoinsASharedProductInEachSum) {
  const Value product = a_ * b_;
  expect_fused((product + c_) / (product - d_), fma(p_, q_, r_) / fma(p_, q_, -s_));
  expect_fused((product + c_) / product, fma(p_, q_, r_) / (p_ * q_));
}

TEST_F(Fuse, LeavesExplicitOperationsUntouched) {
  expect_fused(fma(a_, b_, c_ * d_), fma(p_, q_, r_ * s_));
  expect_fused(fma(a_, b_, c_) + d_, fma(p_, q_, r_) + s_);
  expect_fused(a_ / b_ + c_, p_ / q_ + r_);
}

TEST_F(Fuse, KeepsConditionsAndSharedNodes) {
  const Value choice = select(a_ < b_ * c_ + d_, a_, constant(a_, 1));
  const Value expected = select(p_ < fma(q_, r_, s_), p_, constant(p_, 1));
  expect_fused(choice, expected);
  EXPECT_EQ(fuse(source_, std::array{source_.condition(true)}, target_).front(), target_.condition(true));
}

/// Positive numbers that are only added and multiplied: nothing cancels, so rounding stays small.
tests::Recipe sums_and_products(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  tests::Recipe recipe;
  for (std::uint32_t i = 0; i < 4; ++i) recipe.input(i);
  for (int i = 0; i < 30; ++i) {
    const auto pick = [&] { return static_cast<std::uint32_t>(random() % recipe.steps.size()); };
    recipe.add({random() % 2 == 0 ? Op::add : Op::multiply, pick(), pick(), 0, 0});
  }
  return recipe;
}

TEST(FuseOfRandomPrograms, KeepsValuesUpToRounding) {
  const std::uint64_t seed = tests::seed();
  std::size_t fused_operations = 0;
  for (std::uint64_t round = 0; round < 300; ++round) {
    const tests::Recipe recipe = sums_and_products(seed + round);
    Graph source(Precision::float64);
    const Value root = tests::build(recipe, source, tests::gains(source, 4)).back();
    Graph target(Precision::float64);
    const NodeId fused = fuse(source, std::array{root.id}, target).front();
    const std::vector<double> gains{0.75, 0.5, 1.1, 0.9};
    const double expected = tests::compute(recipe, gains, Precision::float64).back();
    if (!std::isnormal(expected)) continue;
    EXPECT_NEAR(tests::compute(target, gains)[fused] / expected, 1, 1e-9) << "seed " << seed + round;
    for (const Node& node : target.nodes()) fused_operations += node.op == Op::fma ? 1 : 0;
  }
  EXPECT_GT(fused_operations, 300U);
}

TEST(FuseOfRandomPrograms, LeavesNoSumOfAProductAndIsTheSameEachTime) {
  const std::uint64_t seed = tests::seed();
  for (std::uint64_t round = 0; round < 100; ++round) {
    Graph source(Precision::float32);
    const auto nodes = tests::random_nodes(source, tests::gains(source, 4), 300, seed + round);
    std::vector<NodeId> roots;
    for (const Value number : nodes.numbers) roots.push_back(number.id);
    Graph target(Precision::float32);
    Graph again(Precision::float32);
    ASSERT_EQ(fuse(source, roots, target), fuse(source, roots, again));
    ASSERT_EQ(target.size(), again.size());
    for (const Node& node : target.nodes()) {
      if (node.op != Op::add && node.op != Op::subtract) continue;
      EXPECT_NE(target[node.a].op, Op::multiply) << "seed " << seed + round;
      EXPECT_NE(target[node.b].op, Op::multiply) << "seed " << seed + round;
    }
  }
}

TEST(Substitute, GivesTheBitsOfWhatWouldHaveBeenBuilt) {
  const std::uint64_t seed = tests::seed();
  for (std::uint64_t round = 0; round < 100; ++round) {
    Graph graph(Precision::float64);
    const tests::Recipe recipe = tests::random_recipe(seed + round, {3, 100, Precision::float64});
    const std::vector<Value> inputs = tests::gains(graph, 3);
    const std::vector<Value> replacements{inputs[1] + inputs[2], inputs[0], constant(inputs[0], 2)};
    const std::vector<Value> expected = tests::build(recipe, graph, replacements);
    const std::vector<Value> actual = substitute(tests::build(recipe, graph, inputs), inputs, replacements);
    const std::vector<double> values = tests::compute(graph, std::array{0.3, -1.7, 2.9});
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_TRUE(tests::are_identical(values[actual[i].id], values[expected[i].id]))
          << "seed " << seed + round;
    }
  }
}

TEST(Substitute, FoldsAgain) {
  Graph graph(Precision::float64);
  const std::vector<Value> x = tests::gains(graph, 2);
  const Value f = square_root(x[0] * x[0] + 5.0) * x[1];
  EXPECT_EQ(substitute(std::array{f}, std::array{x[0]}, std::array{constant(f, 2)}).front().id,
            (x[1] * 3.0).id);
}

TEST(Reachable, IsAscendingAndNoMoreThanNeeded) {
  Graph graph(Precision::float64);
  const std::vector<Value> x = tests::gains(graph, 4);
  const Value unused = x[0] / x[3];
  const Value sum = x[0] + x[1];
  const Value root = sum * x[2];
  EXPECT_EQ(reachable(graph, std::array{root.id}),
            (std::vector<NodeId>{x[0].id, x[1].id, x[2].id, sum.id, root.id}));
  EXPECT_EQ(reachable(graph, std::array{unused.id, x[1].id}),
            (std::vector<NodeId>{x[0].id, x[1].id, x[3].id, unused.id}));
}

}  // namespace
}  // namespace gainswarm::graph
