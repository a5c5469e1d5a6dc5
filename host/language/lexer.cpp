#include "host/language/lexer.hpp"

#include <array>
#include <charconv>
#include <string>
#include <system_error>

#include "host/support/letters.hpp"

namespace gainswarm::language {
namespace {

constexpr std::size_t longest_text = 10'000;

using support::is_digit;
using support::is_letter;

bool continues_name(char c) {
  return is_letter(c) || is_digit(c);
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct Symbol {
  std::string_view text;
  TokenKind kind;
};

/// Longer symbols stand before their beginnings.
constexpr std::array<Symbol, 18> symbols{{
    {"**", TokenKind::power},
    {"<=", TokenKind::less_equal},
    {">=", TokenKind::greater_equal},
    {"==", TokenKind::equal},
    {"!=", TokenKind::not_equal},
    {"&&", TokenKind::logical_and},
    {"||", TokenKind::logical_or},
    {"(", TokenKind::left_parenthesis},
    {")", TokenKind::right_parenthesis},
    {",", TokenKind::comma},
    {"+", TokenKind::plus},
    {"-", TokenKind::minus},
    {"*", TokenKind::star},
    {"/", TokenKind::slash},
    {"^", TokenKind::power},
    {"<", TokenKind::less},
    {">", TokenKind::greater},
    {"!", TokenKind::logical_not},
}};

constexpr std::array<Symbol, 3> keywords{{
    {"and", TokenKind::logical_and},
    {"or", TokenKind::logical_or},
    {"not", TokenKind::logical_not},
}};

class Lexer {
 public:
  explicit Lexer(const spec::Text& text) : source_(text), text_(text.str()) {}

  std::vector<Token> tokens() {
    if (text_.size() > longest_text) {
      fail(longest_text,
           "the expression is longer than 10,000 characters (longer ones are refused to bound the work); "
           "give parts of it names of their own");
    }
    std::vector<Token> result;
    do {
      result.push_back(next());
    } while (result.back().kind != TokenKind::end);
    return result;
  }

 private:
  Token next() {
    while (offset_ < text_.size() && is_space(text_[offset_])) ++offset_;
    if (offset_ == text_.size()) return {TokenKind::end, offset_, {}, 0};
    if (is_digit(at(0)) || (at(0) == '.' && is_digit(at(1)))) return number();
    if (is_letter(at(0))) return name();
    return symbol();
  }

  Token number() {
    std::size_t length = digits_from(0);
    if (at(length) == '.') length = digits_from(length + 1);
    if (at(length) == 'e' || at(length) == 'E') {
      const std::size_t sign = at(length + 1) == '+' || at(length + 1) == '-' ? 1 : 0;
      if (!is_digit(at(length + 1 + sign))) {
        fail(offset_ + length, "the exponent of a number has no digits (an exponent reads like 1e-3)");
      }
      length = digits_from(length + 1 + sign);
    }
    if (at(length) == '.') fail(offset_ + length, "a second decimal point in a number");
    Token token = take(TokenKind::number, length);
    const auto read = std::from_chars(token.text.data(), token.text.data() + length, token.value);
    if (read.ec == std::errc::result_out_of_range) {
      fail(token.offset, "the number " + std::string(token.text) +
                             " is out of range (it does not fit into double precision)");
    }
    return token;
  }

  Token name() {
    std::size_t length = 1;
    while (continues_name(at(length))) ++length;
    const Token token = take(TokenKind::name, length);
    for (const Symbol& keyword : keywords) {
      if (token.text == keyword.text) return {keyword.kind, token.offset, token.text, 0};
    }
    return token;
  }

  Token symbol() {
    for (const Symbol& candidate : symbols) {
      if (text_.substr(offset_).starts_with(candidate.text))
        return take(candidate.kind, candidate.text.size());
    }
    fail(offset_, unknown_character());
  }

  [[nodiscard]] std::string unknown_character() const {
    const char c = at(0);
    if (c == '=') return "a single '=' in an expression (it is no operator); write == to compare";
    if (c == '&') return "a single '&' in an expression (it is no operator); write and, or &&";
    if (c == '.' && is_letter(at(1))) return name_with_a_dot();
    if (c == '|') return "a single '|' in an expression (it is no operator); write or, or ||";
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F) return std::string("unexpected character '") + c + "'";
    constexpr std::string_view digits = "0123456789abcdef";
    return std::string("unexpected character (byte 0x") + digits[byte / 16] + digits[byte % 16] +
           "; expressions are plain ASCII text)";
  }

  /// For math.sin and the like; `offset_` is at the dot.
  [[nodiscard]] std::string name_with_a_dot() const {
    std::size_t begin = offset_, end = offset_ + 1;
    while (begin > 0 && continues_name(text_[begin - 1])) --begin;
    while (end < text_.size() && continues_name(text_[end])) ++end;
    const std::string whole(text_.substr(begin, end - begin)),
        last(text_.substr(offset_ + 1, end - offset_ - 1));
    return "'" + whole + "' has a '.' (names have no parts, and functions need no library); write " + last;
  }

  [[nodiscard]] std::size_t digits_from(std::size_t ahead) const {
    while (is_digit(at(ahead))) ++ahead;
    return ahead;
  }

  /// The character so far ahead, NUL behind the end.
  [[nodiscard]] char at(std::size_t ahead) const {
    return offset_ + ahead < text_.size() ? text_[offset_ + ahead] : '\0';
  }

  Token take(TokenKind kind, std::size_t length) {
    const Token token{kind, offset_, text_.substr(offset_, length), 0};
    offset_ += length;
    return token;
  }

  [[noreturn]] void fail(std::size_t offset, const std::string& message) const {
    throw spec::InputError(source_.at(offset), message);
  }

  const spec::Text& source_;
  std::string_view text_;
  std::size_t offset_ = 0;
};

}  // namespace

std::vector<Token> tokenize(const spec::Text& text) {
  return Lexer(text).tokens();
}

}  // namespace gainswarm::language
