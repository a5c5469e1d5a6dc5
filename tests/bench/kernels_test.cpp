#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "host/bench/reference_work.hpp"
#include "host/bench/scalar_kernel.hpp"
#include "host/bench/simd_kernel.hpp"

namespace gainswarm::bench {
namespace {

/// Costs of gains[particle][6] from both kernels.
struct Costs {
  std::vector<double> scalar, simd;
  explicit Costs(const std::vector<double>& gains) : scalar(gains.size() / kGains), simd(scalar.size()) {
    const auto particles = static_cast<std::int64_t>(scalar.size());
    run_scalar(gains.data(), particles, scalar.data());
    run_simd(gains.data(), particles, simd.data());
  }
};

TEST(Kernels, ScalarAndSimdComputeTheSameCosts) {
  const std::int64_t particles = 3 * simd_lanes() + 1;  // the last block is not full
  const Costs costs(reference_gains(particles));
  for (std::size_t i = 0; i < costs.scalar.size(); ++i) {
    EXPECT_NEAR(costs.simd[i] / costs.scalar[i], 1, 1e-9) << "particle " << i;
    EXPECT_LT(costs.scalar[i], 1) << "a rollout failed";
  }
}

TEST(Kernels, FailedRolloutsCostAPenaltyThatGrowsWithTheTimeLeft) {
  std::vector<double> gains = reference_gains(2);
  std::fill(gains.begin() + kGains, gains.end(), 0.0);  // nothing holds the second particle up
  const Costs costs(gains);
  EXPECT_LT(costs.simd[0], 1);
  EXPECT_GT(costs.simd[1], 1.5 * kFailurePenalty);
  EXPECT_EQ(costs.simd[1], costs.scalar[1]);
}

TEST(Kernels, CostChangesWithEveryGain) {
  const std::vector<double> nominal = reference_gains(1);
  std::vector<double> gains = nominal;
  for (int gain = 0; gain < kGains; ++gain) {
    gains.insert(gains.end(), nominal.begin(), nominal.end());
    gains[gains.size() - kGains + static_cast<std::size_t>(gain)] *= 1.01;
  }
  const Costs costs(gains);
  for (std::size_t i = 1; i < costs.simd.size(); ++i)
    EXPECT_NE(costs.simd[i], costs.simd[0]) << "gain " << i - 1;
}

}  // namespace
}  // namespace gainswarm::bench
