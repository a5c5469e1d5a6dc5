// Cuts an expression into tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "host/spec/source.hpp"

namespace gainswarm::language {

enum class TokenKind : std::uint8_t {
  end,
  number,
  name,
  left_parenthesis,
  right_parenthesis,
  comma,
  plus,
  minus,
  star,
  slash,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  logical_not,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t offset = 0;  ///< of its first character in the text
  std::string_view text;   ///< as written; empty at the end
  double value = 0;        ///< of a number
};

/// All tokens of `text`, which must outlive them; the last one is the end.
/// Throws InputError on text that is too long, unknown characters, and numbers that are malformed or out of
/// range.
std::vector<Token> tokenize(const spec::Text& text);

}  // namespace gainswarm::language
