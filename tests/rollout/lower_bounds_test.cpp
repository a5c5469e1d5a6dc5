// What a cost is said not to fall below, it does not fall below.
#include "host/rollout/lower_bounds.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "host/engine/interpreter.hpp"
#include "tests/rollout/simulated.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::rollout {
namespace {

using graph::InputKind;
using graph::NodeId;
using graph::Op;

/// An oscillator that the gains may drive unstable, with what the objective is made of.
std::string oscillator_judged_by(const std::string& objective, const std::string& precision) {
  return "name: test\n"
         "plant: {name: oscillator, states: {y: 1, v: 1/s}, inputs: {u: 1/s^2}, dynamics: {y: v, v: u - "
         "4*y}, "
         "fails_when: abs(y) > 50}\n"
         "controller: {name: pd, gains: {kp: 1/s^2, kd: 1/s}, output: {u: kp*(1 - y) - kd*v}}\n"
         "gains: {kp: {bounds: [-5, 20]}, kd: {bounds: [-2, 5]}}\n"
         "scenarios: {training: {list: [{initial_state: {y: 0.3, v: -1}}]}}\n"
         "simulation: {duration: 8 s, step: 10 ms, control_period: 20 ms, precision: " +
         precision + "}\nobjective: " + objective + "\n";
}
std::string oscillator(const std::string& term, const std::string& precision) {
  return oscillator_judged_by("{terms: {cost: \"" + term + "\"}}", precision);
}

struct Term {
  std::string text;
  std::string precision;
};

class BoundedTerm : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

/// Random gains end at no less than what is said on the way, and that grows.
void expect_bounds(const Program& program) {
  ASSERT_TRUE(program.least_cost);
  engine::Interpreter interpreter(program);
  std::mt19937_64 random(tests::fresh_seed());
  for (int run = 0; run < 12; ++run) {
    const std::vector<double> gains{std::uniform_real_distribution(-5.0, 20.0)(random),
                                    std::uniform_real_distribution(-2.0, 5.0)(random)};
    engine::Standing standing = interpreter.begin(gains, std::vector{0.3, -1.0});
    std::vector<double> bounds;
    while (standing.tick < program.ticks && standing.cause < 0) {
      interpreter.advance(standing, standing.tick + 1);
      if (standing.cause < 0) bounds.push_back(interpreter.least_cost(standing));
    }
    const double cost = interpreter.finish(standing).outputs.front();
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      ASSERT_LE(bounds[i], cost) << "tick " << i << ", gains " << gains[0] << ", " << gains[1];
      ASSERT_GE(bounds[i], bounds[i > 0 ? i - 1 : 0]) << "tick " << i;
    }
  }
}

TEST_P(BoundedTerm, NeverEndsBelowWhatIsSaidOnTheWayAndTheBoundGrows) {
  const auto [term, precision] = GetParam();
  expect_bounds(program_of(oscillator(term, precision)));
}

