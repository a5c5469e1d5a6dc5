#include "host/bench/reference_work.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace gainswarm::bench {

std::vector<double> reference_gains(std::int64_t particles) {
  // The linear quadratic regulator for Q = diag(1, 10, 10, 1, 1, 1) and R = 0.1.
  constexpr std::array<double, kGains> regulator{3.162, -255.717, 302.331, 6.997, -15.301, 41.34};
  constexpr double golden_ratio = 0.6180339887498949;
  std::vector<double> gains(static_cast<std::size_t>(particles * kGains));
  for (std::size_t i = 0; i < gains.size(); ++i) {
    double turns = golden_ratio * static_cast<double>(i + 1);
    gains[i] = regulator[i % kGains] * (1 + 0.02 * (turns - std::floor(turns)));
  }
  return gains;
}

}  // namespace gainswarm::bench
