// Every rewrite keeps every bit: all small expressions over two inputs and the special constants, for all
// pairs of special input values. And the rewrites that are meant to happen do, the tempting wrong ones do
// not.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "host/graph/value.hpp"
#include "tests/graph/recipe.hpp"

namespace gainswarm::graph {
namespace {

/// Inputs, constants and what one operation makes of the inputs: the operands that rewrites look at.
struct Operands {
  tests::Recipe recipe;
  std::vector<std::uint32_t> numbers;
  std::vector<std::uint32_t> conditions;
  std::vector<std::uint32_t> addends;  ///< a few of the numbers

  explicit Operands(Precision precision) {
    const std::uint32_t x = recipe.input(0);
    const std::uint32_t y = recipe.input(1);
    numbers = {x, y};
    for (const double value : tests::special_values(precision)) numbers.push_back(recipe.constant(value));
    for (const std::uint32_t input : {x, y}) {
      for (const Op op : {Op::negate, Op::absolute, Op::round_nearest, Op::floor}) {
        numbers.push_back(recipe.add({op, input, 0, 0, 0}));
      }
    }
    numbers.push_back(recipe.add({Op::multiply, x, y, 0, 0}));
    add_conditions(x, y);
    const std::uint32_t choice = recipe.add({Op::select, conditions[0], x, y, 0});
    numbers.push_back(choice);
    addends = {x, recipe.constant(0.0), recipe.constant(-0.0), recipe.constant(1),
               recipe.add({Op::negate, y, 0, 0, 0})};
  }

