// From the syntax of an expression to the graph that computes it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/graph/value.hpp"
#include "host/language/syntax.hpp"
#include "host/spec/source.hpp"

namespace gainswarm::graph {

/// What the names of an expression mean where it stands. Each function may be left empty.
struct Scope {
  /// The value of a name, or nothing. Asked before the named constants pi and e.
  std::function<std::optional<Value>(const std::string& name)> name;
  /// The value of a call, or nothing. Asked before the built-in functions.
  std::function<std::optional<Value>(const language::Syntax& call)> call;

  // Asked only when an error message is written, as they may be slow.
  /// Names suggested for misspelt ones, in any order.
  std::function<std::vector<std::string>()> known_names;
  /// Functions that `call` knows, suggested for misspelt ones, in any order.
  std::function<std::vector<std::string>()> known_calls;
  /// What is wrong with a name or function that means something elsewhere only: "problem (why); suggestion".
  /// Empty when it means nothing anywhere.
  std::function<std::string(const std::string& name)> explain;
};

/// Lowers `syntax`, a part of `text`, into `graph`: numbers, names, operators and the functions of
/// builtins.hpp.
///
/// x^n is exact squaring and multiplying for a constant integer |n| <= 64; it is a square root for n = 0.5
/// and n = -0.5, and exp(n) for x = e.
///
/// Throws InputError at the unknown name or function, the wrong number of arguments, the number in place of a
/// condition or the reverse, and the constant that overflows the graph's precision.
Value lower(const language::Syntax& syntax, const spec::Text& text, Graph& graph, const Scope& scope);

}  // namespace gainswarm::graph
