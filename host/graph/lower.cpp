#include "host/graph/lower.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "host/graph/builtins.hpp"
#include "host/spec/names.hpp"

namespace gainswarm::graph {
namespace {

using language::Kind;
using language::Syntax;

/// Operators whose chains lean to the left, as deep as the expression is long.
bool leans_left(Kind kind) {
  switch (kind) {
    case Kind::add:
    case Kind::subtract:
    case Kind::multiply:
    case Kind::divide:
    case Kind::logical_and:
    case Kind::logical_or:
      return true;
    default:
      return false;
  }
}

bool takes_conditions(Kind kind) {
  return kind == Kind::logical_and || kind == Kind::logical_or || kind == Kind::logical_not;
}

std::string counted(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " argument" : " arguments");
}

class Lowering {
 public:
  Lowering(const spec::Text& text, Graph& graph, const Scope& scope)
      : text_(text), graph_(graph), scope_(scope) {}

  Value any(const Syntax& syntax) {
    switch (syntax.kind) {
      case Kind::number:
        return literal(syntax);
      case Kind::name:
        return name(syntax);
      case Kind::call:
        return call(syntax);
      case Kind::negate:
        return -number(*syntax.operands[0]);
      case Kind::logical_not:
        return negation(condition(*syntax.operands[0]));
      default:
        return leans_left(syntax.kind) ? chain(syntax) : pair(syntax);
    }
  }

 private:
  Value number(const Syntax& syntax) { return expect(any(syntax), syntax, false); }
  Value condition(const Syntax& syntax) { return expect(any(syntax), syntax, true); }

  Value expect(Value value, const Syntax& syntax, bool condition) const {
    if (value.is_condition() == condition) return value;
    if (condition) {
      fail(syntax,
           "a number where a condition is needed (conditions are comparisons, and what and, or and not make "
           "of "
           "them); compare it with something, as in x > 0");
    }
    fail(syntax,
         "a condition where a number is needed (a comparison has no numeric value); "
         "write if(condition, 1, 0)");
  }

  Value literal(const Syntax& syntax) const {
    const Value value{&graph_, graph_.constant(syntax.value)};
    if (std::isinf(value.constant())) fail(syntax, "the number is out of range in single precision");
    return value;
  }

  Value name(const Syntax& syntax) const {
    if (const auto value = scope_.name ? scope_.name(syntax.name) : std::nullopt) return *value;
    if (syntax.name == "pi") return {&graph_, graph_.constant(std::numbers::pi)};
    if (syntax.name == "e") return {&graph_, graph_.constant(std::numbers::e)};
    fail_unknown_name(syntax);
  }

  Value call(const Syntax& syntax) {
    if (const auto value = scope_.call ? scope_.call(syntax) : std::nullopt) return *value;
    if (syntax.name == "if") return conditional(syntax);
    const Builtin* builtin = find_builtin(syntax.name);
    if (builtin == nullptr) fail_unknown_function(syntax);
    check_count(syntax, builtin->fewest, builtin->most, builtin->usage);
    std::vector<Value> arguments;
    arguments.reserve(syntax.operands.size());
    for (const auto& operand : syntax.operands) arguments.push_back(number(*operand));
    return builtin->build(arguments);
  }

  Value conditional(const Syntax& syntax) {
    check_count(syntax, 3, 3, "if(condition, a, b): a where the condition holds, else b");
    const Value choice = condition(*syntax.operands[0]);
    const Value a = any(*syntax.operands[1]);
    const Value b = any(*syntax.operands[2]);
    return select(choice, a, expect(b, *syntax.operands[2], a.is_condition()));
  }

