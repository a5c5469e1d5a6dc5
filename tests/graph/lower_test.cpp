#include "host/graph/lower.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <memory>
#include <numbers>

#include "host/graph/builtins.hpp"
#include "host/graph/functions.hpp"
#include "tests/graph/recipe.hpp"

namespace gainswarm::graph {
namespace {

/// Expressions in x, y and flag (a condition: x < y), as line 3 of a file from column 5 on.
class Lower : public testing::Test {
 protected:
  Value lowered(const std::string& expression) {
    const auto source = std::make_shared<spec::Source>(spec::Source{"loop.yaml", ""});
    const spec::Text text(expression, {source, 3, 5});
    const language::SyntaxPointer syntax = language::parse(text);
    Scope scope;
    scope.name = [this](const std::string& name) -> std::optional<Value> {
      const auto found = names_.find(name);
      return found == names_.end() ? std::nullopt : std::optional(found->second);
    };
    scope.call = [this](const language::Syntax& call) -> std::optional<Value> {
      return call.name == "integral" ? std::optional(x_ * 100.0) : std::nullopt;
    };
    scope.known_names = [this] {
      ++questions_;
      return std::vector<std::string>{"y", "x", "velocity", "flag"};
    };
    scope.known_calls = [this] {
      ++questions_;
      return std::vector<std::string>{"integral"};
    };
    scope.explain = [this](const std::string& name) -> std::string {
      ++questions_;
      return name == "theta" ? "'theta' changes in time; use final(theta)" : "";
    };
    return lower(*syntax, text, graph_, scope);
  }

  double value(const std::string& expression, double x = 0.7, double y = -2) {
    const Value result = lowered(expression);
    return tests::compute(graph_, std::array{x, y})[result.id];
  }

  std::string error(const std::string& expression) {
    try {
      lowered(expression);
    } catch (const spec::InputError& caught) {
      return caught.what();
    }
    return {};
  }

  Graph graph_{Precision::float64};
  Value x_{&graph_, graph_.input(InputKind::gain, 0)};
  Value y_{&graph_, graph_.input(InputKind::gain, 1)};
  int questions_ = 0;  ///< how often the scope was asked for help with a message
  std::map<std::string, Value> names_{{"x", x_}, {"y", y_}, {"flag", x_ < y_}};
};

TEST_F(Lower, GivesOperatorsTheirMeaning) {
  EXPECT_EQ(lowered("x + y * 2").id, (x_ + y_ * 2.0).id);
  EXPECT_EQ(lowered("-x / y - 1").id, (-x_ / y_ - 1.0).id);
  EXPECT_EQ(lowered("x > y").id, (y_ < x_).id);
  EXPECT_EQ(lowered("x >= y").id, (y_ <= x_).id);
  EXPECT_EQ(lowered("x != y").id, negation(x_ == y_).id);
  EXPECT_EQ(lowered("not flag and x <= y or x == y").id,
            either(both(negation(x_ < y_), x_ <= y_), x_ == y_).id);
}

TEST_F(Lower, KnowsPiAndEUnlessTheUserNamesThemOtherwise) {
  EXPECT_EQ(value("pi"), std::numbers::pi);
  EXPECT_EQ(value("e"), std::numbers::e);
  names_.emplace("e", y_);
  EXPECT_EQ(lowered("e").id, y_.id);
}

TEST_F(Lower, TurnsPowersIntoTheCheapestExactForm) {
  EXPECT_EQ(lowered("x^2").id, (x_ * x_).id);
  EXPECT_EQ(lowered("x^3").id, (x_ * (x_ * x_)).id);
  EXPECT_EQ(lowered("x**-1").id, (1.0 / x_).id);
  EXPECT_EQ(lowered("x^1").id, x_.id);
  EXPECT_EQ(lowered("x^0").id, constant(x_, 1).id);
  EXPECT_EQ(lowered("x^0.5").id, square_root(x_).id);
  EXPECT_EQ(lowered("x^(-1/2)").id, (1.0 / square_root(x_)).id);
  EXPECT_EQ(lowered("pow(x, 2)").id, (x_ * x_).id);
  EXPECT_EQ(lowered("x^y").id, power(x_, y_).id);
  EXPECT_EQ(lowered("x^65").id, power(x_, constant(x_, 65)).id);
  EXPECT_EQ(lowered("e^x").id, exponential(x_).id);
}

TEST_F(Lower, KnowsEveryFunction) {
  const double x = 0.7;
  const double y = -2;
  const std::map<std::string, double> expected{{"sin(x)", std::sin(x)},
                                               {"cos(x)", std::cos(x)},
                                               {"tan(x)", std::tan(x)},
                                               {"asin(x)", std::asin(x)},
                                               {"acos(x)", std::acos(x)},
                                               {"atan(y)", std::atan(y)},
                                               {"exp(x)", std::exp(x)},
                                               {"atan2(y, x)", std::atan2(y, x)},
                                               {"log(x)", std::log(x)},
                                               {"sqrt(x)", std::sqrt(x)},
                                               {"pow(x, y)", std::pow(x, y)},
                                               {"tanh(x)", std::tanh(x)},
                                               {"abs(y)", 2},
                                               {"hypot(x, y)", std::hypot(x, y)},
                                               {"min(x, y, -3)", -3},
                                               {"max(x, y, 3)", 3},
                                               {"min(x, y)", y},
                                               {"max(y, x)", x},
                                               {"clamp(y, -1, 1)", -1},
                                               {"clamp(x, -1, 1)", x},
                                               {"clamp(3, x, 2)", 2},
                                               {"sign(x)", 1},
                                               {"sign(y)", -1},
                                               {"sign(x - x)", 0},
                                               {"floor(x)", 0},
                                               {"floor(-x)", -1},
                                               {"round(x)", 1},
                                               {"round(y + 0.5)", -2},
                                               {"sat(y)", -1},
                                               {"sat(x)", x},
                                               {"if(x > y, 5, 6)", 5},
                                               {"if(flag, 5, 6)", 6},
                                               {"if(if(flag, x > 0, x > y), 1, 2)", 1}};
  for (const auto& [expression, result] : expected) {
    EXPECT_NEAR(value(expression, x, y), result, 1e-14) << expression;
  }
  for (const Builtin& builtin : builtins()) {
    const std::string start = std::string(builtin.name) + "(";
    const auto tested = expected.lower_bound(start);
    EXPECT_TRUE(tested != expected.end() && tested->first.starts_with(start))
        << builtin.name << " is not tested";
    EXPECT_TRUE(builtin.usage.starts_with(start)) << builtin.usage;
  }
}

TEST_F(Lower, LetsNanThroughWhereItComesFirst) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const char* expression :
       {"min(x, 1)", "max(x, 1)", "clamp(x, -1, 1)", "sat(x)", "sign(x)", "abs(x)", "x^2"}) {
    EXPECT_TRUE(std::isnan(value(expression, nan))) << expression;
  }
}

