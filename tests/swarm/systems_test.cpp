// The same functors under different systems of Thrust, and in a plain loop.
#include <gtest/gtest.h>
#include <thrust/system/cpp/execution_policy.h>
#include <thrust/system/omp/execution_policy.h>

#include "host/swarm/executor.hpp"
#include "tests/support/seed.hpp"
#include "tests/swarm/swarm_chain.hpp"

namespace gainswarm::swarm {
namespace {

TEST(Systems, SequentialAndOpenMpGiveTheBitsOfAPlainLoop) {
  const std::uint64_t seed = gainswarm::tests::fresh_seed();
  tests::expect_bits_of_a_plain_loop(HostExecutor{thrust::cpp::par}, seed);
  tests::expect_bits_of_a_plain_loop(HostExecutor{thrust::omp::par}, seed);
}

TEST(Systems, TheProductsSwarmGivesTheBitsOfAPlainLoop) {
  for (const spec::Algorithm algorithm : tests::algorithms) {
    spec::Swarm options = tests::options(algorithm, 3, 200);
    options.seed = gainswarm::tests::fresh_seed();
    Swarm product(options, 7);
    tests::iterate(product, 12);
    const State plain = tests::run_generations(tests::PlainLoop{}, options, 7, [](const State& state) {
      return tests::costs_of(state.positions, 7);
    });
    tests::expect_same_bits(product.state(), plain);
  }
}

}  // namespace
}  // namespace gainswarm::swarm
