#include "host/graph/graph.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "tests/graph/random_graph.hpp"
#include "tests/language/seed.hpp"

namespace gainswarm::graph {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(Graph, MakesEqualNodesOnce) {
  Graph graph(Precision::float64);
  const NodeId x = graph.input(InputKind::gain, 0);
  const NodeId y = graph.input(InputKind::gain, 1);
  EXPECT_NE(x, y);
  EXPECT_EQ(graph.input(InputKind::gain, 0), x);
  EXPECT_NE(graph.input(InputKind::scenario, 0), x);
  EXPECT_EQ(graph.apply(Op::add, x, y), graph.apply(Op::add, y, x));
  EXPECT_EQ(graph.apply(Op::multiply, x, y), graph.apply(Op::multiply, y, x));
  EXPECT_EQ(graph.apply(Op::fma, x, y, x), graph.apply(Op::fma, y, x, x));
  EXPECT_EQ(graph.apply(Op::equal, x, y), graph.apply(Op::equal, y, x));
  EXPECT_NE(graph.apply(Op::subtract, x, y), graph.apply(Op::subtract, y, x));
  EXPECT_NE(graph.apply(Op::less, x, y), graph.apply(Op::less, y, x));
}

TEST(Graph, ComparesConstantsByTheirBits) {
  Graph graph(Precision::float64);
  EXPECT_NE(graph.constant(0.0), graph.constant(-0.0));
  EXPECT_EQ(graph.constant(nan), graph.constant(-nan));
  EXPECT_NE(graph.constant(1), graph.condition(true));
  EXPECT_NE(graph.constant(0), graph.condition(false));
  EXPECT_TRUE(graph.is_condition(graph.condition(true)));
  EXPECT_FALSE(graph.is_condition(graph.constant(1)));
}

TEST(Graph, RoundsConstantsToItsPrecision) {
  Graph graph(Precision::float32);
  EXPECT_EQ(graph[graph.constant(0.1)].value, static_cast<double>(0.1F));
  EXPECT_EQ(graph.constant(0.1), graph.constant(static_cast<double>(0.1F)));
  EXPECT_EQ(graph[graph.constant(1e300)].value, infinity);
}

TEST(Graph, FoldsInItsPrecision) {
  Graph graph(Precision::float32);
  const NodeId third = graph.apply(Op::divide, graph.constant(1), graph.constant(3));
  EXPECT_EQ(graph[third].value, static_cast<double>(1.0F / 3.0F));
  const NodeId fused = graph.apply(Op::fma, third, graph.constant(3), graph.constant(-1));
  EXPECT_EQ(graph[fused].value, static_cast<double>(std::fmaf(1.0F / 3.0F, 3.0F, -1.0F)));
  EXPECT_NE(graph[fused].value, 0);
}

TEST(Graph, BitsOfIntegersAreThoseOfTwosComplement) {
  for (const Precision precision : {Precision::float64, Precision::float32}) {
    Graph graph(precision);
    const double integers = precision == Precision::float64 ? 0x1.8p52 : 0x1.8p23;
    for (int n = -9; n <= 9; ++n) {
      const NodeId shifted = graph.apply(Op::add, graph.constant(n), graph.constant(integers));
      EXPECT_EQ(graph.apply(Op::bit_0, shifted), graph.condition((n & 1) != 0)) << n;
      EXPECT_EQ(graph.apply(Op::negate_by_bit_1, graph.constant(3), shifted),
                graph.constant((n & 2) != 0 ? -3 : 3))
          << n;
    }
  }
}

TEST(Graph, TypesSelectAsItsBranches) {
  Graph graph(Precision::float64);
  const NodeId x = graph.input(InputKind::gain, 0);
  const NodeId y = graph.input(InputKind::gain, 1);
  const NodeId less = graph.apply(Op::less, x, y);
  const NodeId equal = graph.apply(Op::equal, x, y);
  EXPECT_FALSE(graph.is_condition(graph.apply(Op::select, less, x, y)));
  EXPECT_TRUE(graph.is_condition(graph.apply(Op::select, less, equal, graph.condition(true))));
  const NodeId folded =
      graph.apply(Op::select, graph.condition(true), graph.condition(false), graph.condition(true));
  EXPECT_EQ(folded, graph.condition(false));
}

TEST(Graph, PutsOperandsBeforeTheirNode) {
  Graph graph(Precision::float64);
  tests::random_nodes(graph, tests::gains(graph, 3), 2000, tests::seed());
  for (NodeId id = 0; id < graph.size(); ++id) {
    const Node& node = graph[id];
    const int count = arity(node.op);
    EXPECT_TRUE(count < 1 || node.a < id);
    EXPECT_TRUE(count < 2 || node.b < id);
    EXPECT_TRUE(count < 3 || node.c < id);
  }
}

#ifndef NDEBUG
TEST(GraphDeathTest, StopsWhenNumbersAndConditionsAreMixed) {
  Graph graph(Precision::float64);
  const NodeId x = graph.input(InputKind::gain, 0);
  const NodeId less = graph.apply(Op::less, x, graph.constant(1));
  EXPECT_DEATH(graph.apply(Op::add, x, less), "in place of a condition");
  EXPECT_DEATH(graph.apply(Op::logical_not, x), "in place of a condition");
  EXPECT_DEATH(graph.apply(Op::select, less, x, less), "in place of a condition");
  EXPECT_DEATH(graph.apply(Op::select, x, x, x), "in place of a condition");
  EXPECT_DEATH(graph.apply(Op::add, x, 1000), "a missing operand");
}
#endif

class RandomPrograms : public testing::TestWithParam<Precision> {};

/// Once with inputs as inputs, so that rewrites act, and once with their values as constants, so that all
/// folds.
TEST_P(RandomPrograms, FoldAndRewriteToTheBitsOfPlainArithmetic) {
  const std::uint64_t seed = tests::seed();
  std::mt19937_64 random(seed);
  const std::vector<double> specials = tests::special_values(GetParam());
  for (std::uint64_t round = 0; round < 400; ++round) {
    const tests::Recipe recipe = tests::random_recipe(seed + round, {4, 120, GetParam()});
    std::vector<double> inputs(4);
    for (double& input : inputs) {
      const bool special = random() % 4 == 0;
      input = special ? specials[random() % specials.size()]
                      : std::ldexp(static_cast<double>(random() >> 11), -52);
    }
    const std::vector<double> expected = tests::compute(recipe, inputs, GetParam());

    Graph rewritten(GetParam());
    const std::vector<Value> nodes = tests::build(recipe, rewritten, tests::gains(rewritten, 4));
    const std::vector<double> actual = tests::compute(rewritten, inputs);
    Graph folded(GetParam());
    std::vector<Value> constants;
    constants.reserve(inputs.size());
    for (const double input : inputs) constants.push_back({&folded, folded.constant(input)});
    const std::vector<Value> results = tests::build(recipe, folded, constants);
    for (std::size_t step = 0; step < recipe.steps.size(); ++step) {
      ASSERT_TRUE(tests::are_identical(actual[nodes[step].id], expected[step])) << "seed " << seed + round;
      ASSERT_TRUE(results[step].is_constant()) << "seed " << seed + round;
      ASSERT_TRUE(tests::are_identical(results[step].constant(), expected[step])) << "seed " << seed + round;
      ASSERT_EQ(nodes[step].is_condition(), recipe.is_condition[step]) << "seed " << seed + round;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(BothPrecisions, RandomPrograms,
                         testing::Values(Precision::float64, Precision::float32));

}  // namespace
}  // namespace gainswarm::graph
