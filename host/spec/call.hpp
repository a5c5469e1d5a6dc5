// "uniform(-1, 1)" as a name and its arguments.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "host/spec/source.hpp"

namespace gainswarm::spec {

struct Call {
  std::string name;
  std::vector<std::pair<std::size_t, std::size_t>> arguments;  ///< [begin, end) of each in the text
};

/// Reads a name, alone or with arguments in parentheses. Throws InputError when it is neither.
Call parse_call(const Text& text);

/// Throws unless the call has that many arguments; `shape` shows how it is written.
void require_arguments(const Text& text, const Call& call, std::size_t count, std::string_view shape);

}  // namespace gainswarm::spec
