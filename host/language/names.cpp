#include "host/language/names.hpp"

namespace gainswarm::language {

void add_names(const Syntax& syntax, std::set<std::string>& names) {
  if (syntax.kind == Kind::name) names.insert(syntax.name);
  for (const auto& operand : syntax.operands) add_names(*operand, names);
}

}  // namespace gainswarm::language
