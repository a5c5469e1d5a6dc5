// The problems in configs/, shortened so that each takes a moment.
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "host/support/shipped.hpp"
#include "tests/support/tune_config.hpp"

namespace gainswarm::tests {

/// A problem's name as a part of a test's.
inline std::string test_name(std::string problem) {
  std::replace(problem.begin(), problem.end(), '/', '_');
  return problem;
}

/// Names of the shipped problems: every file in configs/ that is neither a plant nor a controller.
inline std::vector<std::string> shipped_problems() {
  const std::filesystem::path root = support::shipped("configs");
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string family = entry.path().parent_path().filename();
    if (entry.path().extension() != ".yaml" || family == "plants" || family == "controllers") continue;
    names.push_back(family + "/" + entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// A short version of the problem: few particles, few iterations, a twentieth of the time.
inline spec::Problem shortened(const std::string& name, const std::string& precision) {
  spec::Problem problem =
      load_config(name, {"swarm.swarms=2", "swarm.particles=9", "swarm.iterations=3", "polish.evaluations=60",
                         "polish.starts=2", "simulation.precision=" + precision});
  const double period = std::max(problem.simulation.control_period, problem.simulation.step);
  const double ticks = std::max(2.0, std::floor(problem.simulation.duration / period / 20));
  problem.simulation.duration = ticks * period;
  problem.scenarios.training.count = std::min<std::int64_t>(problem.scenarios.training.count, 4);
  return problem;
}

/// Problem and precision, and what a test of them is called.
using ProblemCase = std::tuple<std::string, std::string>;
inline std::string problem_case_name(const testing::TestParamInfo<ProblemCase>& test) {
  std::string name = std::get<0>(test.param) + "_" + std::get<1>(test.param);
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

}  // namespace gainswarm::tests
