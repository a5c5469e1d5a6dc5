// The same functors under different systems of Thrust, and in a plain loop.
#include <gtest/gtest.h>
#include <thrust/system/cpp/execution_policy.h>
#include <thrust/system/omp/execution_policy.h>

#include "cuda/swarm_steps.hpp"
#include "host/swarm/executor.hpp"
#include "host/swarm/rules.hpp"
#include "host/swarm/start.hpp"
#include "tests/support/seed.hpp"
#include "tests/swarm/swarm_helpers.hpp"

namespace gainswarm::swarm {
namespace {

/// One functor call after the other, the last first.
struct PlainLoop {
  template <class Functor>
  void for_each(std::int32_t swarms, std::int32_t count, const Functor& functor) const {
    for (std::int32_t swarm = swarms; swarm-- > 0;) {
      for (std::int32_t index = count; index-- > 0;) functor(swarm, index);
    }
  }
};

template <class Executor>
State run(const Executor& executor, const spec::Swarm& options, std::int64_t dimensions) {
  State state = start(options, dimensions);
  const std::vector<double> probabilities = learning_probabilities(options.particles);
  std::vector<std::int32_t> leaders(static_cast<std::size_t>(options.swarms));
  View pointers = view(state);
  pointers.leaders = leaders.data();
  pointers.learning_probabilities = probabilities.data();
  for (; state.iteration < 12; ++state.iteration) {
    const Rules now = rules(options, state.iteration);
    if (state.iteration > 0 && options.algorithm == spec::Algorithm::global_best) {
      move_towards_global_best(executor, pointers, now);
    } else if (state.iteration > 0) {
      move_towards_exemplars(executor, pointers, now);
    }
    take_costs(executor, pointers, tests::costs_of(state.positions, dimensions).data());
  }
  return state;
}

TEST(Systems, SequentialOpenMpAndPlainLoopGiveTheSameBits) {
  const std::uint64_t seed = gainswarm::tests::fresh_seed();
  for (const spec::Algorithm algorithm : tests::algorithms) {
    for (const std::int64_t particles : {5, 200}) {  // less than one tile a swarm, and several
      spec::Swarm options = tests::options(algorithm, 3, particles);
      options.seed = seed;
      const State sequential = run(HostExecutor{thrust::cpp::par}, options, 7);
      tests::expect_same_bits(run(HostExecutor{thrust::omp::par}, options, 7), sequential);
      tests::expect_same_bits(run(PlainLoop{}, options, 7), sequential);
      Swarm product(options, 7);
      tests::iterate(product, 12);
      tests::expect_same_bits(product.state(), sequential);
    }
  }
}

}  // namespace
}  // namespace gainswarm::swarm
