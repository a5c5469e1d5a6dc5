// What README.md shows is what the program understands.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "host/rollout/build.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm {
namespace {

TEST(Readme, ItsCompleteProblemIsRead) {
  std::ifstream file(support::shipped("README.md"));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::string open = "```yaml\n";
  const std::size_t begin = text.find(open);
  ASSERT_NE(begin, std::string::npos);
  const std::size_t end = text.find("```", begin + open.size());
  const std::string example = text.substr(begin + open.size(), end - begin - open.size());
  const spec::Problem problem = spec::parse_problem({"README.md", example});
  EXPECT_EQ(rollout::build_program(problem, rollout::Purpose::validation).gains.size(), 2U);
}

}  // namespace
}  // namespace gainswarm
