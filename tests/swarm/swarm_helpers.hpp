// What the tests of the swarm share.
#pragma once

#include <span>
#include <vector>

#include "host/swarm/swarm.hpp"

namespace gainswarm::swarm::tests {

/// A bowl whose lowest point, cost 0, is at 0.3 in every dimension, with ripples that make many local ones.
inline std::vector<double> costs_of(std::span<const double> positions, std::int64_t dimensions) {
  std::vector<double> costs(positions.size() / static_cast<std::size_t>(dimensions));
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const double distance = positions[i] - 0.3, ripple = 20 * distance - static_cast<int>(20 * distance);
    costs[i / static_cast<std::size_t>(dimensions)] += distance * distance + 0.01 * ripple * ripple;
  }
  return costs;
}

inline void iterate(Swarm& swarm, int iterations) {
  for (int i = 0; i < iterations; ++i) swarm.absorb(costs_of(swarm.propose(), swarm.state().dimensions));
}

inline spec::Swarm options(spec::Algorithm algorithm, std::int64_t swarms = 3, std::int64_t particles = 10) {
  spec::Swarm options;
  options.algorithm = algorithm;
  options.swarms = swarms;
  options.particles = particles;
  return options;
}

inline void expect_same_bits(const State& a, const State& b) {
  EXPECT_EQ(a.iteration, b.iteration);
  EXPECT_EQ(a.positions, b.positions);
  EXPECT_EQ(a.velocities, b.velocities);
  EXPECT_EQ(a.best_positions, b.best_positions);
  EXPECT_EQ(a.best_costs, b.best_costs);
  EXPECT_EQ(a.stalled, b.stalled);
  EXPECT_EQ(a.exemplars, b.exemplars);
}

constexpr spec::Algorithm algorithms[] = {spec::Algorithm::global_best,
                                          spec::Algorithm::comprehensive_learning};

}  // namespace gainswarm::swarm::tests
