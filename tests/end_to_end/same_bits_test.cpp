// Every shipped problem gives the same fingerprint on every engine, vector width and number of threads.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tests/support/tune_config.hpp"

namespace gainswarm {
namespace {

/// Names of the shipped problems: every file in configs/ that is neither a plant nor a controller.
std::vector<std::string> shipped_problems() {
  const std::filesystem::path root = std::string(GAINSWARM_SOURCE_DIR) + "/configs";
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string family = entry.path().parent_path().filename();
    if (entry.path().extension() != ".yaml" || family == "plants" || family == "controllers") continue;
    names.push_back(family + "/" + entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// A short version of the problem: few particles, few iterations, a tenth of the time.
spec::Problem shortened(const std::string& name, const std::string& precision) {
  spec::Problem problem = tests::load_config(
      name, {"swarm.swarms=2", "swarm.particles=9", "swarm.iterations=3", "polish.evaluations=60",
             "polish.starts=2", "simulation.precision=" + precision});
  const double period = std::max(problem.simulation.control_period, problem.simulation.step);
  const double ticks = std::max(2.0, std::floor(problem.simulation.duration / period / 20));
  problem.simulation.duration = ticks * period;
  problem.scenarios.training.count = std::min<std::int64_t>(problem.scenarios.training.count, 4);
  return problem;
}

using Case = std::tuple<std::string, std::string>;
class SameBits : public ::testing::TestWithParam<Case> {};

TEST_P(SameBits, OnReferenceAndOnEveryWidthAndNumberOfThreads) {
  const auto [name, precision] = GetParam();
  const spec::Problem problem = shortened(name, precision);
  const std::string reference = tests::tune(problem, {"reference", 0, 1}).fingerprint;
  ASSERT_EQ(reference.size(), 64U);
  for (const int simd : {1, 2, 4, 8, 16}) {
    EXPECT_EQ(tests::tune(problem, {"cpu", simd, 1}).fingerprint, reference) << simd << " lanes, one thread";
  }
  for (const int threads : {2, 3}) {
    EXPECT_EQ(tests::tune(problem, {"cpu", 0, threads}).fingerprint, reference) << threads << " threads";
  }
}

INSTANTIATE_TEST_SUITE_P(Problems, SameBits,
                         ::testing::Combine(::testing::ValuesIn(shipped_problems()),
                                            ::testing::Values("double", "float")),
                         [](const auto& test) {
                           std::string name = std::get<0>(test.param) + "_" + std::get<1>(test.param);
                           std::replace(name.begin(), name.end(), '/', '_');
                           return name;
                         });

}  // namespace
}  // namespace gainswarm