  void add_conditions(std::uint32_t x, std::uint32_t y) {
    for (const Op op : {Op::less, Op::equal}) {
      const std::uint32_t condition = recipe.add({op, x, y, 0, 0});
      conditions.push_back(condition);
      conditions.push_back(recipe.add({Op::logical_not, condition, 0, 0, 0}));
    }
    const std::uint32_t zero = recipe.constant(0);
    const std::uint32_t one = recipe.constant(1);
    conditions.push_back(recipe.add({Op::less, zero, one, 0, 0}));  // true
    conditions.push_back(recipe.add({Op::less, one, zero, 0, 0}));  // false
  }
};

std::string describe(const tests::Recipe& recipe, std::size_t index) {
  const tests::Step& step = recipe.steps[index];
  if (step.op == Op::input || step.op == Op::constant) return std::to_string(step.value);
  std::string text = name(step.op);
  for (const std::uint32_t operand : std::vector{step.a, step.b, step.c})
    text += " [" + describe(recipe, operand) + "]";
  return text;
}

void expect_identical_for_all_inputs(const tests::Recipe& recipe, Precision precision) {
  Graph graph(precision);
  const std::vector<Value> nodes = tests::build(recipe, graph, tests::gains(graph, 2));
  const std::vector<double> specials = tests::special_values(precision);
  for (const double x : specials) {
    for (const double y : specials) {
      const std::vector<double> expected = tests::compute(recipe, std::array{x, y}, precision);
      const std::vector<double> actual = tests::compute(graph, std::array{x, y});
      for (std::size_t step = 0; step < recipe.steps.size(); ++step) {
        if (tests::are_identical(actual[nodes[step].id], expected[step])) continue;
        FAIL() << describe(recipe, step) << " is " << actual[nodes[step].id] << " instead of "
               << expected[step] << " for " << x << ", " << y;
      }
    }
  }
}

class Rewrites : public testing::TestWithParam<Precision> {};

TEST_P(Rewrites, OfOneAndTwoOperandsKeepEveryBit) {
  Operands operands(GetParam());
  tests::Recipe& recipe = operands.recipe;
  for (const std::uint32_t a : operands.numbers) {
    for (const std::uint32_t b : operands.numbers) {
      for (const Op op :
           {Op::add, Op::subtract, Op::multiply, Op::divide, Op::less, Op::less_equal, Op::equal}) {
        const std::uint32_t result = recipe.add({op, a, b, 0, 0});
        if (recipe.is_condition[result]) continue;
        for (const Op outer : {Op::negate, Op::absolute, Op::round_nearest, Op::floor, Op::square_root}) {
          recipe.add({outer, result, 0, 0, 0});
        }
      }
    }
  }
  expect_identical_for_all_inputs(recipe, GetParam());
}

TEST_P(Rewrites, OfFusedOperationsKeepEveryBit) {
  Operands operands(GetParam());
  tests::Recipe& recipe = operands.recipe;
  for (const std::uint32_t a : operands.numbers) {
    for (const std::uint32_t b : operands.numbers) {
      for (const std::uint32_t c : operands.addends) recipe.add({Op::fma, a, b, c, 0});
    }
  }
  expect_identical_for_all_inputs(recipe, GetParam());
}

TEST_P(Rewrites, OfConditionsKeepEveryBit) {
  Operands operands(GetParam());
  tests::Recipe& recipe = operands.recipe;
  for (const std::uint32_t a : operands.conditions) {
    for (const std::uint32_t b : operands.conditions) {
      for (const Op op : {Op::logical_and, Op::logical_or}) {
        recipe.add({Op::logical_not, recipe.add({op, a, b, 0, 0}), 0, 0, 0});
      }
      for (const std::uint32_t c : operands.conditions) recipe.add({Op::select, a, b, c, 0});
    }
  }
  expect_identical_for_all_inputs(recipe, GetParam());
}

TEST_P(Rewrites, OfChoicesKeepEveryBit) {
  Operands operands(GetParam());
  tests::Recipe& recipe = operands.recipe;
  for (const std::uint32_t condition : operands.conditions) {
    for (const std::uint32_t a : operands.numbers) {
      for (const std::uint32_t b : operands.numbers) recipe.add({Op::select, condition, a, b, 0});
    }
  }
  expect_identical_for_all_inputs(recipe, GetParam());
}

INSTANTIATE_TEST_SUITE_P(BothPrecisions, Rewrites, testing::Values(Precision::float64, Precision::float32));

class Simplification : public testing::Test {
 protected:
  Graph graph_{Precision::float64};
  Value x_{&graph_, graph_.input(InputKind::gain, 0)};
  Value y_{&graph_, graph_.input(InputKind::gain, 1)};
  Value z_{&graph_, graph_.input(InputKind::gain, 2)};
};

TEST_F(Simplification, DropsNeutralOperands) {
  EXPECT_EQ((x_ * 1.0).id, x_.id);
  EXPECT_EQ((x_ / 1.0).id, x_.id);
  EXPECT_EQ((x_ - 0.0).id, x_.id);
  EXPECT_EQ((x_ + -0.0).id, x_.id);
  EXPECT_EQ((-0.0 + x_).id, x_.id);
  EXPECT_EQ(fma(x_, y_, constant(x_, -0.0)).id, (x_ * y_).id);
  EXPECT_EQ(fma(x_, constant(x_, 1), y_).id, (x_ + y_).id);
}

TEST_F(Simplification, MovesSignsToWhereTheyVanish) {
  EXPECT_EQ((-(-x_)).id, x_.id);
  EXPECT_EQ((-1.0 * x_).id, (-x_).id);
  EXPECT_EQ((-0.0 - x_).id, (-x_).id);
  EXPECT_EQ((x_ + -y_).id, (x_ - y_).id);
  EXPECT_EQ((-x_ + y_).id, (y_ - x_).id);
  EXPECT_EQ((x_ - -y_).id, (x_ + y_).id);
  EXPECT_EQ((-x_ * -y_).id, (x_ * y_).id);
  EXPECT_EQ((-x_ / -y_).id, (x_ / y_).id);
  EXPECT_EQ((-x_ * 3.0).id, (x_ * -3.0).id);
  EXPECT_EQ(fma(-x_, -y_, z_).id, fma(x_, y_, z_).id);
  EXPECT_EQ(absolute(-x_).id, absolute(x_).id);
  EXPECT_EQ(absolute(absolute(x_)).id, absolute(x_).id);
}

TEST_F(Simplification, DividesByPowersOfTwoWithTheirExactReciprocal) {
  EXPECT_EQ((x_ / 4.0).id, (x_ * 0.25).id);
  EXPECT_EQ((x_ / -0.5).id, (x_ * -2.0).id);
  EXPECT_EQ((x_ / 0x1p1023).id, (x_ * 0x1p-1023).id);
  EXPECT_EQ((graph_[(x_ / 3.0).id].op), Op::divide);
  EXPECT_EQ((graph_[(x_ / 0x1p-1074).id].op), Op::divide);
  EXPECT_EQ((graph_[(x_ / 0.0).id].op), Op::divide);
}

TEST_F(Simplification, DecidesWhatIsDecided) {
  const Value less = x_ < y_;
  const Value equal = x_ == y_;
  const Value yes{&graph_, graph_.condition(true)};
  const Value no{&graph_, graph_.condition(false)};
  EXPECT_EQ(select(yes, x_, y_).id, x_.id);
  EXPECT_EQ(select(no, x_, y_).id, y_.id);
  EXPECT_EQ(select(less, x_, x_).id, x_.id);
  EXPECT_EQ(select(negation(less), x_, y_).id, select(less, y_, x_).id);
  EXPECT_EQ(select(less, select(less, x_, y_), z_).id, select(less, x_, z_).id);
  EXPECT_EQ(select(less, x_, select(less, y_, z_)).id, select(less, x_, z_).id);
  EXPECT_EQ(select(less, yes, no).id, less.id);
  EXPECT_EQ(select(less, no, yes).id, negation(less).id);
  EXPECT_EQ(both(less, yes).id, less.id);
  EXPECT_EQ(both(less, no).id, no.id);
  EXPECT_EQ(both(less, less).id, less.id);
  EXPECT_EQ(both(less, negation(less)).id, no.id);
  EXPECT_EQ(either(less, yes).id, yes.id);
  EXPECT_EQ(either(no, less).id, less.id);
  EXPECT_EQ(either(negation(less), less).id, yes.id);
  EXPECT_EQ(both(less, equal).id, both(equal, less).id);
  EXPECT_EQ(negation(negation(less)).id, less.id);
  EXPECT_EQ((x_ < x_).id, no.id);
}

TEST_F(Simplification, LeavesAloneWhatOnlyLooksNeutral) {
  EXPECT_EQ(graph_[(x_ + 0.0).id].op, Op::add);
  EXPECT_EQ(graph_[(0.0 - x_).id].op, Op::subtract);
  EXPECT_EQ(graph_[(x_ * 0.0).id].op, Op::multiply);
  EXPECT_EQ(graph_[(x_ - x_).id].op, Op::subtract);
  EXPECT_EQ(graph_[(x_ / x_).id].op, Op::divide);
  EXPECT_EQ(graph_[(x_ == x_).id].op, Op::equal);
  EXPECT_EQ(graph_[(x_ <= x_).id].op, Op::less_equal);
  EXPECT_EQ(graph_[(-(x_ - y_)).id].op, Op::negate);
  EXPECT_NE((x_ + y_ + z_).id, (x_ + (y_ + z_)).id);
}

}  // namespace
}  // namespace gainswarm::graph