TEST_F(Lower, AsksTheScopeBeforeTheBuiltinFunctions) {
  EXPECT_EQ(value("integral(x^2)", 3), 300);
}

TEST_F(Lower, AsksForHelpOnlyWhenAMessageIsWritten) {
  lowered("integral(x) + sin(y) * if(flag, pi, e)");
  EXPECT_EQ(questions_, 0);
  error("x + velocty");
  EXPECT_GT(questions_, 0);
}

TEST_F(Lower, ExplainsNamesThatMeanSomethingElsewhere) {
  const std::string explained = "loop.yaml:3:9: 'theta' changes in time; use final(theta)";
  EXPECT_EQ(error("1 + theta"), explained);
  EXPECT_EQ(error("1 + theta(x)"), explained);
}

TEST_F(Lower, TakesSumsAsLongAsTheTextMayBe) {
  std::string sum = "x";
  while (sum.size() + 2 <= 10'000) sum += "+x";
  EXPECT_EQ(value(sum, 1), 5000);
}

TEST_F(Lower, RoundsToTheGraphsPrecisionAndRefusesWhatDoesNotFit) {
  graph_ = Graph(Precision::float32);
  EXPECT_EQ(lowered("0.1").constant(), static_cast<double>(0.1F));
  EXPECT_EQ(error("2 * 1e39"), "loop.yaml:3:9: the number is out of range in single precision");
}

TEST_F(Lower, NamesThePlaceOfEachMistake) {
  const std::string number_needed =
      "a condition where a number is needed (a comparison has no numeric value); write if(condition, 1, 0)";
  const std::string condition_needed =
      "a number where a condition is needed (conditions are comparisons, and what and, or and not make of "
      "them); compare it with something, as in x > 0";
  const std::map<std::string, std::string> expected{
      {"1 + flag", "3:9: " + number_needed},
      {"flag + 1", "3:5: " + number_needed},
      {"1 + x * (x < y)", "3:16: " + number_needed},
      {"-flag", "3:6: " + number_needed},
      {"sin(flag)", "3:9: " + number_needed},
      {"flag == flag", "3:5: " + number_needed},
      {"2 ^ flag", "3:9: " + number_needed},
      {"if(x > 0, 1, flag)", "3:18: " + number_needed},
      {"if(x > 0, flag, 1)", "3:21: " + condition_needed},
      {"if(x, 1, 2)", "3:8: " + condition_needed},
      {"x and flag", "3:5: " + condition_needed},
      {"flag or x + 1", "3:15: " + condition_needed},
      {"not x", "3:9: " + condition_needed},
      {"x + velocty", "3:9: unknown name 'velocty'; did you mean 'velocity'?"},
      {"x + q", "3:9: unknown name 'q'; known: flag, pi, velocity, x, y"},
      {"1 + intgral(x)", "3:9: unknown function 'intgral'; did you mean 'integral'?"},
      {"1 + sqr(x)", "3:9: unknown function 'sqr'; did you mean 'sqrt'?"},
      {"2 * sin", "3:9: 'sin' is a function (it needs arguments); write sin(...)"},
      {"y(x)", "3:5: 'y' is a value, not a function; write y * (...) to multiply"},
      {"1 + sin()", "3:9: 'sin' takes 1 argument but got 0 (sin(x): sine of x radians; NaN where |x| > 1e5)"},
      {"clamp(x, 1)",
       "3:5: 'clamp' takes 3 arguments but got 2 (clamp(x, low, high): x kept between two bounds)"},
      {"min(x)", "3:5: 'min' takes at least 2 arguments but got 1 (min(a, b, ...): the smallest argument)"},
      {"if(flag, 1)",
       "3:5: 'if' takes 3 arguments but got 2 (if(condition, a, b): a where the condition holds, else b)"}};
  for (const auto& [expression, message] : expected)
    EXPECT_EQ(error(expression), "loop.yaml:" + message) << expression;
}

}  // namespace
}  // namespace gainswarm::graph
