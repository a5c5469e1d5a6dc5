#include "host/rollout/functional_syntax.hpp"

#include "host/rollout/equations.hpp"
#include "host/rollout/functional_kinds.hpp"

namespace gainswarm::rollout {
namespace {

using language::Kind;
using language::Syntax;
using spec::InputError;

void refuse_functionals_inside(const Syntax& outer, const spec::Text& text) {
  std::vector<const Syntax*> open;
  for (const auto& operand : outer.operands) open.push_back(operand.get());
  while (!open.empty()) {
    const Syntax* inner = open.back();
    open.pop_back();
    if (is_functional(*inner)) {
      throw InputError(text.at(inner->offset),
                       inner->name + "() inside " + outer.name +
                           "() (a time functional is one number for the whole rollout, not " +
                           "a signal); move it outside");
    }
    for (const auto& next : inner->operands) open.push_back(next.get());
  }
}

/// An integral has one argument, or three with a window.
void require_integral_arguments(const Syntax& call, const spec::Text& text) {
  const std::size_t given = call.operands.size();
  if (given == 1 || given == 3) return;
  throw InputError(text.at(call.offset), call.name + "() takes 1 argument, or 3 with a window of time, not " +
                                             std::to_string(given) + "; see gainswarm describe functions");
}

}  // namespace

bool is_functional(const Syntax& syntax) {
  if (syntax.kind != Kind::call) return false;
  const bool is_ordinary = (syntax.name == "max" || syntax.name == "min") && syntax.operands.size() != 1;
  return !is_ordinary && (find_kind(tick_kinds(), syntax.name) != nullptr ||
                          find_kind(integral_kinds(), syntax.name) != nullptr);
}

void check_functional(const Syntax& syntax, const spec::Text& text) {
  if (const TickKind* kind = find_kind(tick_kinds(), syntax.name)) {
    require_arguments(syntax, kind->signals + kind->parameters, text);
  } else if (find_kind(integral_kinds(), syntax.name)->is_of_last_seconds) {
    require_arguments(syntax, 2, text);
  } else {
    require_integral_arguments(syntax, text);
  }
  refuse_functionals_inside(syntax, text);
}

std::vector<std::string> functional_names() {
  std::vector<std::string> names;
  for (const TickKind& kind : tick_kinds()) names.emplace_back(kind.name);
  for (const IntegralKind& kind : integral_kinds()) names.emplace_back(kind.name);
  return names;
}

}  // namespace gainswarm::rollout
