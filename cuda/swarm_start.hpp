// Where the swarms start: spread evenly over the unit box, each swarm in its own way.
#pragma once

#include "cuda/philox.hpp"
#include "cuda/portability.hpp"
#include "cuda/swarm.hpp"

namespace gainswarm::swarm {

/// A Sobol start of one element: all swarms use the same points, each shifted digitally by its own random
/// bits, which keeps their even spread.
struct StartAtSobolPoint {
  View view;
  Rules rules;                            ///< those of iteration 0
  const std::uint64_t* points = nullptr;  ///< [particle][dimension], 64 bits of fraction

  GAINSWARM_HOST_DEVICE void operator()(std::int32_t swarm, std::int32_t element) const {
    const std::int32_t dimension = element - view.particle_of(element) * view.dimensions;
    const philox::Block random = draw(rules, Purpose::start_position, swarm, 0, dimension);
    const std::uint64_t shift = static_cast<std::uint64_t>(random.a) << 32 | random.b;
    view.positions[view.first_element(swarm) + element] = philox::uniform(points[element] ^ shift);
  }
};

/// A Latin hypercube start of one dimension of one swarm: the range in as many strata as particles, dealt out
/// by a Fisher-Yates shuffle, one particle at a random place in each.
struct StartInLatinHypercube {
  View view;
  Rules rules;

  GAINSWARM_HOST_DEVICE void operator()(std::int32_t swarm, std::int32_t dimension) const {
    double* column = view.positions + view.first_element(swarm) + dimension;
    const std::int64_t stride = view.dimensions;
    for (std::int32_t particle = 0; particle < view.particles; ++particle) {
      const philox::Block random = draw(rules, Purpose::start_position, swarm, particle, dimension);
      const std::int64_t place = philox::below(static_cast<std::uint32_t>(particle) + 1, random.c);
      column[particle * stride] = column[place * stride];
      column[place * stride] = (particle + philox::uniform(random.a, random.b)) / view.particles;
    }
  }
};

/// The start velocity of one element: uniform within the velocity limit.
struct StartVelocity {
  View view;
  Rules rules;

  GAINSWARM_HOST_DEVICE void operator()(std::int32_t swarm, std::int32_t element) const {
    const std::int32_t particle = view.particle_of(element);
    const std::int32_t dimension = element - particle * view.dimensions;
    const philox::Block random = draw(rules, Purpose::start_velocity, swarm, particle, dimension);
    view.velocities[view.first_element(swarm) + element] =
        rules.velocity_limit * (2 * philox::uniform(random.a, random.b) - 1);
  }
};

}  // namespace gainswarm::swarm
