// What a configuration file is, told by its keys at the top.
#pragma once

#include <optional>
#include <string>

#include "host/spec/document.hpp"

namespace gainswarm::spec {

enum class FileKind { problem, controller, plant };

/// Nothing when no key tells.
std::optional<FileKind> kind_of(const YamlNode& root);

/// What the file holds; a plant when no key tells. Throws InputError when it cannot be read as YAML.
FileKind kind_of_file(const std::string& path);

/// Throws InputError at `where` when the keys say that `root` is something else than is expected there.
void require_file_kind(const YamlNode& root, FileKind expected, const Position& where);

}  // namespace gainswarm::spec