/// The excess of a product is the product's rounding error, or 0, or more.
TEST(SoftRequirement, OfProductsNeverEndsBelowItsBound) {
  for (const char* precision : {"double", "float"}) {
    for (const char* value : {"57.3*max(abs(y))", "0.37*variation(u)", "0.37*iae(y)"}) {
      const std::string text =
          std::string("{terms: {none: \"0*kp\"}, require: {a: {below: 50, weight: 1, value: \"") + value +
          "\"}}}";
      expect_bounds(program_of(oscillator_judged_by(text, precision)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Terms, BoundedTerm,
    testing::Combine(
        testing::Values("integral(y^2 + 0.1*u^2)", "iae(y - 1)", "itae(y - 1)", "istse(y - 1)",
                        "ise(y, 1, 3)", "steady_state_error(y - 1, 2)", "mean(abs(v))", "sqrt(integral(v^2))",
                        "max(abs(y))", "max(y - 1) + 7", "max_between(y, 2, 5)", "max(0, max(abs(u)) - 3)",
                        "overshoot(y, 0.5)", "undershoot(y, 1)", "envelope(y, 1, 0.5, 0.3, 3, 0.1)",
                        "variation(u)", "settling_time(y - 0.8, 0.1)", "peak_time(y)", "chattering(u)",
                        "spectrum_share(u, 3)", "abs(final(y))", "exp(final(y))", "kp^2 + iae(y)",
                        "iae(y)*variation(u) + 2*ise(v)", "if(final(y) > 0, ise(y), iae(y))", "energy(u)/3",
                        "max_between(exp(300*abs(v)), 0, 1)", "envelope(y, 1e-39*kp, 0.5, 0.3, 3, 0.1)",
                        "if(kp < 8, (kp*0)/(kd*0), iae(y))", "iae(y) + if(kp > 8, iae(y), (kp*0)/(kd*0))",
                        "settling_time(y, 0.1) - 2 + max_between(y, 6, 7)"),
        testing::Values("double", "float")));

TEST(UnboundedTerm, HasNoBoundBecauseItCanFall) {
  for (const char* term : {"integral(y)", "final(y)", "min(y)", "-ise(y)", "3 - overshoot(y, 1)",
                           "rise_time(y, 0.1, 0.9)", "ise(y)*final(v)", "ise(y)/final(v)", "itae(y, 1, 3)"}) {
    EXPECT_FALSE(program_of(oscillator(term, "double")).least_cost) << term;
  }
}

TEST(LeastCost, ComesCloseToTheCostAtTheEnd) {
  const Program program = program_of(oscillator("ise(y - 1) + max(abs(y)) + variation(u)", "double"));
  engine::Interpreter interpreter(program);
  engine::Standing standing = interpreter.begin(std::vector{3.0, 1.0}, std::vector{0.3, -1.0});
  interpreter.advance(standing, program.ticks - 1);
  const double before = interpreter.least_cost(standing);
  interpreter.advance(standing, program.ticks);
  const double cost = interpreter.finish(standing).outputs.front();
  EXPECT_LT(before, cost);
  EXPECT_NEAR(before, cost, 1e-2 * cost);
}

TEST(LeastCost, IsLeftOutWhereEveryRolloutIsWantedWhole) {
  const std::string yaml = oscillator("ise(y)", "double");
  EXPECT_TRUE(program_of(yaml).least_cost);
  EXPECT_FALSE(program_of(yaml + "swarm: {early_abandonment: false}\n").least_cost);
  const spec::Problem problem = spec::parse_problem({"test.yaml", yaml});
  EXPECT_FALSE(build_program(problem, Purpose::validation).least_cost);
}

/// A random expression over leaves whose bounds are told, and the numbers that stand for all of them.
class RandomExpression {
 public:
  RandomExpression(std::mt19937_64& random, graph::Precision precision);
  void grow();
  /// Whether every value is no number or at least its bound.
  void expect_bounds();

 private:
  double draw(double low, double high) { return std::uniform_real_distribution(low, high)(random_); }
  graph::Value any() {
    return values_[std::uniform_int_distribution<std::size_t>(0, values_.size() - 1)(random_)];
  }
  void add_leaf(std::uint32_t index);
  std::vector<double> evaluate();

  std::mt19937_64& random_;
  graph::Graph graph_;
  LowerBounds bounds_;
  std::vector<graph::Value> values_;
  std::vector<double> ends_, nows_;  ///< of the leaves: registers at the end, columns before
};

RandomExpression::RandomExpression(std::mt19937_64& random, graph::Precision precision)
    : random_(random), graph_(precision), bounds_(graph_) {
  for (std::uint32_t i = 0; i < 6; ++i) add_leaf(i);
  values_.push_back(
      {&graph_, graph_.input(InputKind::scenario, 6)});  // 0, known before: quotients by it may be no number
  nows_.push_back(0);
  for (const double value : {0.0, 1.0, -2.0, 0.5, 1e6}) values_.push_back({&graph_, graph_.constant(value)});
}

/// Odd leaves are never negative; the last is nothing that one knows of.
void RandomExpression::add_leaf(std::uint32_t index) {
  const graph::Value end{&graph_, graph_.input(InputKind::reg, index)};
  const graph::Value now{&graph_, graph_.input(InputKind::scenario, index)};
  const bool not_negative = index % 2 == 1, is_number = index < 3;
  nows_.push_back(not_negative ? draw(0, 3) : draw(-3, 3));
  ends_.push_back(nows_.back() + std::abs(draw(-2, 2)));
  if (!is_number && draw(0, 1) < 0.2) ends_.back() = std::numeric_limits<double>::quiet_NaN();
  if (index < 5) bounds_.learn(end, {.least = now, .not_negative = not_negative, .is_number = is_number});
  values_.push_back(end);
  if (index == 0) values_.push_back(now);
}

void RandomExpression::grow() {
  const graph::Value a = any(), b = any(), c = any();
  switch (std::uniform_int_distribution(0, 9)(random_)) {
    case 0:
      return values_.push_back(a + b);
    case 1:
      return values_.push_back(a - b);
    case 2:
      return values_.push_back(a * b);
    case 3:
      return values_.push_back(a * a);
    case 4:
      return values_.push_back(a / b);
    case 5:
      return values_.push_back(absolute(a));
    case 6:
      return values_.push_back(square_root(a));
    case 7:
      return values_.push_back(select(b > a, b, a));
    case 8:
      return values_.push_back(select(c <= a, a, b));
    default:
      return values_.push_back(a + absolute(b));
  }
}

std::vector<double> RandomExpression::evaluate() {
  std::vector<double> results(graph_.size());
  for (NodeId id = 0; id < graph_.size(); ++id) {
    const graph::Node& node = graph_[id];
    if (node.op == Op::input) {
      const double value = node.input == InputKind::reg ? ends_[node.index] : nows_[node.index];
      results[id] = graph_.precision() == graph::Precision::float32 ? static_cast<float>(value) : value;
    } else {
      results[id] = node.op == Op::constant ? node.value
                                            : graph::evaluate(node, results[node.a], results[node.b],
                                                              results[node.c], graph_.precision());
    }
  }
  return results;
}

void RandomExpression::expect_bounds() {
  std::vector<Bound> bounds;
  for (const graph::Value& value : values_) bounds.push_back(bounds_.of(value));
  const std::vector<double> results = evaluate();
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const double value = results[values_[i].id];
    EXPECT_FALSE(bounds[i].is_number && std::isnan(value)) << i;
    if (std::isnan(value)) continue;
    EXPECT_FALSE(bounds[i].not_negative && value < 0) << i;
    if (!bounds[i].least) continue;
    const double least = results[bounds[i].least->id];
    EXPECT_FALSE(value < least) << i;
    EXPECT_FALSE(bounds[i].not_negative && least < 0) << i;
  }
}

TEST(LowerBounds, HoldForRandomExpressionsInBothPrecisions) {
  std::mt19937_64 random(tests::fresh_seed());
  for (int i = 0; i < 3000 && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE(i);
    RandomExpression expression(random, i % 2 == 0 ? graph::Precision::float64 : graph::Precision::float32);
    for (int node = 0; node < 25; ++node) expression.grow();
    expression.expect_bounds();
  }
}

}  // namespace
}  // namespace gainswarm::rollout
