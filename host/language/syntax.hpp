// The syntax tree of one expression.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "host/spec/source.hpp"

namespace gainswarm::language {

enum class Kind {
  number,  ///< value
  name,    ///< name
  call,    ///< name(operands...)
  negate,  ///< -a
  add,
  subtract,
  multiply,
  divide,
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

struct Syntax {
  Kind kind = Kind::number;
  double value = 0;
  std::string name;
  std::vector<std::unique_ptr<Syntax>> operands;
  std::size_t offset = 0;  ///< where the node's own token starts in the text
};

using SyntaxPointer = std::unique_ptr<Syntax>;

/// Parses one expression. Precedence as in Python, loosest first: or, and, not, comparisons (not chained),
/// + -, * /, unary -, power (^ or **, right associative, binds tighter than unary minus on its left).
/// || && ! are accepted for or, and, not. Text is bounded to 10,000 characters, nesting to 100.
/// Throws InputError at the exact character.
SyntaxPointer parse(const spec::Text& text);

/// The tree as fully parenthesised text; parse(to_string(tree)) gives the same tree.
std::string to_string(const Syntax& syntax);

}  // namespace gainswarm::language
