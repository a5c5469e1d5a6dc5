// Comparing what engines give, bit by bit.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "host/engine/engine.hpp"

namespace gainswarm::engine {

/// A number's bits. All NaNs are one: their sign and payload are no promise of IEEE 754.
inline std::uint64_t bits_of(double value) {
  return std::bit_cast<std::uint64_t>(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value);
}

inline std::vector<std::uint64_t> bits_of(const std::vector<double>& values) {
  std::vector<std::uint64_t> result(values.size());
  std::transform(values.begin(), values.end(), result.begin(), [](double value) { return bits_of(value); });
  return result;
}

inline Outcome outcome_of(const Options& options, const rollout::Program& program,
                          const rollout::ScenarioTable& scenarios, const std::vector<double>& gains) {
  Outcome outcome;
  make_engine(options, program, scenarios)->evaluate(gains, outcome);
  return outcome;
}

inline void expect_same_bits(const Outcome& expected, const Outcome& actual) {
  EXPECT_EQ(expected.cause, actual.cause);
  EXPECT_EQ(expected.survived, actual.survived);
  EXPECT_EQ(bits_of(expected.outputs), bits_of(actual.outputs));
}

}  // namespace gainswarm::engine
