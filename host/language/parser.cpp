// Precedence climbing: one loop for all binary operators, driven by a table.
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "host/language/lexer.hpp"
#include "host/language/syntax.hpp"
#include "host/spec/unit.hpp"

namespace gainswarm::language {
namespace {

constexpr int deepest_nesting = 100;

/// How tightly operators bind, loosest first.
enum Level : std::uint8_t { any, disjunction, conjunction, inversion, comparison, sum, product, sign, power };

struct Operator {
  TokenKind token;
  Kind kind;
  Level level;
  Level right;  ///< the loosest level that the right operand may have
};

constexpr std::array<Operator, 13> operators{{
    {TokenKind::logical_or, Kind::logical_or, disjunction, conjunction},
    {TokenKind::logical_and, Kind::logical_and, conjunction, inversion},
    {TokenKind::less, Kind::less, comparison, sum},
    {TokenKind::less_equal, Kind::less_equal, comparison, sum},
    {TokenKind::greater, Kind::greater, comparison, sum},
    {TokenKind::greater_equal, Kind::greater_equal, comparison, sum},
    {TokenKind::equal, Kind::equal, comparison, sum},
    {TokenKind::not_equal, Kind::not_equal, comparison, sum},
    {TokenKind::plus, Kind::add, sum, product},
    {TokenKind::minus, Kind::subtract, sum, product},
    {TokenKind::star, Kind::multiply, product, sign},
    {TokenKind::slash, Kind::divide, product, sign},
    {TokenKind::power, Kind::power, power, sign},
}};

const Operator* find_operator(TokenKind token) {
  for (const Operator& candidate : operators) {
    if (candidate.token == token) return &candidate;
  }
  return nullptr;
}

template <class... Operands>
SyntaxPointer make_node(Kind kind, const Token& token, Operands... operands) {
  auto node = std::make_unique<Syntax>();
  node->kind = kind;
  node->offset = token.offset;
  (node->operands.push_back(std::move(operands)), ...);
  return node;
}

std::string quoted(const Token& token) {
  if (token.kind == TokenKind::end) return "the end of the expression";
  return std::string("'").append(token.text).append("'");
}

bool is_unit(const Token& token) {
  if (token.kind != TokenKind::name) return false;
  try {
    static_cast<void>(spec::parse_unit(spec::Text(std::string(token.text))));
    return true;
  } catch (const spec::InputError&) {
    return false;
  }
}

/// Whether they read like sin^2(x).
bool is_power_of_function(std::span<const Token> before, const Token& found) {
  if (before.size() < 3 || found.kind != TokenKind::left_parenthesis) return false;
  const auto last = before.last(3);
  return last[0].kind == TokenKind::name && last[1].kind == TokenKind::power &&
         last[2].kind == TokenKind::number;
}

/// For an operand where an operator should be, as in 2 x or 0.8 s; `before` ends at the token before it.
std::string hint_at_product(std::span<const Token> before, const Token& found) {
  if (is_power_of_function(before, found)) {
    const std::string function(before[before.size() - 3].text), exponent(before.back().text);
    return " (an exponent stands behind what it is of); write " + function + "(...)^" + exponent +
           ", or * to multiply";
  }
  if (before.back().kind == TokenKind::number && is_unit(found)) {
    return " (expressions have no units, numbers in them are in SI units); convert the number and leave out "
           "the unit, or write * to multiply";
  }
  const bool starts_operand = found.kind == TokenKind::number || found.kind == TokenKind::name ||
                              found.kind == TokenKind::left_parenthesis;
  return starts_operand ? "; write * to multiply" : "";
}

class Parser {
 public:
  explicit Parser(const spec::Text& text) : text_(text), tokens_(tokenize(text)) {}

  SyntaxPointer whole() {
    if (peek().kind == TokenKind::end) fail(peek(), "the expression is empty");
    SyntaxPointer result = expression(any);
    if (peek().kind == TokenKind::right_parenthesis) fail(peek(), "a ')' without a '(' before it");
    if (peek().kind != TokenKind::end) fail_after_operand();
    return result;
  }

