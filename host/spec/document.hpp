// One YAML document as a tree that knows where each part was written. Only this file's .cpp knows yaml-cpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/spec/source.hpp"

namespace gainswarm::spec {

struct YamlNode {
  enum class Kind { null, scalar, sequence, map };
  struct Member;

  Kind kind = Kind::null;
  Position position;
  Text text;                    ///< of a scalar
  std::vector<YamlNode> items;  ///< of a sequence
  std::vector<Member> members;  ///< of a map, in the order of the file; no key occurs twice

  /// The map's value under `key`, or null.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
  [[nodiscard]] YamlNode* find(std::string_view key);
  /// Where the value under `key` stands; without it, where the map stands.
  [[nodiscard]] const Position& where(std::string_view key) const;
};

struct YamlNode::Member {
  Text key;
  YamlNode value;
};

/// "a map", "a list", "a value" or "nothing".
std::string_view name(YamlNode::Kind kind);

constexpr int max_depth = 32;
constexpr int max_nodes = 50'000;

/// Reads the only document of a source of at most 1 MiB of valid text. Refuses anchors, aliases, tags,
/// duplicate keys, keys that are not plain words, further documents, and more than max_depth or max_nodes.
///
/// One addition to YAML: a comma between parentheses belongs to the value, so that {angle: uniform(-1, 1)}
/// and [max(a, b), c] mean what they say.
YamlNode read_document(const std::shared_ptr<const Source>& source);

/// As above for an override: positions carry no line, because the source's name already is its whole text.
YamlNode read_override(const std::shared_ptr<const Source>& source);

}  // namespace gainswarm::spec
