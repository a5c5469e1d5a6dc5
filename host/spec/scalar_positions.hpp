// Where in the YAML text each character of a scalar's value was written.
#pragma once

#include <string>

#include "host/spec/source.hpp"

namespace gainswarm::spec {

/// `value` is the decoded scalar that starts at byte `offset` of the source, which is at `start`. Exact for
/// every character but blanks, in plain, quoted, literal and folded style.
Text locate_scalar(const Position& start, std::size_t offset, std::string value);

}  // namespace gainswarm::spec
