// Inputs too large to keep as files: each of nearly 1 MiB, built to make a YAML reader hang or swallow
// memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <ostream>

#include "host/spec/file.hpp"
#include "tests/spec/isolated.hpp"

namespace gainswarm::tests {
namespace {

struct Hostile {
  std::string name;
  std::string start;
  std::string repeated;
  std::string end;
};
void PrintTo(const Hostile& hostile, std::ostream* stream) {
  *stream << hostile.name;
}

std::string text(const Hostile& hostile) {
  std::string result = hostile.start;
  while (result.size() + hostile.repeated.size() + hostile.end.size() < spec::max_file_size) {
    result += hostile.repeated;
  }
  return result + hostile.end;
}

std::vector<Hostile> hostile_inputs() {
  return {{"ListOfManyValues", "a: [", "1,", "1]\n"},
          {"ListAtTheRoot", "[", "1,", "1]\n"},
          {"OpenLists", "a: ", "[", "\n"},
          {"OpenMaps", "", "{a: ", "\n"},
          {"MapOfManyNulls", "{", "a,", "}\n"},
          {"MapOfManyMaps", "{", "a?", "}\n"},
          {"ManyEmptyLists", "[", "[],", "[]]\n"},
          {"ManyLines", "", "a:\n", ""},
          {"ManyItems", "", "- 1\n", ""},
          {"NestedItems", "", "- ", "\n"},
          {"NestedKeys", "", "? ", "\n"},
          {"ManyTags", "a: ", "!b ", "\n"},
          {"ManyAnchors", "a: ", "&b ", "\n"},
          {"ManyQuotes", "[", "\"\" ", "]\n"},
          {"ManyDirectives", "", "%A b\n", ""},
          {"OpenParentheses", "a: ", "(", "\n"},
          {"CommasInParentheses", "a: (", ",", ")\n"},
          {"LongText", "name: \"", "x\n", "\"\n"},
          {"LongKey", "\"", "k", "\": 1\n"},
          {"LongNumber", "swarm: {particles: ", "9", "}\n"},
          {"LongUnit", "plant: {parameters: {a: 1 ", "m*", "m}}\n"},
          {"LongComment", "#", "x", "\n"}};
}

class HostileInput : public testing::TestWithParam<Hostile> {};

TEST_P(HostileInput, IsRefusedWithoutHangOrHunger) {
  const TemporaryFile file(text(GetParam()));
  const Outcome outcome = load_isolated(file.path());
  ASSERT_TRUE(outcome.finished) << "crashed or hung";
  EXPECT_FALSE(outcome.accepted);
  EXPECT_THAT(outcome.message, testing::HasSubstr(file.path()));
  EXPECT_LT(outcome.memory_mib, 64);
}

INSTANTIATE_TEST_SUITE_P(Shapes, HostileInput, testing::ValuesIn(hostile_inputs()),
                         [](const auto& test) { return test.param.name; });

TEST(File, LargerThanOneMebibyteIsRefused) {
  const TemporaryFile file(std::string(spec::max_file_size + 1, '#'));
  EXPECT_THAT(load_isolated(file.path()).message, testing::HasSubstr("larger than 1 MiB"));
}

TEST(File, PipeThatNobodyWritesToIsRefusedWithoutWaiting) {
  const TemporaryFile place("");
  const std::string path = place.path() + ".yaml";
  ASSERT_EQ(mkfifo(path.c_str(), S_IRUSR | S_IWUSR), 0);
  EXPECT_THAT(load_isolated(path).message, testing::HasSubstr("is not a regular file"));
  std::filesystem::remove(path);
}

TEST(File, ThatDoesNotExistIsNamed) {
  EXPECT_THAT(
      load_isolated("no/such/problem.yaml").message,
      testing::AllOf(testing::StartsWith("no/such/problem.yaml: "), testing::HasSubstr("No such file")));
}

TEST(File, ByteOrderMarkIsNoPartOfTheText) {
  const TemporaryFile file("\xEF\xBB\xBFname: a\n");
  EXPECT_THAT(load_isolated(file.path()).message, testing::HasSubstr(":1:1: the problem has no 'plant'"));
}

}  // namespace
}  // namespace gainswarm::tests
