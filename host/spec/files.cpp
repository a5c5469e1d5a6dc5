#include "host/spec/files.hpp"

#include <charconv>
#include <filesystem>

#include "host/spec/file.hpp"
#include "host/spec/file_kind.hpp"
#include "host/spec/names.hpp"

namespace gainswarm::spec {
namespace {

constexpr int max_includes = 8;

bool names_file(std::string_view key, const YamlNode& value) {
  return value.kind == YamlNode::Kind::scalar && (key == "plant" || key == "controller");
}

/// A relative name starts from the folder of the file that it is written in.
std::string resolve(const Text& name) {
  const std::filesystem::path path(name.str());
  const auto& source = name.position().source;
  return path.is_absolute() || !source ? path.string()
                                       : (std::filesystem::path(source->folder) / path).string();
}

std::vector<std::string> split(const std::string& path, const Position& where) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    parts.push_back(path.substr(begin, end - begin));
    if (parts.back().empty() || parts.size() > max_depth) {
      throw InputError(where, "the override names no key; write for example swarm.particles=64");
    }
    begin = end + 1;
  }
  return parts;
}

YamlNode* list_item(YamlNode& list, const std::string& index) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
  const bool whole = error == std::errc() && end == index.data() + index.size();
  return whole && number < list.items.size() ? &list.items[number] : nullptr;
}

}  // namespace

YamlNode Files::read(const std::string& path) {
  return read(read_file(path, {}));
}

YamlNode Files::read(const std::shared_ptr<const Source>& source) {
  check_text(source);
  files_.push_back(source);
  return read_document(source);
}

void Files::include_one(std::string_view key, YamlNode& value, int depth) {
  if (depth > max_includes) {
    throw InputError(value.position,
                     "files name each other more than " + std::to_string(max_includes) + " deep");
  }
  const Position named = value.position;
  const auto source = read_file(resolve(value.text), named);
  files_.push_back(source);
  value = read_document(source);
  if (value.kind != YamlNode::Kind::map) {
    throw InputError(value.position,
                     "a plant or controller is a map of keys (found " + std::string(name(value.kind)) + ")");
  }
  require_file_kind(value, key == "plant" ? FileKind::plant : FileKind::controller, named);
  if (value.find("name") == nullptr) {
    const std::string title = std::filesystem::path(source->name).stem().string();
    YamlNode node{YamlNode::Kind::scalar, value.position, Text(title, value.position), {}, {}};
    value.members.insert(value.members.begin(), {Text("name", value.position), std::move(node)});
  }
}

void Files::include(YamlNode& map, int depth) {
  for (auto& [key, value] : map.members) {
    const bool is_file = names_file(key.str(), value);
    if (is_file) {
      include_one(key.str(), value, depth + 1);
    }
    if (key.str() == "plant" || key.str() == "linearise") {
      include(value, depth + (is_file ? 1 : 0));
    }
  }
}

YamlNode& Files::find_or_make(YamlNode& root, const std::vector<std::string>& path, const Position& where) {
  YamlNode* node = &root;
  for (const std::string& key : path) {
    YamlNode* child = nullptr;
    if (node->kind == YamlNode::Kind::map) {
      child = node->find(key);
      if (child == nullptr) {
        node->members.push_back({Text(key, where), YamlNode{YamlNode::Kind::map, where, {}, {}, {}}});
        child = &node->members.back().value;
      }
    } else if (node->kind == YamlNode::Kind::sequence) {
      child = list_item(*node, key);
    }
    if (child == nullptr) {
      throw InputError(where, "there is no " + quote(key) + " here (what stands before it is " +
                                  std::string(name(node->kind)) + "); set the whole of it instead");
    }
    if (&key != &path.back() && names_file(key, *child)) {
      include_one(key, *child, 0);
    }
    node = child;
  }
  return *node;
}

void Files::apply(const std::string& assignment, YamlNode& root) {
  const std::size_t equals = std::min(assignment.find('='), assignment.size());
  const auto whole = std::make_shared<const Source>(Source{"--set " + assignment, "", ""});
  const Position where{whole, 0, 0};
  if (equals == assignment.size()) {
    throw InputError(where, "the override has no '='; write for example swarm.particles=64");
  }
  const auto value = std::make_shared<const Source>(Source{whole->name, assignment.substr(equals + 1), ""});
  if (value->text.size() > max_file_size) {
    throw InputError(where, "the value is larger than 1 MiB");
  }
  check_text(value);
  YamlNode parsed = read_override(value);
  if (parsed.kind == YamlNode::Kind::null) {
    throw InputError(where, "the override has no value; write for example swarm.particles=64");
  }
  find_or_make(root, split(assignment.substr(0, equals), where), where) = std::move(parsed);
  overrides_.push_back(value);
}

std::vector<std::shared_ptr<const Source>> Files::sources() const {
  std::vector<std::shared_ptr<const Source>> all = files_;
  all.insert(all.end(), overrides_.begin(), overrides_.end());
  return all;
}

}  // namespace gainswarm::spec
