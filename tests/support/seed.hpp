// A seed for random inputs: fresh in every run and printed, or GAINSWARM_TEST_SEED to repeat one.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

namespace gainswarm::tests {

inline std::uint64_t fresh_seed() {
  const char* given = std::getenv("GAINSWARM_TEST_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "GAINSWARM_TEST_SEED=" << seed << '\n';
  return seed;
}

}  // namespace gainswarm::tests
