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
            "9acf235531d26d6ba395357ee7183ae7b94a6bcfe98a60fe85559e3e8b6c440b");
}

}  // namespace
}  // namespace gainswarm::analysis
