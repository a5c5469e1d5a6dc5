// From the keys to a JSON Schema, which is also what the reference text is written from.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "host/spec/writer.hpp"

namespace gainswarm::spec {

using Json = nlohmann::ordered_json;

/// The schema of a problem; every other kind of map stands under "$defs".
Json build_schema();

/// Default values appear as they are written in YAML, numbers and booleans as such.
Json to_json(const YamlNode& node);

/// Collects the schemas of every kind of map that can be reached, each once. The annotation "x-form" says in
/// words what is written there; JSON Schema ignores it.
class Describer {
 public:
  Json describe(const Key& /*key*/, bool /*of*/) {
    return {{"type", "boolean"}, {"x-form", "true or false"}};
  }
  Json describe(const Key& key, double /*of*/) { return number(key); }
  Json describe(const Key& key, std::int64_t /*of*/) { return whole(key); }
  Json describe(const Key& key, std::uint64_t /*of*/) { return whole(key.at_least(0)); }
  Json describe(const Key& key, const std::string& /*of*/) { return text(key); }
  Json describe(const Key& key, const Text& /*of*/) { return text(key); }
  Json describe(const Key& key, const Quantity& /*of*/);
  Json describe(const Key& key, const Interval& /*of*/);
  Json describe(const Key& key, const Formula& /*of*/);
  Json describe(const Key& key, const Polynomials& /*of*/);
  Json describe(const Key& key, const Roots& /*of*/);
  Json describe(const Key& key, const Bounds& /*of*/);
  Json describe(const Key& key, const Inertia& /*of*/);
  Json describe(const Key& key, const Draw& /*of*/);
  Json describe(const Key& key, const Aggregation& /*of*/);

  template <Enumeration E>
  Json describe(const Key& /*key*/, E of) {
    Json words = Json::array();
    Json meanings = Json::object();
    std::string form;
    for (const auto& choice : choices(of)) {
      words.push_back(choice.name);
      meanings[std::string(choice.name)] = choice.documentation;
      form += (form.empty() ? "" : " | ") + std::string(choice.name);
    }
    return {{"enum", words}, {"x-form", form}, {"x-meanings", meanings}};
  }

  template <Structure T>
  Json describe(const Key& /*key*/, const T& of) {
    return define(of);
  }
  /// A gain may be a number, a term or metric an expression, a plant or controller the name of a file.
  Json describe(const Key& key, const Gain& of) { return either(number(key), define(of)); }
  Json describe(const Key& key, const Term& of) { return either(text(key), define(of)); }
  Json describe(const Key& key, const ParetoObjective& of) { return either(text(key), define(of)); }
  Json describe(const Key& key, const Metric& of) { return either(text(key), define(of)); }
  Json describe(const Key& /*key*/, const Plant& of) { return either(file(), define(of)); }
  Json describe(const Key& /*key*/, const Controller& of) { return either(file(), define(of)); }

  template <class T>
  Json describe(const Key& key, const Map<T>& /*of*/) {
    const Json entry = describe(key, T{});
    Json map = {{"type", "object"},
                {"propertyNames", {{"pattern", "^[A-Za-z_][A-Za-z0-9_]{0,63}$"}}},
                {"additionalProperties", entry},
                {"maxProperties", most_entries},
                {"x-form", "name: " + form(entry)}};
    return key.lone_name.empty() ? map : either(entry, map);
  }
  template <class T>
  Json describe(const Key& key, const std::vector<T>& /*of*/) {
    const Json item = describe(key, T{});
    return {{"type", "array"}, {"items", item}, {"x-form", "[" + form(item) + ", ...]"}};
  }
  template <class T>
  Json describe(const Key& key, const std::optional<T>& /*of*/) {
    return describe(key, T{});
  }
  template <class T>
  Json describe(const Key& key, const std::shared_ptr<const T>& /*of*/) {
    return describe(key, T{});
  }

  [[nodiscard]] const Json& definitions() const { return definitions_; }

 private:
  /// Archive that lists the keys of one kind of map.
  struct Keys {
    template <class T>
    void operator()(const Key& key, T& member) {
      Json property = {{"description", key.documentation}};
      property.update(describer.describe(key, member));
      if constexpr (!Structure<T>) {
        if (!key.is_required && !is_absent(member)) {
          property["default"] = to_json(write(key, member));
        }
      }
      if (key.is_required) {
        schema["required"].push_back(key.name);
      }
      schema["properties"][std::string(key.name)] = std::move(property);
    }
    Describer& describer;
    Json& schema;
  };

  template <class T>
  Json define(const T& /*of*/) {
    T value{};
    const About kind = about(value);
    const std::string name(kind.name);
    if (!definitions_.contains(name)) {
      definitions_[name] = nullptr;  // holds the place: a plant can hold a plant
      Json schema = {
          {"description", kind.documentation}, {"type", "object"}, {"additionalProperties", false}};
      Keys keys{*this, schema};
      fields(keys, value);
      definitions_[name] = std::move(schema);
    }
    return {{"$ref", "#/$defs/" + name}, {"x-form", name}};
  }

  static Json number(const Key& key);
  static Json whole(const Key& key);
  static Json text(const Key& key);
  static Json file();
  static Json either(const Json& first, const Json& second);
  static std::string form(const Json& schema) { return schema.value("x-form", ""); }

  Json definitions_ = Json::object();
};

}  // namespace gainswarm::spec
