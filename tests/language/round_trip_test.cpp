#include <gtest/gtest.h>

#include <random>
#include <string>

#include "host/language/syntax.hpp"
#include "tests/language/seed.hpp"

namespace gainswarm::language {
namespace {

using Random = std::mt19937_64;

int pick(Random& random, int count) {
  return static_cast<int>(random() % static_cast<std::uint64_t>(count));
}

/// Any tree that the parser could give, of about `size` nodes.
SyntaxPointer random_tree(Random& random, int size) {
  auto tree = std::make_unique<Syntax>();
  if (size <= 1) {
    tree->kind = pick(random, 2) == 0 ? Kind::number : Kind::name;
    if (tree->kind == Kind::name) tree->name = "name_" + std::to_string(pick(random, 9));
    if (tree->kind == Kind::number)
      tree->value = std::ldexp(static_cast<double>(random() >> 11), pick(random, 400) - 250);
    return tree;
  }
  tree->kind = static_cast<Kind>(2 + pick(random, 16));
  int operands = 2;
  if (tree->kind == Kind::negate || tree->kind == Kind::logical_not) operands = 1;
  if (tree->kind == Kind::call) {
    tree->name = "function" + std::to_string(pick(random, 9));
    operands = pick(random, 4);
  }
  for (int i = 0; i < operands; ++i) tree->operands.push_back(random_tree(random, (size - 1) / operands));
  return tree;
}

bool are_same(const Syntax& a, const Syntax& b) {
  if (a.kind != b.kind || a.value != b.value || a.name != b.name || a.operands.size() != b.operands.size())
    return false;
  for (std::size_t i = 0; i < a.operands.size(); ++i) {
    if (!are_same(*a.operands[i], *b.operands[i])) return false;
  }
  return true;
}

TEST(Syntax, ParsesBackFromItsOwnText) {
  Random random(tests::seed());
  for (int i = 0; i < 5000; ++i) {
    const SyntaxPointer tree = random_tree(random, 1 + pick(random, 60));
    const std::string text = to_string(*tree);
    ASSERT_TRUE(are_same(*tree, *parse(spec::Text(text)))) << text;
  }
}

/// Parses what may be anything; true if it is an expression. Anything thrown but InputError fails the test.
bool is_accepted(const std::string& text) {
  try {
    return !to_string(*parse(spec::Text(text))).empty();
  } catch (const spec::InputError& error) {
    EXPECT_STRNE(error.what(), "");
    return false;
  }
}

TEST(Parser, SurvivesRandomBytes) {
  Random random(tests::seed());
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text(static_cast<std::size_t>(pick(random, 40)), ' ');
    for (char& c : text) c = static_cast<char>(random());
    if (is_accepted(text)) ++accepted;
  }
  EXPECT_LT(accepted, 20'000);
}

TEST(Parser, SurvivesRandomTokens) {
  constexpr std::array words{"(",   ")",  ",",   "+",  "-",  "*",  "/", "^",     "**",
                             "<",   "<=", ">",   ">=", "==", "!=", "!", "&&",    "||",
                             "and", "or", "not", "if", "f(", "x",  "1", "2.5e3", "\n"};
  Random random(tests::seed());
  int accepted = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text;
    for (int count = pick(random, 12); count > 0; --count) {
      text += words[static_cast<std::size_t>(pick(random, static_cast<int>(words.size())))];
      text += ' ';
    }
    if (is_accepted(text)) ++accepted;
  }
  EXPECT_GT(accepted, 0);
  EXPECT_LT(accepted, 50'000);
}

TEST(Parser, SurvivesBrokenExpressions) {
  Random random(tests::seed());
  int refused = 0;
  for (int i = 0; i < 5'000; ++i) {
    std::string text = to_string(*random_tree(random, 40));
    for (int damage = 1 + pick(random, 3); damage > 0 && !text.empty(); --damage) {
      text.erase(random() % text.size(), 1 + random() % 3);
    }
    if (!is_accepted(text)) ++refused;
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace gainswarm::language
