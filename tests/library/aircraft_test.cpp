// The airliner against its published modes.
#include <gtest/gtest.h>

#include "host/analysis/linear_model.hpp"
#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

TEST(JetTransport, HasThePublishedModes) {
  const auto model = analysis::linearise(tests::shipped_plant("jet_transport"));
  tests::expect_poles(analysis::poles(model), {{-0.0329, 0.9467}, {-0.0329, -0.9467}, -0.5627, -0.0073},
                      1e-4);
  EXPECT_EQ(analysis::controllability_rank(model), 4);
}

}  // namespace
}  // namespace gainswarm
