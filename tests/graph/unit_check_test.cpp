// What expressions measure, and where their units do not agree.
#include "host/graph/unit_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <unordered_map>

namespace gainswarm::graph {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// Expressions as line 3 of a file from column 5 on.
class UnitCheck : public testing::Test {
 protected:
  spec::Dimensions measured(const std::string& expression) {
    found_.clear();
    const spec::Text text(expression, {source_, 3, 5});
    const UnitScope scope{[this](const std::string& name) -> std::optional<spec::Dimensions> {
                            const auto found = units_.find(name);
                            if (found == units_.end()) return std::nullopt;
                            return spec::dimensions_of(found->second);
                          },
                          [](const language::Syntax& call) -> std::optional<spec::Dimensions> {
                            if (call.name != "drift") return std::nullopt;
                            return spec::dimensions_of("m/s^2");
                          }};
    return check_units(*language::parse(text), text, scope, found_);
  }
  void expect_measured_in(const std::string& unit, const std::string& expression) {
    SCOPED_TRACE(expression);
    const spec::Dimensions result = measured(expression), expected = spec::dimensions_of(unit);
    EXPECT_THAT(found_, IsEmpty());
    EXPECT_EQ(result.are_known(), expected.are_known());
    EXPECT_FALSE(disagree(result, expected)) << to_string(result);
  }
  void expect_disagreement(const std::string& expression, std::uint32_t column, const std::string& message) {
    SCOPED_TRACE(expression);
    measured(expression);
    ASSERT_EQ(found_.size(), 1U);
    EXPECT_EQ(found_[0].where.to_string(), "loop.yaml:3:" + std::to_string(column));
    EXPECT_THAT(found_[0].message, HasSubstr(message));
  }

  const std::shared_ptr<const spec::Source> source_ =
      std::make_shared<spec::Source>(spec::Source{"loop.yaml", ""});
  const std::unordered_map<std::string, std::string> units_{
      {"x", "m"},       {"length", "m"},   {"v", "m/s"},   {"mass", "kg"},  {"g", "m/s^2"},
      {"angle", "rad"}, {"rate", "rad/s"}, {"force", "N"}, {"time", "s"},   {"energy", "J"},
      {"voltage", "V"}, {"current", "A"},  {"any", ""},    {"share", "rad"}};
  std::vector<Disagreement> found_;
};

TEST_F(UnitCheck, FollowsTheArithmetic) {
  expect_measured_in("N", "mass*g");
  expect_measured_in("J", "0.5*mass*v^2 + mass*g*x");
  expect_measured_in("m/s", "sqrt(2*g*x)");
  expect_measured_in("s", "2*pi*sqrt(length/g)");
  expect_measured_in("rad/s", "rate + 1/time");
  expect_measured_in("N", "-force - mass*(v/time)");
  expect_measured_in("W", "voltage*current");
  expect_measured_in("m", "(x^3)^(1/3)");
  expect_measured_in("m^2", "x^(1 + 1)");
  expect_measured_in("m", "x^(3*0.5 - 1/2)");
  expect_measured_in("1/m", "x^-1");
  expect_measured_in("N", "mass*drift(v)");
}

TEST_F(UnitCheck, KnowsWhatFunctionsMeasure) {
  expect_measured_in("m", "max(abs(x), length, 0)");
  expect_measured_in("m", "clamp(x, -length, length) + hypot(x, 3) + floor(x)");
  expect_measured_in("rad", "sin(angle)*cos(x/length) + atan2(x, length) + tanh(rate*time)");
  expect_measured_in("rad", "sign(x)");
  expect_measured_in("m^2", "pow(x, 2)");
  expect_measured_in("m", "if(x > 0 and v < 3, x, length)");
}

TEST_F(UnitCheck, SaysNothingOfNumbersThatMayMeasureAnything) {
  expect_measured_in("m", "x - 1");
  expect_measured_in("m", "2*x - 3*v");  // 3 s
  expect_measured_in("", "9.81*mass");
  expect_measured_in("", "any*x");
  expect_measured_in("m", "any + x");
  expect_measured_in("rad", "exp(-3*time) + sin(any*time)");
  expect_measured_in("", "x^any");
  expect_measured_in("", "(x^1e308)^10/(x^1e308)^10");
}

TEST_F(UnitCheck, FindsSumsAndComparisonsOfDifferentThings) {
  expect_disagreement("x + v", 7, "m and m/s are added");
  expect_disagreement("mass*g*x - mass*v", 14, "kg*m^2/s^2 (J) and kg*m/s are subtracted");
  expect_disagreement("1 - (angle + time)", 16, "1 (no unit) and s are added");
  expect_disagreement("x > v", 7, "m and m/s are compared");
  expect_disagreement("x + length + v - x", 16, "m and m/s are added");
  expect_disagreement("if(x > 1, x, v)", 5, "m and m/s are chosen from");
  expect_disagreement("x + max(length, v)", 9, "m and m/s stand side by side in max()");
}

TEST_F(UnitCheck, FindsFunctionsOfWhatHasAUnit) {
  expect_disagreement("sin(x)", 5, "what sin() takes is in m");
  expect_disagreement("x*exp(-time)", 7, "what exp() takes is in s");
  expect_disagreement("2^x", 6, "an exponent is in m");
  expect_disagreement("x^share", 6, "the base of a power that varies is in m");
}

TEST_F(UnitCheck, TellsEachMistakeOnce) {
  measured("(x + v)*(x + v) + force");
  EXPECT_EQ(found_.size(), 2U);
  measured("x + v + v - time");
  EXPECT_EQ(found_.size(), 1U);
  measured("force + sin(x) + log(v)");
  EXPECT_EQ(found_.size(), 2U);
  measured("max(x + v, time)^2 + angle");
  EXPECT_EQ(found_.size(), 1U);
}

TEST_F(UnitCheck, TakesLongSumsWithoutDeepRecursion) {
  std::string sum = "x";
  for (int i = 0; i < 4000; ++i) sum += "+x";
  expect_measured_in("m", sum);
}

TEST_F(UnitCheck, WritesDimensionsInBasicUnits) {
  EXPECT_EQ(to_string(spec::dimensions_of("N*m/(rad/s)")), "kg*m^2/s");
  EXPECT_EQ(to_string(spec::dimensions_of("Ohm")), "kg*m^2/A^2/s^3 (Ohm)");
  EXPECT_EQ(to_string(spec::dimensions_of("1/s")), "1/s");
  EXPECT_EQ(to_string(raised(spec::dimensions_of("m"), 0.5)), "m^0.5");
}

}  // namespace
}  // namespace gainswarm::graph
