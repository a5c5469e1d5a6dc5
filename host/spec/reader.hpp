// From a YAML tree to the structs of spec.hpp, strictly: what is not known is an error.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/spec/checks.hpp"
#include "host/spec/choices.hpp"
#include "host/spec/keys.hpp"
#include "host/spec/names.hpp"
#include "host/spec/values.hpp"

namespace gainswarm::spec {

/// Archive that fills the members of one map; each key it is shown becomes known.
class Reader {
 public:
  Reader(const YamlNode& map, std::string_view kind) : map_(map), kind_(kind) {}

  template <class T>
  void operator()(const Key& key, T& member) {
    known_.emplace_back(key.name);
    if (const YamlNode* node = map_.find(key.name)) {
      read(*node, key, member);
    } else if (key.is_required && missing_.empty()) {
      missing_ = quote(key.name) + " (" + std::string(key.documentation) + ")";
    }
  }

  /// A key that is unknown may be a required one misspelt, and so comes first.
  void refuse_unknown_and_missing() const {
    for (const auto& [key, value] : map_.members) {
      if (std::ranges::find(known_, key.str()) == known_.end()) {
        throw InputError(key.position(), "unknown key " + quote(key.str()) + " in the " + std::string(kind_) +
                                             did_you_mean(key.str(), known_));
      }
    }
    if (!missing_.empty())
      throw InputError(map_.position, "the " + std::string(kind_) + " has no " + missing_);
  }

 private:
  const YamlNode& map_;
  std::string_view kind_;
  std::vector<std::string> known_;
  std::string missing_;  ///< the first required key that is not there, and what it is for
};

/// Throws unless the node is of that kind; the message ends with the suggestion.
inline void require_kind(const YamlNode& node, const Key& key, YamlNode::Kind kind,
                         const std::string& suggestion = "") {
  if (node.kind != kind) {
    throw InputError(node.position, quote(key.name) + " needs " + std::string(name(kind)) + " (found " +
                                        std::string(name(node.kind)) + ")" + suggestion);
  }
}

template <Structure T>
void read(const YamlNode& node, const Key& key, T& value) {
  if constexpr (requires { value.position = node.position; }) {
    value.position = node.position;
  }
  if constexpr (requires { read_short(node, key, value); }) {
    if (node.kind == YamlNode::Kind::scalar) {
      read_short(node, key, value);
      return;
    }
  }
  std::string suggestion;
  if constexpr (requires { instead_of_list(node, value); }) {
    suggestion = instead_of_list(node, value);
  }
  require_kind(node, key, YamlNode::Kind::map, suggestion);
  Reader reader(node, about(value).name);
  fields(reader, value);
  reader.refuse_unknown_and_missing();
  if constexpr (requires { check(value, node); }) {
    check(value, node);
  }
}

template <Enumeration E>
void read(const YamlNode& node, const Key& key, E& value) {
  const Text& text = scalar(node, key, "a word");
  std::vector<std::string> words;
  for (const auto& choice : choices(value)) {
    if (choice.name == text.str()) {
      value = choice.value;
      return;
    }
    words.emplace_back(choice.name);
  }
  throw InputError(text.position(), quote(text.str()) + " is no choice for " + quote(key.name) +
                                        did_you_mean(text.str(), words));
}

/// Names that the user chose.
template <class T>
void read(const YamlNode& node, const Key& key, Map<T>& map) {
  map.clear();
  if (node.kind == YamlNode::Kind::scalar && !key.lone_name.empty()) {
    map.push_back({Text(std::string(key.lone_name), node.position), T{}});
    read(node, key, map.back().value);
    return;
  }
  require_kind(node, key, YamlNode::Kind::map);
  if (node.members.size() > most_entries) {
    throw InputError(node.members[most_entries].key.position(),
                     quote(key.name) + " has " + std::to_string(node.members.size()) + " entries (" +
                         std::to_string(most_entries) + " is the limit); remove some");
  }
  for (const auto& [name, value] : node.members) {
    if (!is_identifier(name.str())) {
      throw InputError(name.position(),
                       quote(name.str()) + " in " + quote(key.name) +
                           " is not a name (at most 64 letters, digits and _, no digit first)");
    }
    Key entry = key;
    entry.name = name.str();
    map.push_back({name, T{}});
    read(value, entry, map.back().value);
  }
}

template <class T>
void read(const YamlNode& node, const Key& key, std::vector<T>& list) {
  list.clear();
  require_kind(node, key, YamlNode::Kind::sequence);
  for (const YamlNode& item : node.items) {
    read(item, key, list.emplace_back());
  }
}

template <class T>
void read(const YamlNode& node, const Key& key, std::optional<T>& value) {
  read(node, key, value.emplace());
}

template <class T>
void read(const YamlNode& node, const Key& key, std::shared_ptr<const T>& value) {
  auto filled = std::make_shared<T>();
  read(node, key, *filled);
  value = std::move(filled);
}

}  // namespace gainswarm::spec
