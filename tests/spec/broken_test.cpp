// Every file of broken/ is refused at the place and with the words that its first line promises:
//   # expect: line:column message-part
// with file:line:column for a file that it includes, or "file" where no line is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>

#include "tests/spec/isolated.hpp"

namespace gainswarm::tests {
namespace {

struct Expectation {
  std::string place;
  std::string message;
};

/// A file of the corpus, under its own name in the test's.
struct Broken {
  std::string name;
};
void PrintTo(const Broken& broken, std::ostream* stream) {
  *stream << broken.name;
}

std::vector<Broken> corpus() {
  std::vector<Broken> files;
  for (const auto& entry : std::filesystem::directory_iterator(test_file("broken"))) {
    if (entry.is_regular_file() && entry.path().extension() == ".yaml") {
      files.push_back({entry.path().stem().string()});
    }
  }
  std::ranges::sort(files, {}, &Broken::name);
  return files;
}

/// The place as the message writes it:
///   "7:12"            .../broken/name.yaml:7:12:
///   "other.yaml:1:2"  /other.yaml:1:2:
///   "file"            .../broken/name.yaml:
Expectation expectation(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string hash;
  std::string expect;
  Expectation expected;
  stream >> hash >> expect >> expected.place;
  std::getline(stream >> std::ws, expected.message);
  EXPECT_EQ(hash + " " + expect, "# expect:") << path;
  if (expected.place == "file") {
    expected.place = path;
  } else if (expected.place.find(".yaml:") == std::string::npos) {
    expected.place = path + ":" + expected.place;
  } else {
    expected.place = "/" + expected.place;
  }
  expected.place += ": ";
  return expected;
}

class BrokenConfiguration : public testing::TestWithParam<Broken> {};

TEST_P(BrokenConfiguration, IsRefusedAtItsPlaceWithinLimits) {
  const std::string path = test_file("broken/" + GetParam().name + ".yaml");
  const Expectation expected = expectation(path);
  const Outcome outcome = load_isolated(path);
  ASSERT_TRUE(outcome.finished) << "crashed or hung";
  EXPECT_FALSE(outcome.accepted);
  EXPECT_NE(outcome.message.find(expected.place), std::string::npos)
      << "expected at " << expected.place << "\nfound " << outcome.message;
  EXPECT_NE(outcome.message.find(expected.message), std::string::npos)
      << "expected " << expected.message << "\nfound " << outcome.message;
  EXPECT_LT(outcome.memory_mib, 64);
  EXPECT_LT(outcome.cpu_seconds, 0.1);
}

INSTANTIATE_TEST_SUITE_P(Corpus, BrokenConfiguration, testing::ValuesIn(corpus()),
                         [](const auto& test) { return test.param.name; });

TEST(Corpus, HoldsAtLeastSeventyConfigurations) {
  EXPECT_GE(corpus().size(), 70U);
}

}  // namespace
}  // namespace gainswarm::tests
