// How calls of time functionals are written.
#pragma once

#include <string>
#include <vector>

#include "host/language/syntax.hpp"

namespace gainswarm::rollout {

/// Whether the tree is the call of a time functional. max and min of more than one argument are the ordinary
/// functions.
bool is_functional(const language::Syntax& syntax);

/// Throws InputError at the functional's call, a part of `text`, with the wrong number of arguments, and at a
/// functional inside it.
void check_functional(const language::Syntax& syntax, const spec::Text& text);

/// Names of all functionals.
std::vector<std::string> functional_names();

}  // namespace gainswarm::rollout
