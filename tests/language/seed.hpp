// Fresh random inputs that can be had again.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace gainswarm::tests {

/// A fresh seed, or the one in the environment variable GAINSWARM_TEST_SEED; printed either way.
inline std::uint64_t seed() {
  const char* given = std::getenv("GAINSWARM_TEST_SEED");
  const std::uint64_t value = given != nullptr ? std::stoull(given) : std::random_device{}();
  std::cout << "GAINSWARM_TEST_SEED=" << value << '\n';
  return value;
}

}  // namespace gainswarm::tests
