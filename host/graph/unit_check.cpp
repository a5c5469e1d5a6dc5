#include "host/graph/unit_check.hpp"

#include <algorithm>

#include "host/graph/builtins.hpp"

namespace gainswarm::graph {
namespace {

using language::Kind;
using language::Syntax;
using spec::Dimensions;

/// The value of an exponent that is written out: 2, -1, 1/3.
std::optional<double> written_number(const Syntax& syntax) {
  if (syntax.kind == Kind::number) return syntax.value;
  std::vector<double> operands;
  for (const auto& operand : syntax.operands) {
    const auto value = written_number(*operand);
    if (!value) return std::nullopt;
    operands.push_back(*value);
  }
  switch (syntax.kind) {
    case Kind::negate:
      return -operands[0];
    case Kind::add:
      return operands[0] + operands[1];
    case Kind::subtract:
      return operands[0] - operands[1];
    case Kind::multiply:
      return operands[0] * operands[1];
    case Kind::divide:
      return operands[0] / operands[1];
    default:
      return std::nullopt;
  }
}

class UnitCheck {
 public:
  UnitCheck(const spec::Text& text, const UnitScope& scope, std::vector<Disagreement>& found)
      : text_(text), scope_(scope), found_(found) {}

  Dimensions of(const Syntax& syntax) {
    switch (syntax.kind) {
      case Kind::number:
        return of_number(syntax.value);
      case Kind::name:
        return of_name(syntax.name);
      case Kind::call:
        return of_call(syntax);
      case Kind::negate:
        return of(*syntax.operands[0]);
      case Kind::logical_not:
        of(*syntax.operands[0]);
        return {};
      case Kind::power:
        return of_power(syntax, *syntax.operands[0], *syntax.operands[1]);
      default:
        return of_chain(syntax);
    }
  }

 private:
  static Dimensions of_number(double value) {
    return value == 1 || value == 2 || value == 0.5 ? spec::bare_number : Dimensions();
  }

  Dimensions of_name(const std::string& name) const {
    if (const auto known = scope_.name(name)) return *known;
    return name == "pi" || name == "e" ? spec::bare_number : Dimensions();
  }

  /// a + b - c ...: down to the first operand in a loop, not by recursion.
  Dimensions of_chain(const Syntax& outermost) {
    std::vector<const Syntax*> nodes;
    const Syntax* innermost = &outermost;
    for (; is_binary(innermost->kind); innermost = innermost->operands[0].get()) nodes.push_back(innermost);
    Dimensions result = of(*innermost);
    for (; !nodes.empty(); nodes.pop_back()) result = of_pair(*nodes.back(), result);
    return result;
  }

  static bool is_binary(Kind kind) {
    return kind != Kind::number && kind != Kind::name && kind != Kind::call && kind != Kind::negate &&
           kind != Kind::logical_not && kind != Kind::power;
  }

  Dimensions of_pair(const Syntax& node, const Dimensions& a) {
    const Dimensions b = of(*node.operands[1]);
    switch (node.kind) {
      case Kind::add:
        return alike(a, b, "are added", node);
      case Kind::subtract:
        return alike(a, b, "are subtracted", node);
      case Kind::multiply:
        return a * b;
      case Kind::divide:
        return a / b;
      case Kind::logical_and:
      case Kind::logical_or:
        return {};
      default:
        alike(a, b, "are compared", node);
        return {};
    }
  }

  Dimensions of_power(const Syntax& node, const Syntax& base_syntax, const Syntax& exponent_syntax) {
    const Dimensions base = of(base_syntax);
    const Dimensions exponent = of(exponent_syntax);
    if (!is_ratio(exponent, "an exponent", node)) return spec::told_already;
    const auto written = written_number(exponent_syntax);
    if (written) return raised(base, *written);
    if (!disagree(base, spec::dimensionless)) return base;
    if (exponent.knowledge == spec::Knowledge::nothing) return {};
    return is_ratio(base, "the base of a power that varies", node) ? Dimensions() : spec::told_already;
  }

  Dimensions of_call(const Syntax& call) {
    if (const auto known = scope_.call ? scope_.call(call) : std::nullopt) return *known;
    if (call.name == "if") return of_choice(call);
    const Builtin* builtin = find_builtin(call.name);
    if (builtin == nullptr) return {};
    if (call.operands.size() < builtin->fewest) return {};
    const std::string name(builtin->name);
    switch (builtin->measures) {
      case Measures::argument:
        return alike(call);
      case Measures::share:
        alike(call);
        return spec::dimensionless;
      case Measures::root:
        return raised(of(*call.operands[0]), 0.5);
      case Measures::power:
        return of_power(call, *call.operands[0], *call.operands[1]);
      case Measures::nothing:
        break;
    }
    Dimensions result = spec::dimensionless;
    for (const auto& operand : call.operands) {
      const Dimensions argument = of(*operand);
      const bool agrees = is_ratio(argument, "what " + name + "() takes", call);
      if (!agrees || argument.knowledge == spec::Knowledge::told) result = spec::told_already;
    }
    return result;
  }

  Dimensions of_choice(const Syntax& call) {
    if (call.operands.size() != 3) return {};
    of(*call.operands[0]);
    const Dimensions a = of(*call.operands[1]);
    return alike(a, of(*call.operands[2]), "are chosen from", call);
  }

  Dimensions alike(const Syntax& call) {
    Dimensions result = of(*call.operands[0]);
    for (std::size_t i = 1; i < call.operands.size(); ++i)
      result = alike(result, of(*call.operands[i]), "stand side by side in " + call.name + "()", call);
    return result;
  }

  /// What both measure; where they disagree, that is told and no more is known.
  Dimensions alike(const Dimensions& a, const Dimensions& b, const std::string& are_joined,
                   const Syntax& node) {
    if (!disagree(a, b)) return agreed(a, b);
    complain(node,
             to_string(a) + " and " + to_string(b) + " " + are_joined + " (they measure different things)");
    return spec::told_already;
  }

  /// Complains where it is not.
  bool is_ratio(const Dimensions& dimensions, const std::string& what, const Syntax& node) {
    if (!disagree(dimensions, spec::dimensionless)) return true;
    complain(node,
             what + " is in " + to_string(dimensions) + " (only a number without unit has a meaning there)");
    return false;
  }

  void complain(const Syntax& node, const std::string& message) {
    found_.push_back({text_.at(node.offset), message + "; " + unit_advice});
  }

  const spec::Text& text_;
  const UnitScope& scope_;
  std::vector<Disagreement>& found_;
};

}  // namespace

spec::Dimensions check_units(const Syntax& syntax, const spec::Text& text, const UnitScope& scope,
                             std::vector<Disagreement>& found) {
  return UnitCheck(text, scope, found).of(syntax);
}

}  // namespace gainswarm::graph