 private:
  /// Operators that bind at least as tightly as `loosest`, with their operands.
  SyntaxPointer expression(Level loosest) {
    SyntaxPointer left = operand(loosest);
    for (;;) {
      const Operator* found = find_operator(peek().kind);
      if (found == nullptr || found->level < loosest) return left;
      const Token token = take();
      SyntaxPointer right =
          found->kind == Kind::power ? nested(token, found->right) : expression(found->right);
      left = make_node(found->kind, token, std::move(left), std::move(right));
      if (found->level == comparison) refuse_chain();
    }
  }

  SyntaxPointer operand(Level loosest) {
    const Token token = take();
    switch (token.kind) {
      case TokenKind::number: {
        SyntaxPointer node = make_node(Kind::number, token);
        node->value = token.value;
        return node;
      }
      case TokenKind::name:
        return name_or_call(token);
      case TokenKind::left_parenthesis: {
        SyntaxPointer inner = nested(token, any);
        close(token);
        return inner;
      }
      case TokenKind::plus:
        return nested(token, sign);
      case TokenKind::minus:
        return make_node(Kind::negate, token, nested(token, sign));
      case TokenKind::logical_not:
        if (loosest > inversion) {
          fail(token,
               quoted(token) + " in the operand of an operator that binds tighter; put it into parentheses");
        }
        return make_node(Kind::logical_not, token, nested(token, inversion));
      default:
        fail_without_operand(token);
    }
  }

  SyntaxPointer name_or_call(const Token& name) {
    SyntaxPointer node = make_node(Kind::name, name);
    node->name = name.text;
    if (peek().kind != TokenKind::left_parenthesis) return node;
    node->kind = Kind::call;
    const Token opening = take();
    if (peek().kind != TokenKind::right_parenthesis) {
      node->operands.push_back(nested(opening, any));
      while (peek().kind == TokenKind::comma) node->operands.push_back(nested(take(), any));
    }
    close(opening);
    return node;
  }

  SyntaxPointer nested(const Token& token, Level loosest) {
    if (depth_ == deepest_nesting) {
      fail(token,
           "more than 100 levels of nesting (deeper ones are refused to bound the work); "
           "give parts of the expression names of their own");
    }
    ++depth_;
    SyntaxPointer result = expression(loosest);
    --depth_;
    return result;
  }

  void close(const Token& opening) {
    if (peek().kind == TokenKind::right_parenthesis) {
      take();
      return;
    }
    const Token& found = peek();
    fail(found, "expected ')' to close the '(' at " + place(opening) + " but found " + quoted(found) +
                    hint_at_product(before(), found));
  }

  void refuse_chain() {
    const Operator* next = find_operator(peek().kind);
    if (next != nullptr && next->level == comparison) {
      fail(peek(),
           "comparisons cannot be chained (it would compare a condition with a number); "
           "write (a < b) and (b < c)");
    }
  }

  [[noreturn]] void fail_without_operand(const Token& found) {
    const std::size_t behind = found.kind == TokenKind::end ? index_ : index_ - 1;  // the end was not passed
    const std::string after = behind == 0 ? "" : " after " + quoted(tokens_[behind - 1]);
    fail(found, "expected a number, a name or '('" + after + " but found " + quoted(found));
  }

  [[noreturn]] void fail_after_operand() {
    fail(peek(), "expected an operator but found " + quoted(peek()) + hint_at_product(before(), peek()));
  }

  /// Where a token stands, in words for a message that already names the file.
  [[nodiscard]] std::string place(const Token& token) const {
    const spec::Position position = text_.at(token.offset);
    if (position.line == 0) return "character " + std::to_string(token.offset + 1);
    if (position.line == text_.at(peek().offset).line) return "column " + std::to_string(position.column);
    return "line " + std::to_string(position.line) + ", column " + std::to_string(position.column);
  }

  /// The tokens that were taken.
  [[nodiscard]] std::span<const Token> before() const { return std::span(tokens_).first(index_); }
  [[nodiscard]] const Token& peek() const { return tokens_[index_]; }

  /// The end is never passed.
  Token take() {
    const Token token = tokens_[index_];
    if (token.kind != TokenKind::end) ++index_;
    return token;
  }

  [[noreturn]] void fail(const Token& token, const std::string& message) const {
    throw spec::InputError(text_.at(token.offset), message);
  }

  const spec::Text& text_;
  std::vector<Token> tokens_;
  std::size_t index_ = 0;
  int depth_ = 0;
};

}  // namespace

SyntaxPointer parse(const spec::Text& text) {
  return Parser(text).whole();
}

}  // namespace gainswarm::language
