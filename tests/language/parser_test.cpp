#include <gtest/gtest.h>

#include <string>

#include "host/language/syntax.hpp"

namespace gainswarm::language {
namespace {

std::string parenthesised(const std::string& text) {
  return to_string(*parse(spec::Text(text)));
}

TEST(Parser, BindsAsTightlyAsPython) {
  EXPECT_EQ(parenthesised("a + b * c"), "(a + (b * c))");
  EXPECT_EQ(parenthesised("a * b + c"), "((a * b) + c)");
  EXPECT_EQ(parenthesised("-x^2"), "(-(x ^ 2))");
  EXPECT_EQ(parenthesised("(-x)^2"), "((-x) ^ 2)");
  EXPECT_EQ(parenthesised("2^-1"), "(2 ^ (-1))");
  EXPECT_EQ(parenthesised("2^-x^2"), "(2 ^ (-(x ^ 2)))");
  EXPECT_EQ(parenthesised("-a * b"), "((-a) * b)");
  EXPECT_EQ(parenthesised("a * -b"), "(a * (-b))");
  EXPECT_EQ(parenthesised("a - - b"), "(a - (-b))");
  EXPECT_EQ(parenthesised("a < b + c"), "(a < (b + c))");
  EXPECT_EQ(parenthesised("not a < b"), "(not (a < b))");
  EXPECT_EQ(parenthesised("not a < b and c > d"), "((not (a < b)) and (c > d))");
  EXPECT_EQ(parenthesised("a < 1 or b < 1 and c < 1"), "((a < 1) or ((b < 1) and (c < 1)))");
  EXPECT_EQ(parenthesised("a < 1 and not not b < 1"), "((a < 1) and (not (not (b < 1))))");
}

TEST(Parser, GroupsEqualLevelsFromTheLeftAndPowersFromTheRight) {
  EXPECT_EQ(parenthesised("a - b + c - d"), "(((a - b) + c) - d)");
  EXPECT_EQ(parenthesised("a / b * c / d"), "(((a / b) * c) / d)");
  EXPECT_EQ(parenthesised("a ^ b ^ c"), "(a ^ (b ^ c))");
  EXPECT_EQ(parenthesised("a - (b - c)"), "(a - (b - c))");
}

TEST(Parser, TakesBothSpellingsOfAnOperator) {
  EXPECT_EQ(parenthesised("a ** b"), parenthesised("a ^ b"));
  EXPECT_EQ(parenthesised("a < 1 && b < 1"), parenthesised("a < 1 and b < 1"));
  EXPECT_EQ(parenthesised("a < 1 || b < 1"), parenthesised("a < 1 or b < 1"));
  EXPECT_EQ(parenthesised("!(a < 1)"), parenthesised("not (a < 1)"));
  EXPECT_EQ(parenthesised("+a"), "a");
}

TEST(Parser, TakesEveryComparison) {
  for (const char* text : {"(a < b)", "(a <= b)", "(a > b)", "(a >= b)", "(a == b)", "(a != b)"}) {
    EXPECT_EQ(parenthesised(text), text);
  }
}

TEST(Parser, ReadsNumbersExactly) {
  EXPECT_EQ(parse(spec::Text("1"))->value, 1);
  EXPECT_EQ(parse(spec::Text("1.5"))->value, 1.5);
  EXPECT_EQ(parse(spec::Text(".5"))->value, 0.5);
  EXPECT_EQ(parse(spec::Text("2."))->value, 2);
  EXPECT_EQ(parse(spec::Text("1e-3"))->value, 1e-3);
  EXPECT_EQ(parse(spec::Text("1.25E+2"))->value, 125);
  EXPECT_EQ(parse(spec::Text("0.1"))->value, 0.1);
  EXPECT_EQ(parse(spec::Text("010"))->value, 10);
}

TEST(Parser, ReadsCalls) {
  EXPECT_EQ(parenthesised("f()"), "f()");
  EXPECT_EQ(parenthesised("if(a<b, c+d, atan2 (y, x))"), "if((a < b), (c + d), atan2(y, x))");
  EXPECT_EQ(parse(spec::Text("android"))->kind, Kind::name);
}

TEST(Parser, KeepsWhereEachNodeStands) {
  const SyntaxPointer tree = parse(spec::Text("  foo(a) * (bar + -1)"));
  EXPECT_EQ(tree->offset, 9U);
  EXPECT_EQ(tree->operands[0]->offset, 2U);
  EXPECT_EQ(tree->operands[0]->operands[0]->offset, 6U);
  EXPECT_EQ(tree->operands[1]->offset, 16U);
  EXPECT_EQ(tree->operands[1]->operands[1]->offset, 18U);
}

std::string repeated(const std::string& part, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

TEST(Parser, TakesSumsAsLongAsTheTextMayBe) {
  const SyntaxPointer tree = parse(spec::Text(repeated("a+", 4999) + "a"));
  EXPECT_EQ(to_string(*tree), repeated("(", 4999) + "a" + repeated(" + a)", 4999));
}

TEST(Parser, TakesNestingUpToItsBound) {
  EXPECT_EQ(parenthesised(repeated("(", 100) + "a" + repeated(")", 100)), "a");
  EXPECT_EQ(parenthesised(repeated("-", 100) + "a"), repeated("(-", 100) + "a" + repeated(")", 100));
}

}  // namespace
}  // namespace gainswarm::language
