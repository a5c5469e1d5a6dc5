#include "host/swarm/rules.hpp"

#include <algorithm>
#include <stdexcept>

#include "cuda/arithmetic.hpp"
#include "cuda/elementary.hpp"

namespace gainswarm::swarm {

namespace {

double inertia(const spec::Swarm& options, std::int64_t iteration) {
  if (options.algorithm == spec::Algorithm::global_best && options.constriction) {
    return arithmetic::square_root(options.cognitive + options.social) - 1;
  }
  const double last = static_cast<double>(std::max<std::int64_t>(options.iterations - 1, 1));
  const double progress = std::min(static_cast<double>(iteration) / last, 1.0);
  return options.inertia_start + progress * (options.inertia_end - options.inertia_start);
}

}  // namespace

Rules rules(const spec::Swarm& options, std::int64_t iteration) {
  return {.seed = options.seed,
          .iteration = static_cast<std::uint32_t>(iteration),
          .inertia = inertia(options, iteration),
          .cognitive = options.cognitive,
          .social = options.social,
          .velocity_limit = std::min(options.velocity_limit, 1.0),
          .refresh = options.refresh};
}

std::vector<double> learning_probabilities(std::int64_t particles) {
  std::vector<double> probabilities;
  const double last = static_cast<double>(std::max<std::int64_t>(particles - 1, 1));
  for (std::int64_t particle = 0; particle < particles; ++particle) {
    const double growth = elementary::exponential(10 * static_cast<double>(particle) / last) - 1;
    probabilities.push_back(0.05 + 0.45 * growth / (elementary::exponential(10.0) - 1));
  }
  return probabilities;
}

View view(State& state) {
  if (state.swarms < 1 || state.particles < 1 || state.dimensions < 1) {
    throw std::invalid_argument("a swarm needs at least one swarm, one particle and one dimension");
  }
  constexpr std::int64_t largest = std::int64_t{1} << 31;
  if (state.swarms >= largest >> 3 || state.particles >= largest / state.dimensions) {
    throw std::invalid_argument(
        "too many swarms or particles: 2^28 swarms and 2^31 coordinates in each are the limit");
  }
  return {.swarms = static_cast<std::int32_t>(state.swarms),
          .particles = static_cast<std::int32_t>(state.particles),
          .dimensions = static_cast<std::int32_t>(state.dimensions),
          .positions = state.positions.data(),
          .velocities = state.velocities.data(),
          .best_positions = state.best_positions.data(),
          .best_costs = state.best_costs.data(),
          .stalled = state.stalled.data(),
          .exemplars = state.exemplars.data()};
}

}  // namespace gainswarm::swarm
