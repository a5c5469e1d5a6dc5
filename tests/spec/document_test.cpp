// The tree keeps the place of every key, value and character.
#include "host/spec/document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gainswarm::spec {
namespace {

YamlNode read(const std::string& text) {
  return read_document(std::make_shared<const Source>(Source{"a.yaml", text, ""}));
}

/// The place of the last character of `value` that equals `character`.
std::string place_of(const YamlNode& node, char character) {
  return node.text.at(node.text.str().rfind(character)).to_string();
}

TEST(Document, PlacesOfKeysAndValues) {
  const YamlNode root = read("a: 1\nb:\n  - x\n  - {c: 2}\n");
  EXPECT_EQ(root.members[1].key.position().to_string(), "a.yaml:2:1");
  const YamlNode& list = *root.find("b");
  EXPECT_EQ(list.items[0].position.to_string(), "a.yaml:3:5");
  EXPECT_EQ(list.items[1].find("c")->position.to_string(), "a.yaml:4:9");
}

TEST(Document, CharactersOfEveryStyleAreFound) {
  EXPECT_EQ(place_of(read("plain + Z"), 'Z'), "a.yaml:1:9");
  EXPECT_EQ(place_of(read("\"dou + Z\""), 'Z'), "a.yaml:1:8");
  EXPECT_EQ(place_of(read("\"a\\t\\u00e4\\x41\\\\ + Z\""), 'Z'), "a.yaml:1:20");
  EXPECT_EQ(place_of(read("'it''s + Z'"), 'Z'), "a.yaml:1:10");
  EXPECT_EQ(place_of(read("a: |\n  one\n\n  two + Z\n").members[0].value, 'Z'), "a.yaml:4:9");
  EXPECT_EQ(place_of(read("a: >-\n  one\n\n   two\n  + Z\n").members[0].value, 'Z'), "a.yaml:5:5");
  EXPECT_EQ(place_of(read("a: one\n  + two\n  + Z\n").members[0].value, 'Z'), "a.yaml:3:5");
  EXPECT_EQ(place_of(read("\"one\\\n   two\n  + Z\""), 'Z'), "a.yaml:3:5");
  EXPECT_EQ(place_of(read("'one\r\n  + Z'"), 'Z'), "a.yaml:2:5");
}

TEST(Document, PlaceBehindTheTextIsItsEnd) {
  const YamlNode node = read("ab");
  EXPECT_EQ(node.text.at(2).to_string(), "a.yaml:1:3");
  EXPECT_EQ(node.text.at(99).to_string(), "a.yaml:1:3");
}

TEST(Document, CommasBetweenParenthesesBelongToTheValue) {
  const YamlNode root = read("{a: uniform(-1, 1), b: [max(x, min(y, z)), c]} # (a, b)\n");
  EXPECT_EQ(root.find("a")->text.str(), "uniform(-1, 1)");
  ASSERT_EQ(root.find("b")->items.size(), 2U);
  EXPECT_EQ(root.find("b")->items[0].text.str(), "max(x, min(y, z))");
}

TEST(Document, CommasElsewhereStaySeparators) {
  const YamlNode root = read("{a: (1, b: 2), c: \"(\", d: 3, e: ')'}");
  EXPECT_EQ(root.members.size(), 5U);
  EXPECT_EQ(root.find("a")->text.str(), "(1");
}

TEST(Document, ProseAndQuotesAreUntouched) {
  const YamlNode root = read("a: one (two, three)\nb: \"f(1, \\\"2\\\", 3)\"\nc: |\n  (x,\n  y)\n");
  EXPECT_EQ(root.find("a")->text.str(), "one (two, three)");
  EXPECT_EQ(root.find("b")->text.str(), "f(1, \"2\", 3)");
  EXPECT_EQ(root.find("c")->text.str(), "(x,\ny)\n");
}

TEST(Position, SaysOnlyWhatIsKnown) {
  const auto source = std::make_shared<const Source>(Source{"a.yaml", "", ""});
  EXPECT_EQ(Position{}.to_string(), "");
  EXPECT_EQ((Position{source, 0, 0}).to_string(), "a.yaml");
  EXPECT_EQ((Position{source, 3, 4}).to_string(), "a.yaml:3:4");
  EXPECT_STREQ(InputError(Position{}, "wrong").what(), "wrong");
  EXPECT_STREQ(InputError({source, 3, 4}, "wrong").what(), "a.yaml:3:4: wrong");
}

}  // namespace
}  // namespace gainswarm::spec
