// Reading text from disk: bounded, from regular files only, valid UTF-8 without control characters.
#pragma once

#include <memory>
#include <string>

#include "host/spec/source.hpp"

namespace gainswarm::spec {

constexpr std::size_t max_file_size = 1 << 20;  ///< bytes

/// Reads a *.yaml or *.yml file. `asked_from` is where the path was written, or nothing for a path from the
/// command line; errors point there. Throws InputError.
std::shared_ptr<const Source> read_file(const std::string& path, const Position& asked_from);

/// Throws InputError at the first byte that is not printable UTF-8 text, tab, line feed or CR LF.
void check_text(const std::shared_ptr<const Source>& source);

}  // namespace gainswarm::spec
