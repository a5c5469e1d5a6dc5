// Particle swarms, as functors of which each call does what one device thread does. Many isolated swarms
// stand side by side; positions live in the unit box. Thrust runs the functors on the host, kernels
// (swarm_kernels.cu) on devices, over the swarms and the elements (or particles) within each; all of them
// give the same bits in any order of execution.
#pragma once

#include "cuda/arithmetic.hpp"
#include "cuda/philox.hpp"
#include "cuda/portability.hpp"

namespace gainswarm::swarm {

/// What a random number is used for; with the swarm's number it makes the Philox stream.
enum class Purpose : std::uint32_t { start_position, start_velocity, move, exemplar, fallback };

GAINSWARM_HOST_DEVICE inline std::uint32_t stream(Purpose purpose, std::int32_t swarm) {
  return static_cast<std::uint32_t>(swarm) << 3 | static_cast<std::uint32_t>(purpose);
}

/// The swarms' arrays. An element is one coordinate of one particle; its index within the swarm is
/// particle * dimensions + dimension. A swarm has fewer than 2^31 elements.
struct View {
  std::int32_t swarms = 0, particles = 0, dimensions = 0;
  double* positions = nullptr;       ///< [swarm][particle][dimension], in [0, 1]
  double* velocities = nullptr;      ///< [swarm][particle][dimension], per iteration
  double* best_positions = nullptr;  ///< [swarm][particle][dimension], personal bests
  double* best_costs = nullptr;      ///< [swarm][particle]
  std::int64_t* stalled = nullptr;   ///< [swarm][particle], iterations since the personal best improved
  std::int64_t* exemplars =
      nullptr;  ///< [swarm][particle][dimension], comprehensive learning: whose best to follow
  std::int32_t* leaders = nullptr;                 ///< [swarm], the particle with the best personal best
  const double* learning_probabilities = nullptr;  ///< [particle], comprehensive learning

  [[nodiscard]] GAINSWARM_HOST_DEVICE std::int32_t elements() const { return particles * dimensions; }
  /// Where the swarm's first element, and its first particle, stand in the arrays.
  [[nodiscard]] GAINSWARM_HOST_DEVICE std::int64_t first_element(std::int32_t swarm) const {
    return static_cast<std::int64_t>(swarm) * elements();
  }
  [[nodiscard]] GAINSWARM_HOST_DEVICE std::int64_t first_particle(std::int32_t swarm) const {
    return static_cast<std::int64_t>(swarm) * particles;
  }
  /// element / dimensions. In double, because that vectorises; exact below 2^31, where the quotient's
  /// distance from a whole number, at least 0.5 / dimensions, is far above its rounding error.
  [[nodiscard]] GAINSWARM_HOST_DEVICE std::int32_t particle_of(std::int32_t element) const {
    return static_cast<std::int32_t>((element + 0.5) * (1.0 / dimensions));
  }
};

/// The coefficients of one iteration.
struct Rules {
  std::uint64_t seed = 0;
  std::uint32_t iteration = 0;
  double inertia = 0;
  double cognitive = 0;          ///< pull of the personal best (comprehensive learning: of the exemplar)
  double social = 0;             ///< pull of the swarm's best
  double velocity_limit = 1;     ///< of each coordinate's velocity, share of the range, at most 1
  std::int64_t refresh = 0;      ///< comprehensive learning: iterations without progress before new exemplars
  std::int32_t first_swarm = 0;  ///< number among all swarms of the first in the arrays
};

/// The random bits for one purpose in one dimension of one particle.
GAINSWARM_HOST_DEVICE inline philox::Block draw(const Rules& rules, Purpose purpose, std::int32_t swarm,
                                                std::int32_t particle, std::int32_t dimension) {
  return philox::draw(rules.seed, rules.iteration, static_cast<std::uint32_t>(particle),
                      static_cast<std::uint32_t>(dimension), stream(purpose, rules.first_swarm + swarm));
}

/// Moves one coordinate: clamps its velocity, and reflects it at the box, which reverses the velocity. One
/// reflection is enough because no velocity exceeds the box's width.
GAINSWARM_HOST_DEVICE inline void advance(double& position, double& velocity, double limit) {
  using arithmetic::select;
  const double clamped = select(velocity > limit, limit, select(velocity < -limit, -limit, velocity));
  const double moved = position + clamped;
  const bool below = moved<0, above = moved> 1;
  position = select(below, -moved, select(above, 2 - moved, moved));
  velocity = select(below | above, -clamped, clamped);
}

/// Global best: v <- w v + c1 r1 (own best - x) + c2 r2 (swarm's best - x), for one element of one swarm.
/// Kennedy and Eberhart 1995; w by Shi and Eberhart 1998, or from the constriction of Clerc and Kennedy 2002.
struct MoveTowardsGlobalBest {
  View view;
  Rules rules;

