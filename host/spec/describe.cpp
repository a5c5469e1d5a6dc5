#include <charconv>

#include "host/spec/describer.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

std::string unit_in_words(const Key& key) {
  if (key.any_unit) {
    return ", with or without a unit";
  }
  return key.unit.empty() ? "" : " in " + std::string(key.unit);
}

/// ", > 0", ", 1 to 1000000".
std::string range_in_words(const Key& key) {
  const bool bounded_below = std::isfinite(key.low);
  const bool bounded_above = std::isfinite(key.high);
  if (bounded_below && bounded_above) {
    return (key.excludes_low ? ", above " : ", ") + to_text(key.low) + " to " + to_text(key.high);
  }
  return bounded_below ? (key.excludes_low ? ", > " : ", >= ") + to_text(key.low) : "";
}

Json list_of_two(const Json& item) {
  return {{"type", "array"}, {"items", item}, {"minItems", 2}, {"maxItems", 2}};
}

Json with_form(Json schema, const std::string& form) {
  schema["x-form"] = form;
  return schema;
}

void add_range(Json& schema, const Key& key) {
  if (std::isfinite(key.low)) {
    schema[key.excludes_low ? "exclusiveMinimum" : "minimum"] = key.low;
  }
  if (std::isfinite(key.high)) {
    schema["maximum"] = key.high;
  }
}

}  // namespace

Json Describer::number(const Key& key) {
  Json schema = {{"type", Json::array({"number", "string"})}};
  add_range(schema, key);
  return with_form(
      schema, "number" + unit_in_words(key) + range_in_words(key) + (key.may_be_infinite ? ", or inf" : ""));
}

Json Describer::whole(const Key& key) {
  Json schema = {{"type", "integer"}};
  add_range(schema, key);
  return with_form(schema, "whole number" + range_in_words(key));
}

Json Describer::text(const Key& key) {
  switch (key.text) {
    case Holds::expression:
      return {{"type", Json::array({"string", "number"})}, {"x-form", "expression"}};
    case Holds::prose:
      return {{"type", Json::array({"string", "number"})}, {"x-form", "text"}};
    case Holds::identifier:
      return {{"type", "string"}, {"x-form", "name"}};
    case Holds::unit:
    case Holds::shown_unit:
      return {{"type", Json::array({"string", "number"})}, {"x-form", "unit"}};
  }
  return {};
}

Json Describer::file() {
  return {{"type", "string"}, {"pattern", "\\.ya?ml$"}, {"x-form", "file.yaml"}};
}

Json Describer::either(const Json& first, const Json& second) {
  return {{"anyOf", Json::array({first, second})}, {"x-form", form(first) + " | " + form(second)}};
}

Json Describer::describe(const Key& key, const Quantity& /*of*/) {
  Json map = {{"type", "object"},
              {"additionalProperties", false},
              {"required", Json::array({"value"})},
              {"properties", {{"value", number(key)}, {"unit", text(key.as(Holds::unit))}}}};
  return with_form(either(number(key), map), form(number(key)));
}

Json Describer::describe(const Key& key, const Interval& /*of*/) {
  return with_form(either(number(key), list_of_two(number(key))),
                   "number | [lower, upper]" + unit_in_words(key));
}

Json Describer::describe(const Key& key, const Formula& /*of*/) {
  return with_form(text(key), "expression | number" + unit_in_words(key));
}

Json Describer::describe(const Key& key, const Polynomials& /*of*/) {
  const Json polynomial = {{"type", "array"}, {"items", text(key)}, {"minItems", 1}};
  const Json product = {{"type", "array"}, {"items", polynomial}, {"minItems", 1}};
  return with_form({{"anyOf", Json::array({polynomial, product})}}, "[..., a1, a0] | [[...], ...]");
}

Json Describer::describe(const Key& key, const Roots& /*of*/) {
  const Json root = {{"anyOf", Json::array({text(key), list_of_two(text(key))})}};
  return with_form({{"type", "array"}, {"items", root}, {"minItems", 1}}, "[root, [re, im], ...]");
}

Json Describer::describe(const Key& key, const Bounds& /*of*/) {
  return with_form(list_of_two(number(key)), "[low, high]" + unit_in_words(key));
}

Json Describer::describe(const Key& key, const Inertia& /*of*/) {
  Json weight = number(key);
  weight["type"] = "number";
  const Json word = {{"const", "constriction"}};
  return with_form({{"anyOf", Json::array({word, weight, list_of_two(weight)})}},
                   "constriction | number | [start, end]" + range_in_words(key));
}

Json Describer::describe(const Key& key, const Draw& /*of*/) {
  std::string form = "number";
  for (const auto& choice : choices(Distribution::uniform)) {
    form += " | " + std::string(choice.documentation.substr(0, choice.documentation.find(':')));
  }
  return with_form(number(key), form);
}

Json Describer::describe(const Key& /*key*/, const Aggregation& /*of*/) {
  return {{"type", "string"},
          {"x-form", "mean | sum | worst | mean_plus_worst(k) | cvar(q) | percentile(q)"}};
}

Json to_json(const YamlNode& node) {
  Json json;
  if (node.kind == YamlNode::Kind::sequence) {
    json = Json::array();
    for (const YamlNode& item : node.items) {
      json.push_back(to_json(item));
    }
    return json;
  }
  for (const auto& [key, value] : node.members) {
    json[key.str()] = to_json(value);
  }
  const std::string& text = node.text.str();
  if (node.kind != YamlNode::Kind::scalar) {
    return json;
  }
  if (text == "true" || text == "false") {
    return text == "true";
  }
  const Json number = Json::parse(text, nullptr, false);
  return number.is_number() ? number : Json(text);
}

Json build_schema() {
  Describer describer;
  const Json root = describer.describe(Key("problem", ""), Problem{});
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "gainswarm problem"}};
  schema["$ref"] = root["$ref"];
  schema["$defs"] = describer.definitions();
  return schema;
}

std::string json_schema() {
  return build_schema().dump(2) + "\n";
}

}  // namespace gainswarm::spec
