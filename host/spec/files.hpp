// The files that a configuration consists of, joined into one tree, with overrides applied.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/spec/document.hpp"

namespace gainswarm::spec {

/// Reads files and remembers them in order.
class Files {
 public:
  /// The file's tree, with every plant: and controller: that names a file replaced by what that file holds.
  YamlNode read(const std::string& path);
  /// The same for text that is already in memory.
  YamlNode read(const std::shared_ptr<const Source>& source);
  /// Applies "a.b=c": c is YAML; maps on the way are made when missing. File names in c start from the
  /// working folder.
  void apply(const std::string& assignment, YamlNode& root);
  /// Replaces a plant: or controller: that names a file, here and below.
  void include(YamlNode& map, int depth = 0);

  /// The files, then the overrides.
  [[nodiscard]] std::vector<std::shared_ptr<const Source>> sources() const;

 private:
  void include_one(std::string_view key, YamlNode& value, int depth);
  /// The value that the dotted path names, made when missing.
  YamlNode& find_or_make(YamlNode& root, const std::vector<std::string>& path, const Position& where);

  std::vector<std::shared_ptr<const Source>> files_, overrides_;
};

}  // namespace gainswarm::spec
