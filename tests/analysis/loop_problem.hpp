// Small loops whose linear models are known.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "host/analysis/linear_loop.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::analysis {

/// A problem around the given plant and law; the gain `k` is the only one.
inline spec::Problem problem(const std::string& plant, const std::string& controller,
                             const std::string& rest = "") {
  return spec::parse_problem({"test.yaml",
                              "plant: {" + plant + "}\ncontroller: {gains: {k: 1}, " + controller +
                                  "}\n"
                                  "gains: {k: {bounds: [0, 100]}}\n"
                                  "scenarios: {training: {list: [{}]}}\n"
                                  "objective: {terms: {error: integral(1)}}\n" +
                                  (rest.empty() ? "simulation: {duration: 1 s, step: 1 ms}" : rest) + "\n",
                              ""});
}

inline LoopModel model_of(const spec::Problem& of, double k) {
  const LinearLoop loop(of, {});
  const double gains[] = {k};
  EXPECT_EQ(loop.obstacle(gains), "");
  return loop.at(gains);
}

}  // namespace gainswarm::analysis
