// Named expressions of the configuration, parsed once and lowered to graph values as often as a rollout needs
// them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/graph/lower.hpp"
#include "host/graph/value.hpp"
#include "host/language/syntax.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::rollout {

using graph::Value;

/// Functions that only a certain place of the configuration knows, such as integral(...) or drift(...).
using CallHandler = std::function<std::optional<Value>(const language::Syntax&, const spec::Text&)>;

/// What a place of the configuration adds to the messages about names and functions that it does not know;
/// see graph::Scope. Either function may be left empty.
struct Advice {
  std::function<std::vector<std::string>()> known_calls;
  std::function<std::string(const std::string& name)> explain;
};

/// What the names in an expression stand for. Later definitions hide earlier ones.
class Names {
 public:
  void define(const std::string& name, Value value);
  void define_all(const Names& other);
  [[nodiscard]] std::optional<Value> find(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> all() const;  ///< in any order

 private:
  std::unordered_map<std::string, Value> values_;
};

/// One expression with the text that errors point into.
struct Equation {
  std::string name;
  spec::Text text;
  language::SyntaxPointer syntax;

  Equation(std::string name_, const spec::Text& text_);
};

using Equations = std::vector<Equation>;
Equations parse_all(const spec::Map<spec::Text>& map);
Equations parse_all(const spec::Map<spec::Formula>& map);

/// Throws InputError at the call, a part of `text`, unless it has `count` arguments.
void require_arguments(const language::Syntax& call, std::size_t count, const spec::Text& text);

/// Lowers `syntax`, a part of `text`. Throws InputError at the unknown name or wrong operand.
Value lower(const language::Syntax& syntax, const spec::Text& text, graph::Graph& graph, const Names& names,
            const CallHandler& calls = {}, const Advice& advice = {});
/// Likewise, and insists on a number (a condition).
Value lower_number(const Equation& equation, graph::Graph& graph, const Names& names,
                   const CallHandler& calls = {}, const Advice& advice = {});
Value lower_condition(const Equation& equation, graph::Graph& graph, const Names& names,
                      const CallHandler& calls = {}, const Advice& advice = {});
/// A number that is finite wherever nothing can change it any more.
Value lower_finite(const Equation& equation, graph::Graph& graph, const Names& names,
                   const CallHandler& calls = {}, const Advice& advice = {});
/// Defines each equation's name in turn, so that it may use those above it.
void define_in_order(const Equations& equations, graph::Graph& graph, Names& names,
                     const CallHandler& calls = {}, const Advice& advice = {});

}  // namespace gainswarm::rollout
