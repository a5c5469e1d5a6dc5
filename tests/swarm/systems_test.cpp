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

/// Moves and costs in a plain loop.
State plain(const spec::Swarm& options, std::int64_t dimensions) {
  const tests::PlainLoop loop;
  State state = start(options, dimensions);
  const std::vector<double> probabilities = learning_probabilities(options.particles);
  std::vector<std::int32_t> leaders(static_cast<std::size_t>(options.swarms));
  View pointers = view(state);
  pointers.leaders = leaders.data();
  pointers.learning_probabilities = probabilities.data();
  for (; state.iteration < 12; ++state.iteration) {
    const Rules now = rules(options, state.iteration);
    if (state.iteration > 0 && options.algorithm == spec::Algorithm::global_best) {
      move_towards_global_best(loop, pointers, now);
    } else if (state.iteration > 0) {
      move_towards_exemplars(loop, pointers, now);
    }
    take_costs(loop, pointers, tests::costs_of(state.positions, dimensions).data());
  }
  return state;
}

TEST(Systems, TheProductsSwarmGivesTheBitsOfAPlainLoop) {
  for (const spec::Algorithm algorithm : tests::algorithms) {
    spec::Swarm options = tests::options(algorithm, 3, 200);
    options.seed = gainswarm::tests::fresh_seed();
    Swarm product(options, 7);
    tests::iterate(product, 12);
    tests::expect_same_bits(product.state(), plain(options, 7));
  }
}

}  // namespace
}  // namespace gainswarm::swarm
