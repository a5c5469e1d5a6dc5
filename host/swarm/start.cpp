#include "host/swarm/start.hpp"

#include <thrust/system/cpp/execution_policy.h>

#include <boost/random/sobol.hpp>

#include "cuda/swarm_start.hpp"
#include "host/swarm/executor.hpp"
#include "host/swarm/rules.hpp"

namespace gainswarm::swarm {

namespace {

/// The first points of the Sobol sequence, [point][dimension], as 64 bits of fraction. The very first is the
/// origin, which Boost leaves out; without it 2^n points would not fill the strata evenly.
std::vector<std::uint64_t> sobol_points(std::int64_t points, std::int64_t dimensions) {
  boost::random::sobol sequence(static_cast<std::size_t>(dimensions));
  std::vector<std::uint64_t> fractions(static_cast<std::size_t>(points * dimensions));
  for (auto at = static_cast<std::size_t>(dimensions); at < fractions.size(); ++at)
    fractions[at] = sequence();
  return fractions;
}

State before_start(const spec::Swarm& options, std::int64_t dimensions) {
  State state;
  state.swarms = options.swarms;
  state.particles = options.particles;
  state.dimensions = dimensions;
  const auto rows = static_cast<std::size_t>(options.swarms * options.particles);
  const std::size_t elements = rows * static_cast<std::size_t>(dimensions);
  state.positions.resize(elements);
  state.velocities.resize(elements);
  state.best_positions.resize(elements);
  state.best_costs.assign(rows, spec::infinity);
  state.stalled.resize(rows);
  if (options.algorithm == spec::Algorithm::comprehensive_learning) state.exemplars.resize(elements);
  return state;
}

}  // namespace

State start(const spec::Swarm& options, std::int64_t dimensions) {
  const HostExecutor executor{thrust::cpp::par};
  State state = before_start(options, dimensions);
  const View swarms = view(state);
  const Rules first = rules(options, 0);
  if (options.start == spec::StartDesign::sobol) {
    const std::vector<std::uint64_t> points = sobol_points(options.particles, dimensions);
    executor.for_each(swarms.swarms, swarms.elements(), StartAtSobolPoint{swarms, first, points.data()});
  } else {
    executor.for_each(swarms.swarms, swarms.dimensions, StartInLatinHypercube{swarms, first});
  }
  executor.for_each(swarms.swarms, swarms.elements(), StartVelocity{swarms, first});
  state.best_positions = state.positions;
  return state;
}

}  // namespace gainswarm::swarm
