#include "host/analysis/loop_requirements.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/support/digest.hpp"
#include "tests/support/tune_config.hpp"

namespace gainswarm::analysis {
namespace {

const std::string all_margins =
    "{gain_margin: {above: 2}, gain_reduction: {above: 2}, phase_margin: {above: 30 deg}, "
    "delay_margin: {above: 10 ms}, sensitivity_peak: {below: 2}, complementary_peak: {below: 2}, "
    "disk_margin: {above: 0.5}, damping: {above: 0.3}, decay_rate: {above: 0.5 1/s}}";

/// Every measure of a sampled loop with delay and rate limit, for gains that stabilise it. The digest is that
/// of the bits, which must be the same on every machine.
TEST(LoopRequirements, MeasureTheSameBitsOnEveryMachine) {
  const spec::Problem given = tests::load_config("double_inverted_pendulum/state_feedback_real_loop",
                                                 {"objective.margins=" + all_margins});
  const LoopRequirements requirements(given);
  ASSERT_EQ(requirements.required().size(), 9U);
  const double gains[] = {2.2, -416, 490, 4.6, -24, 62};
  const LoopMeasures found = requirements.measure(gains);
  EXPECT_EQ(found.obstacle, "");
  EXPECT_TRUE(found.stable);
  for (const double value : found.values) EXPECT_FALSE(std::isnan(value));
  EXPECT_EQ(support::Digest().add(std::span(found.values)).hex(),
            "cc504d80a8f8d6e71d872be5fc810565bbeec07dc8af84574e189030e3816ef3");
}

}  // namespace
}  // namespace gainswarm::analysis
