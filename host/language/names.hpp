// The names that an expression uses.
#pragma once

#include <set>
#include <string>

#include "host/language/syntax.hpp"

namespace gainswarm::language {

/// Adds every name but those of called functions.
void add_names(const Syntax& syntax, std::set<std::string>& names);

}  // namespace gainswarm::language