  GAINSWARM_HOST_DEVICE void operator()(std::int32_t swarm, std::int32_t element) const {
    const std::int32_t particle = view.particle_of(element);
    const std::int32_t dimension = element - particle * view.dimensions;
    const philox::Block random = draw(rules, Purpose::move, swarm, particle, dimension);
    const std::int64_t at = view.first_element(swarm) + element;
    const double* bests = view.best_positions + view.first_element(swarm);
    double position = view.positions[at];
    const double to_own = bests[element] - position;
    const double to_leader = bests[view.leaders[swarm] * view.dimensions + dimension] - position;
    double velocity = rules.inertia * view.velocities[at] +
                      rules.cognitive * philox::uniform(random.a, random.b) * to_own +
                      rules.social * philox::uniform(random.c, random.d) * to_leader;
    advance(position, velocity, rules.velocity_limit);
    view.positions[at] = position;
    view.velocities[at] = velocity;
  }
};

/// Comprehensive learning: v <- w v + c r (exemplar's best - x), for one element of one swarm.
/// Liang, Qin, Suganthan, Baskar, IEEE Trans. Evolutionary Computation 10(3), 2006.
struct MoveTowardsExemplars {
  View view;
  Rules rules;

  GAINSWARM_HOST_DEVICE void operator()(std::int32_t swarm, std::int32_t element) const {
    const std::int32_t particle = view.particle_of(element);
    const std::int32_t dimension = element - particle * view.dimensions;
    const philox::Block random = draw(rules, Purpose::move, swarm, particle, dimension);
    const std::int64_t at = view.first_element(swarm) + element;
    const double* bests = view.best_positions + view.first_element(swarm);
    double position = view.positions[at];
    const double to_exemplar = bests[view.exemplars[at] * view.dimensions + dimension] - position;
    double velocity = rules.inertia * view.velocities[at] +
                      rules.cognitive * philox::uniform(random.a, random.b) * to_exemplar;
    advance(position, velocity, rules.velocity_limit);
    view.positions[at] = position;
    view.velocities[at] = velocity;
  }
};

/// Chooses new exemplars for one particle that has made no progress for `refresh` iterations (for every
/// particle in the first iteration). In each dimension it learns from the better of two other particles with
/// its learning probability, else from itself; a particle that would follow only itself gets another exemplar
/// in one dimension.
struct RefreshExemplars {
  View view;
  Rules rules;

  GAINSWARM_HOST_DEVICE void operator()(std::int32_t swarm, std::int32_t particle) const {
    const std::int64_t row = view.first_particle(swarm) + particle;
    if (rules.iteration > 1 && view.stalled[row] < rules.refresh) return;
    view.stalled[row] = 0;
    std::int64_t* exemplars = view.exemplars + row * view.dimensions;
    bool follows_others = false;
    for (std::int32_t dimension = 0; dimension < view.dimensions; ++dimension) {
      const philox::Block random = draw(rules, Purpose::exemplar, swarm, particle, dimension);
      const bool learns = philox::uniform(random.a, 0) < view.learning_probabilities[particle];
      exemplars[dimension] =
          learns ? better(swarm, other(particle, random.b), other(particle, random.c)) : particle;
      follows_others |= exemplars[dimension] != particle;
    }
    if (follows_others) return;
    const philox::Block random = draw(rules, Purpose::fallback, swarm, particle, 0);
    exemplars[philox::below(static_cast<std::uint32_t>(view.dimensions), random.a)] =
        other(particle, random.b);
  }

 private:
  /// A particle of the same swarm that is not `particle` (unless the swarm has no other).
  [[nodiscard]] GAINSWARM_HOST_DEVICE std::int32_t other(std::int32_t particle, std::uint32_t bits) const {
    if (view.particles == 1) return particle;
    const std::uint32_t step = 1 + philox::below(static_cast<std::uint32_t>(view.particles - 1), bits);
    return static_cast<std::int32_t>((static_cast<std::uint32_t>(particle) + step) %
                                     static_cast<std::uint32_t>(view.particles));
  }
  [[nodiscard]] GAINSWARM_HOST_DEVICE std::int32_t better(std::int32_t swarm, std::int32_t a,
                                                          std::int32_t b) const {
    const double* costs = view.best_costs + view.first_particle(swarm);
    return costs[b] < costs[a] || (costs[b] == costs[a] && b < a) ? b : a;
  }
};

/// Takes one particle's new cost: a strictly smaller one is its new personal best, a tie keeps the older.
struct UpdatePersonalBest {
  View view;
  const double* costs = nullptr;  ///< [swarm][particle]

  GAINSWARM_HOST_DEVICE void operator()(std::int32_t swarm, std::int32_t particle) const {
    const std::int64_t row = view.first_particle(swarm) + particle;
    if (!(costs[row] < view.best_costs[row])) {
      ++view.stalled[row];
      return;
    }
    view.best_costs[row] = costs[row];
    view.stalled[row] = 0;
    for (std::int64_t at = row * view.dimensions; at < (row + 1) * view.dimensions; ++at) {
      view.best_positions[at] = view.positions[at];
    }
  }
};

/// Finds one swarm's leader: the smallest (personal best cost, index).
struct UpdateLeader {
  View view;

  GAINSWARM_HOST_DEVICE void operator()(std::int32_t swarm, std::int32_t /*only one*/) const {
    const double* costs = view.best_costs + view.first_particle(swarm);
    std::int32_t leader = 0;
    for (std::int32_t particle = 1; particle < view.particles; ++particle) {
      if (costs[particle] < costs[leader]) leader = particle;
    }
    view.leaders[swarm] = leader;
  }
};

}  // namespace gainswarm::swarm
