// The swarm's functors under Thrust's system of Threading Building Blocks.
#include <gtest/gtest.h>
#include <thrust/system/tbb/execution_policy.h>

#include "host/swarm/executor.hpp"
#include "tests/support/seed.hpp"
#include "tests/swarm/swarm_chain.hpp"

namespace gainswarm::swarm {
namespace {

TEST(Systems, ThreadingBuildingBlocksGiveTheBitsOfAPlainLoop) {
  tests::expect_bits_of_a_plain_loop(HostExecutor{thrust::tbb::par}, gainswarm::tests::fresh_seed());
}

}  // namespace
}  // namespace gainswarm::swarm
