// From the structs of spec.hpp back to a YAML tree, with every default filled in.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/spec/choices.hpp"
#include "host/spec/keys.hpp"
#include "host/spec/values.hpp"

namespace gainswarm::spec {

/// What was not given and has no default is left out.
template <class T>
bool is_absent(const T& value) {
  if constexpr (requires { value.empty(); }) {
    return value.empty();
  } else if constexpr (requires { value != nullptr; }) {
    return value == nullptr;
  } else {
    return false;
  }
}
template <class T>
bool is_absent(const std::optional<T>& value) {
  return !value.has_value();
}

/// Archive that collects the members of one map.
class Writer {
 public:
  template <class T>
  void operator()(const Key& key, T& member) {
    if (key.is_required || !is_absent(member)) {
      map_.members.push_back({Text(std::string(key.name)), write(key, member)});
    }
  }
  YamlNode take() {
    map_.kind = YamlNode::Kind::map;
    return std::move(map_);
  }

 private:
  YamlNode map_;
};

template <Enumeration E>
YamlNode write(const Key& /*key*/, E value) {
  return scalar_node(std::string(word(value)));
}

template <Structure T>
YamlNode write(const Key& /*key*/, const T& value) {
  T visited = value;  // a visit may assign, so it works on a copy
  Writer writer;
  fields(writer, visited);
  return writer.take();
}

/// A fixed gain is written as its value.
inline YamlNode write(const Key& key, const Gain& gain) {
  return gain.fixed ? scalar_node(to_text(*gain.fixed, gain.unit)) : write<Gain>(key, gain);
}

template <class T>
YamlNode write(const Key& key, const Map<T>& map) {
  YamlNode node;
  node.kind = YamlNode::Kind::map;
  for (const auto& entry : map) {
    node.members.push_back({Text(entry.name.str()), write(key, entry.value)});
  }
  return node;
}

template <class T>
YamlNode write(const Key& key, const std::vector<T>& list) {
  YamlNode node;
  node.kind = YamlNode::Kind::sequence;
  for (const T& item : list) {
    node.items.push_back(write(key, item));
  }
  return node;
}

template <class T>
YamlNode write(const Key& key, const std::optional<T>& value) {
  return write(key, *value);
}

template <class T>
YamlNode write(const Key& key, const std::shared_ptr<const T>& value) {
  return write(key, *value);
}

/// The tree as YAML text: maps in block style, lists of single values in flow style.
std::string to_yaml(const YamlNode& root);

}  // namespace gainswarm::spec
