#include "host/rollout/equations.hpp"

#include <cmath>

#include "host/spec/number.hpp"

namespace gainswarm::rollout {

void Names::define(const std::string& name, Value value) {
  values_.insert_or_assign(name, value);
}

void Names::define_all(const Names& other) {
  for (const auto& [name, value] : other.values_) define(name, value);
}

std::optional<Value> Names::find(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> Names::all() const {
  std::vector<std::string> names;
  names.reserve(values_.size());
  for (const auto& entry : values_) names.push_back(entry.first);
  return names;
}

Equation::Equation(std::string name_, const spec::Text& text_)
    : name(std::move(name_)), text(text_), syntax(language::parse(text_)) {}

Equations parse_all(const spec::Map<spec::Text>& map) {
  Equations equations;
  equations.reserve(map.size());
  for (const auto& entry : map) equations.emplace_back(entry.name.str(), entry.value);
  return equations;
}

Equations parse_all(const spec::Map<spec::Formula>& map) {
  Equations equations;
  equations.reserve(map.size());
  for (const auto& entry : map) equations.emplace_back(entry.name.str(), entry.value.text);
  return equations;
}

void require_arguments(const language::Syntax& call, std::size_t count, const spec::Text& text) {
  if (call.operands.size() == count) return;
  throw spec::InputError(text.at(call.offset), call.name + "() takes " + std::to_string(count) + " argument" +
                                                   (count == 1 ? "" : "s") + ", not " +
                                                   std::to_string(call.operands.size()) +
                                                   "; see gainswarm describe functions");
}

Value lower(const language::Syntax& syntax, const spec::Text& text, graph::Graph& graph, const Names& names,
            const CallHandler& calls, const Advice& advice) {
  graph::Scope scope;
  scope.name = [&](const std::string& name) { return names.find(name); };
  scope.call = [&](const language::Syntax& call) {
    return calls ? calls(call, text) : std::optional<Value>();
  };
  scope.known_names = [&] { return names.all(); };
  scope.known_calls = advice.known_calls;
  scope.explain = advice.explain;
  return graph::lower(syntax, text, graph, scope);
}

Value lower_number(const Equation& equation, graph::Graph& graph, const Names& names,
                   const CallHandler& calls, const Advice& advice) {
  const Value value = lower(*equation.syntax, equation.text, graph, names, calls, advice);
  if (!value.is_condition()) return value;
  throw spec::InputError(
      equation.text.position(),
      "'" + equation.name + "' is a condition (a number is needed here); use if(condition, 1, 0)");
}

Value lower_condition(const Equation& equation, graph::Graph& graph, const Names& names,
                      const CallHandler& calls, const Advice& advice) {
  const Value value = lower(*equation.syntax, equation.text, graph, names, calls, advice);
  if (value.is_condition()) return value;
  throw spec::InputError(equation.text.position(),
                         "'" + equation.name +
                             "' is a number (a condition is needed here); compare it with "
                             "something, as in abs(x) > 1");
}

Value lower_finite(const Equation& equation, graph::Graph& graph, const Names& names,
                   const CallHandler& calls, const Advice& advice) {
  const Value value = lower_number(equation, graph, names, calls, advice);
  if (!value.is_constant() || std::isfinite(value.constant())) return value;
  throw spec::InputError(
      equation.text.position(),
      "'" + equation.name + "' is no finite number (it comes to " +
          (std::isnan(value.constant()) ? "nan" : spec::to_text(value.constant())) +
          ", whatever happens); look for a division by 0, or a function outside its range");
}

void define_in_order(const Equations& equations, graph::Graph& graph, Names& names, const CallHandler& calls,
                     const Advice& advice) {
  for (const Equation& equation : equations) {
    names.define(equation.name, lower(*equation.syntax, equation.text, graph, names, calls, advice));
  }
}

}  // namespace gainswarm::rollout
