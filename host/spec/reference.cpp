// The reference text: one section for each kind of map, one entry for each key.
#include <algorithm>
#include <cctype>
#include <set>

#include "host/spec/describer.hpp"
#include "host/spec/names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

constexpr std::string_view introduction = R"(# Configuration

A problem is one YAML map. Unknown keys, duplicate keys, anchors, aliases, tags and further documents are errors.
Numbers are in SI units or carry their own: 10 ms, 30 deg, 3000 rpm, 5 %, 0.01 kg*m^2, 12 V/(rad/s).
Expressions know + - * / ^, comparisons, and or not, if(condition, then, else) and the usual functions. A comma between
parentheses belongs to the value, also inside { } and [ ]: {angle: uniform(-0.3, 0.3)}.
File names are relative to the folder of the file that names them.
)";

/// Words and lists as they are written in YAML.
std::string default_text(const Json& value) {
  if (!value.is_array()) {
    return value.is_string() ? value.get<std::string>() : value.dump();
  }
  std::string text = "[";
  for (const Json& item : value) {
    text += (text.size() > 1 ? ", " : "") + default_text(item);
  }
  return text + "]";
}

std::string entry(const std::string& name, const Json& key, bool is_required) {
  std::string text = "  " + name + ": " + key.value("x-form", "");
  if (is_required) {
    text += " (required)";
  } else if (key.contains("default")) {
    text += " (default " + default_text(key["default"]) + ")";
  }
  text += "\n      " + key["description"].get<std::string>() + "\n";
  const Json meanings = key.value("x-meanings", Json::object());
  for (const auto& [word, meaning] : meanings.items()) {
    text += "      " + word + ": " + meaning.get<std::string>() + "\n";
  }
  return text;
}

bool is_required(const Json& section, const std::string& key) {
  const Json required = section.value("required", Json::array());
  return std::ranges::find(required, Json(key)) != required.end();
}

/// Other sections that the forms of keys name.
std::set<std::string> sections_in(const Json& keys, const Json& sections) {
  std::set<std::string> named;
  for (const auto& [key, value] : keys.items()) {
    std::string word;
    for (const char letter : value.value("x-form", "") + " ") {
      if (std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_') {
        word += letter;
      } else {
        if (sections.contains(word)) named.insert(word);
        word.clear();
      }
    }
  }
  return named;
}

std::string section_text(const std::string& name, const Json& sections) {
  const Json& section = sections[name];
  std::string text = "## " + name + "\n" + section["description"].get<std::string>() + "\n\n";
  for (const auto& [key, value] : section["properties"].items()) {
    text += entry(key, value, is_required(section, key));
  }
  return text;
}

/// Where a reader of one section goes on.
std::string more_to_describe(const Json& keys, const Json& sections) {
  const std::set<std::string> named = sections_in(keys, sections);
  if (named.empty()) return "";
  std::string text = "\ngainswarm describe tells of";
  for (const std::string& name : named) text += " " + name;
  return text + ", too\n";
}

std::vector<std::string> keys_of(const Json& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map.items()) {
    names.push_back(name);
  }
  return names;
}

/// The entries of that name in whatever section, each with its section.
std::string entries_called(const std::string& key, const Json& sections) {
  std::string text;
  for (const auto& [name, section] : sections.items()) {
    const Json& keys = section["properties"];
    if (!keys.contains(key)) continue;
    text += entry(std::string(name).append(".").append(key), keys[key], is_required(section, key));
  }
  return text;
}

/// Sections first, for whoever wants to know what there is.
std::vector<std::string> topics(const Json& sections) {
  std::vector<std::string> names = keys_of(sections);
  for (const auto& [name, section] : sections.items()) {
    const std::vector<std::string> keys = keys_of(section["properties"]);
    names.insert(names.end(), keys.begin(), keys.end());
  }
  return names;
}

const Json& find_or_suggest(const Json& map, const std::string& name, const std::string& what) {
  if (!map.contains(name)) {
    throw InputError({}, "there is no " + what + " " + quote(name) + did_you_mean(name, keys_of(map)));
  }
  return map[name];
}

std::string whole_text(const Json& sections) {
  std::string text(introduction);
  text += "\n" + section_text("problem", sections);
  for (const auto& [name, section] : sections.items()) {
    if (name != "problem") {
      text += "\n" + section_text(name, sections);
    }
  }
  return text;
}

}  // namespace

std::string reference(const std::string& topic) {
  const Json schema = build_schema();
  const Json& sections = schema["$defs"];
  if (topic.empty()) {
    return whole_text(sections);
  }
  const std::size_t dot = topic.find('.');
  const std::string name = topic.substr(0, dot);
  if (dot == std::string::npos) {
    if (sections.contains(name))
      return section_text(name, sections) + more_to_describe(sections[name]["properties"], sections);
    std::string entries = entries_called(name, sections);
    if (!entries.empty()) return entries;
    throw InputError({}, "there is no section or key " + quote(name) + did_you_mean(name, topics(sections)));
  }
  const Json& section = find_or_suggest(sections, name, "section");
  const std::string key = topic.substr(dot + 1);
  const Json& found = find_or_suggest(section["properties"], key, "key");
  return entry(key, found, is_required(section, key)) + more_to_describe({{key, found}}, sections);
}

}  // namespace gainswarm::spec