  /// a + b - c ...: down to the first operand in a loop, not by recursion.
  Value chain(const Syntax& outermost) {
    std::vector<const Syntax*> nodes;
    const Syntax* innermost = &outermost;
    for (; leans_left(innermost->kind); innermost = innermost->operands[0].get()) nodes.push_back(innermost);
    Value result = any(*innermost);
    for (; !nodes.empty(); nodes.pop_back()) {
      const Syntax* node = nodes.back();
      const Syntax& right = *node->operands[1];
      const bool of_conditions = takes_conditions(node->kind);
      const Value a = expect(result, *node->operands[0], of_conditions);
      result = combine(node->kind, a, expect(any(right), right, of_conditions));
    }
    return result;
  }

  Value pair(const Syntax& syntax) {
    const Value a = number(*syntax.operands[0]);
    return combine(syntax.kind, a, number(*syntax.operands[1]));
  }

  static Value combine(Kind kind, Value a, Value b) {
    switch (kind) {
      case Kind::add:
        return a + b;
      case Kind::subtract:
        return a - b;
      case Kind::multiply:
        return a * b;
      case Kind::divide:
        return a / b;
      case Kind::less:
        return a < b;
      case Kind::less_equal:
        return a <= b;
      case Kind::greater:
        return a > b;
      case Kind::greater_equal:
        return a >= b;
      case Kind::equal:
        return a == b;
      case Kind::not_equal:
        return negation(a == b);
      case Kind::logical_and:
        return both(a, b);
      case Kind::logical_or:
        return either(a, b);
      default:
        return raise(a, b);
    }
  }

  void check_count(const Syntax& call, std::size_t fewest, std::size_t most, std::string_view usage) const {
    const std::size_t count = call.operands.size();
    if (count >= fewest && count <= most) return;
    const std::string expected = (fewest == most ? "" : "at least ") + counted(fewest);
    fail(call, "'" + call.name + "' takes " + expected + " but got " + std::to_string(count) + " (" +
                   std::string(usage) + ")");
  }

  [[noreturn]] void fail_unknown_name(const Syntax& syntax) const {
    if (syntax.name == "if" || find_builtin(syntax.name) != nullptr) {
      fail(syntax,
           "'" + syntax.name + "' is a function (it needs arguments); write " + syntax.name + "(...)");
    }
    explain(syntax);
    std::vector<std::string> candidates = asked(scope_.known_names);
    candidates.emplace_back("pi");
    fail_unknown("name", syntax, std::move(candidates));
  }

  [[noreturn]] void fail_unknown_function(const Syntax& syntax) const {
    if (scope_.name && scope_.name(syntax.name)) {
      fail(syntax,
           "'" + syntax.name + "' is a value, not a function; write " + syntax.name + " * (...) to multiply");
    }
    explain(syntax);
    std::vector<std::string> candidates = asked(scope_.known_calls);
    candidates.emplace_back("if");
    for (const Builtin& builtin : builtins()) candidates.emplace_back(builtin.name);
    fail_unknown("function", syntax, std::move(candidates));
  }

  static std::vector<std::string> asked(const std::function<std::vector<std::string>()>& list) {
    return list ? list() : std::vector<std::string>();
  }

  /// Fails with what the scope says about a name of elsewhere, if it does.
  void explain(const Syntax& syntax) const {
    const std::string message = scope_.explain ? scope_.explain(syntax.name) : "";
    if (!message.empty()) fail(syntax, message);
  }

  [[noreturn]] void fail_unknown(const std::string& what, const Syntax& syntax,
                                 std::vector<std::string> candidates) const {
    std::ranges::sort(candidates);
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    fail(syntax, "unknown " + what + " '" + syntax.name + "'" + spec::did_you_mean(syntax.name, candidates));
  }

  [[noreturn]] void fail(const Syntax& syntax, const std::string& message) const {
    throw spec::InputError(text_.at(syntax.offset), message);
  }

  const spec::Text& text_;
  Graph& graph_;
  const Scope& scope_;
};

}  // namespace

Value lower(const Syntax& syntax, const spec::Text& text, Graph& graph, const Scope& scope) {
  return Lowering(text, graph, scope).any(syntax);
}

}  // namespace gainswarm::graph
