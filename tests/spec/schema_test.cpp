// The JSON Schema and the reference text describe what the reader reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json schema() {
  return json::parse(json_schema());
}

/// Every "$ref" below `node` leads to a definition.
void expect_references_lead_somewhere(const json& node, const json& root) {
  if (node.is_object() && node.contains("$ref")) {
    const std::string reference = node["$ref"];
    EXPECT_TRUE(root.contains(json::json_pointer(reference.substr(1)))) << reference;
  }
  for (const json& child : node) {
    if (child.is_structured()) {
      expect_references_lead_somewhere(child, root);
    }
  }
}

TEST(Schema, IsADraft202012SchemaWhoseReferencesLeadSomewhere) {
  const json root = schema();
  EXPECT_EQ(root["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(root["$ref"], "#/$defs/problem");
  expect_references_lead_somewhere(root, root);
}

TEST(Schema, EveryKeyIsDocumentedAndNoOtherIsAllowed) {
  const json root = schema();
  int keys = 0;
  for (const auto& [name, section] : root["$defs"].items()) {
    EXPECT_EQ(section["additionalProperties"], false) << name;
    EXPECT_FALSE(section["description"].get<std::string>().empty()) << name;
    for (const auto& [key, property] : section["properties"].items()) {
      EXPECT_GT(property["description"].get<std::string>().size(), 5U) << name << "." << key;
      EXPECT_FALSE(property["x-form"].get<std::string>().empty()) << name << "." << key;
      ++keys;
    }
  }
  EXPECT_GT(keys, 60);
}

TEST(Schema, DefaultsRangesAndChoicesAreThoseOfTheStructs) {
  const json swarm = schema()["$defs"]["swarm"]["properties"];
  EXPECT_EQ(swarm["particles"]["default"], Swarm{}.particles);
  EXPECT_EQ(swarm["particles"]["minimum"], 1);
  EXPECT_EQ(swarm["algorithm"]["enum"], json({"global_best", "comprehensive_learning"}));
  EXPECT_EQ(schema()["$defs"]["scenarios"]["required"], json({"training"}));
}

TEST(Reference, ShowsEveryKeyOfTheSchema) {
  const std::string text = reference();
  const json root = schema();
  for (const auto& [name, section] : root["$defs"].items()) {
    EXPECT_THAT(text, HasSubstr("## " + name + "\n"));
    for (const auto& [key, property] : section["properties"].items()) {
      EXPECT_THAT(text, HasSubstr("  " + key + ": " + property["x-form"].get<std::string>()));
    }
  }
}

TEST(Reference, ShowsOneSectionOrKey) {
  EXPECT_THAT(reference("swarm"), testing::StartsWith("## swarm\n"));
  EXPECT_THAT(reference("swarm.particles"), HasSubstr("whole number, 1 to 1e+06 (default 32)"));
  EXPECT_THAT(reference("gain.scale"), HasSubstr("log: searched evenly in its logarithm"));
}

TEST(Reference, UnknownTopicGivesTheNearest) {
  const auto error = [](const std::string& topic) -> std::string {
    try {
      return reference(topic);
    } catch (const InputError& wrong) {
      return wrong.what();
    }
  };
  EXPECT_EQ(error("swarn"), "there is no section or key 'swarn'; did you mean 'swarm'?");
  EXPECT_EQ(error("swarm.particels"), "there is no key 'particels'; did you mean 'particles'?");
}

}  // namespace
}  // namespace gainswarm::spec
