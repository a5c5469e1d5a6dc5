#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/language/syntax.hpp"

namespace gainswarm::language {
namespace {

/// The message for `text` as line 7 of a file, from column 11 on; empty if it is accepted.
std::string error_of(const std::string& text) {
  const auto source = std::make_shared<spec::Source>(spec::Source{"plant.yaml", ""});
  try {
    parse(spec::Text(text, {source, 7, 11}));
  } catch (const spec::InputError& error) {
    return error.what();
  }
  return {};
}

TEST(ParserErrors, NameTheColumnAndTheReason) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "plant.yaml:7:11: the expression is empty"},
      {"   ", "plant.yaml:7:14: the expression is empty"},
      {"a +",
       "plant.yaml:7:14: expected a number, a name or '(' after '+' but found the end of the expression"},
      {"a + * b", "plant.yaml:7:15: expected a number, a name or '(' after '+' but found '*'"},
      {"* b", "plant.yaml:7:11: expected a number, a name or '(' but found '*'"},
      {"(a + b",
       "plant.yaml:7:17: expected ')' to close the '(' at column 11 but found the end of the expression"},
      {"f(a, (b c)",
       "plant.yaml:7:19: expected ')' to close the '(' at column 16 but found 'c'; write * to multiply"},
      {"f(a,)", "plant.yaml:7:15: expected a number, a name or '(' after ',' but found ')'"},
      {"a)", "plant.yaml:7:12: a ')' without a '(' before it"},
      {"a, b", "plant.yaml:7:12: expected an operator but found ','"},
      {"2 x", "plant.yaml:7:13: expected an operator but found 'x'; write * to multiply"},
      {"2 s",
       "plant.yaml:7:13: expected an operator but found 's' (expressions have no units, numbers in them are "
       "in "
       "SI units); convert the number and leave out the unit, or write * to multiply"},
      {"2(x)", "plant.yaml:7:12: expected an operator but found '('; write * to multiply"},
      {"x 2", "plant.yaml:7:13: expected an operator but found '2'; write * to multiply"},
      {"1 < x < 2",
       "plant.yaml:7:17: comparisons cannot be chained (it would compare a condition with a number); write "
       "(a < b) and "
       "(b < c)"},
      {"a + not b",
       "plant.yaml:7:15: 'not' in the operand of an operator that binds tighter; put it into parentheses"},
      {"a = b", "plant.yaml:7:13: a single '=' in an expression (it is no operator); write == to compare"},
      {"a & b", "plant.yaml:7:13: a single '&' in an expression (it is no operator); write and, or &&"},
      {"a | b", "plant.yaml:7:13: a single '|' in an expression (it is no operator); write or, or ||"},
      {"a % b", "plant.yaml:7:13: unexpected character '%'"},
      {"a \xC2\xB7 b", "plant.yaml:7:13: unexpected character (byte 0xc2; expressions are plain ASCII text)"},
      {"2*math.sin(t)",
       "plant.yaml:7:17: 'math.sin' has a '.' (names have no parts, and functions need no library); write "
       "sin"},
      {"2*sin^2(t)",
       "plant.yaml:7:18: expected an operator but found '(' (an exponent stands behind what it is of); write "
       "sin(...)^2, or * to multiply"},
      {"x^2 y", "plant.yaml:7:15: expected an operator but found 'y'; write * to multiply"},
      {"1e999", "plant.yaml:7:11: the number 1e999 is out of range (it does not fit into double precision)"},
      {"x + 1e-999",
       "plant.yaml:7:15: the number 1e-999 is out of range (it does not fit into double precision)"},
      {"1e+", "plant.yaml:7:12: the exponent of a number has no digits (an exponent reads like 1e-3)"},
      {"1.2.3", "plant.yaml:7:14: a second decimal point in a number"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(error_of(text), message) << text;
}

TEST(ParserErrors, PointIntoLaterLines) {
  const auto source = std::make_shared<spec::Source>(spec::Source{"plant.yaml", ""});
  const std::string value = "(a\n+ b c";
  const spec::Text text(value, {source, 3, 5},
                        {{3, 5}, {3, 6}, {3, 7}, {4, 3}, {4, 4}, {4, 5}, {4, 6}, {4, 7}});
  try {
    parse(text);
    FAIL() << "accepted";
  } catch (const spec::InputError& error) {
    EXPECT_STREQ(error.what(),
                 "plant.yaml:4:7: expected ')' to close the '(' at line 3, column 5 but found 'c'; write * "
                 "to multiply");
  }
}

TEST(ParserErrors, RefuseWhatIsTooLongOrTooDeep) {
  EXPECT_EQ(error_of(std::string(10'000, ' ') + "a").substr(0, 62),
            "plant.yaml:7:10011: the expression is longer than 10,000 chara");
  const auto repeated = [](const std::string& part, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += part;
    return text;
  };
  for (const char* part : {"(", "-", "+", "not ", "!", "a^", "f(", "f(a,", "a-(", "2**-"}) {
    EXPECT_NE(error_of(repeated(part, 9'999 / std::string(part).size()) + "a").find("more than 100 levels"),
              std::string::npos)
        << part;
  }
}

}  // namespace
}  // namespace gainswarm::language
