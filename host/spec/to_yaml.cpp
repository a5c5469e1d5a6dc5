#include <algorithm>
#include <string_view>

#include "host/spec/writer.hpp"

namespace gainswarm::spec {
namespace {

/// Safe without quotes in block and in flow style; everything else is quoted.
bool is_plain(std::string_view text) {
  constexpr std::string_view safe =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-*/^()<>= %";
  constexpr std::string_view safe_first = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_(";
  const bool is_number = text.size() > 1 && text[0] == '-' && text[1] >= '0' && text[1] <= '9';
  const bool is_null = text == "null" || text == "Null" || text == "NULL";
  return !text.empty() &&
         (is_number || text == "-inf" || safe_first.find(text.front()) != std::string_view::npos) &&
         text.back() != ' ' && text.find_first_not_of(safe) == std::string_view::npos && !is_null;
}

std::string escaped(char character) {
  switch (character) {
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    case '\r':
      return "\\r";
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    default:
      return {character};
  }
}

std::string scalar_text(const std::string& text) {
  if (is_plain(text)) {
    return text;
  }
  std::string result = "\"";
  for (const char character : text) {
    result += escaped(character);
  }
  return result + "\"";
}

bool is_flat(const YamlNode& node) {
  return node.kind == YamlNode::Kind::scalar || (node.kind == YamlNode::Kind::map && node.members.empty()) ||
         (node.kind == YamlNode::Kind::sequence && std::ranges::all_of(node.items, is_flat));
}

std::string flow_text(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::scalar) {
    return scalar_text(node.text.str());
  }
  if (node.kind == YamlNode::Kind::map) {
    return "{}";
  }
  std::string result = "[";
  for (const YamlNode& item : node.items) {
    result += (result.size() > 1 ? ", " : "") + flow_text(item);
  }
  return result + "]";
}

/// The lines of a node that is not flat, each with its indentation.
void append(const YamlNode& node, const std::string& indent, std::string& text) {
  for (const auto& [key, value] : node.members) {
    text += indent + scalar_text(key.str()) + ":";
    if (is_flat(value)) {
      text += " " + flow_text(value) + "\n";
    } else {
      text += "\n";
      append(value, indent + "  ", text);
    }
  }
  for (const YamlNode& item : node.items) {
    if (is_flat(item)) {
      text += indent + "- " + flow_text(item) + "\n";
    } else {
      text += indent + "-\n";
      append(item, indent + "  ", text);
    }
  }
}

}  // namespace

std::string to_yaml(const YamlNode& root) {
  std::string text;
  append(root, "", text);
  return text;
}

}  // namespace gainswarm::spec
