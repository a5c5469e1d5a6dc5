// Configurations that read well and mean nothing: each error names its place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "host/rollout/build.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::rollout {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> broken_files() {
  const fs::path folder = support::shipped("tests/spec/broken_expressions");
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// The first line reads "# expect: line:column part of the message".
struct Expectation {
  std::string place, message;

  explicit Expectation(const fs::path& file) {
    std::string line;
    std::getline(std::ifstream(file) >> std::ws, line);
    const std::string text = line.substr(std::string("# expect: ").size());
    place = ":" + text.substr(0, text.find(' ')) + ": ";
    message = text.substr(text.find(' ') + 1);
  }
};

std::string error_of(const fs::path& file) {
  try {
    build_program(spec::load_problem(file.string()), Purpose::validation);
  } catch (const spec::InputError& error) {
    return error.what();
  }
  return "no error";
}

class BrokenExpression : public ::testing::TestWithParam<fs::path> {};

TEST_P(BrokenExpression, IsRefusedAtItsPlaceWithTheReason) {
  const Expectation expected(GetParam());
  const std::string error = error_of(GetParam());
  EXPECT_THAT(error, ::testing::HasSubstr(expected.place));
  EXPECT_THAT(error, ::testing::HasSubstr(expected.message));
}

INSTANTIATE_TEST_SUITE_P(Corpus, BrokenExpression, ::testing::ValuesIn(broken_files()),
                         [](const auto& test) { return test.param.stem().string(); });

}  // namespace
}  // namespace gainswarm::rollout
