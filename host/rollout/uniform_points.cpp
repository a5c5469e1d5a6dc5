#include "host/rollout/uniform_points.hpp"

#include <boost/random/sobol.hpp>

#include "cuda/philox.hpp"

namespace gainswarm::rollout {
namespace {

using Points = std::vector<std::vector<double>>;

constexpr std::uint32_t scenario_stream = 0x5CE0A110;  // apart from every stream of the swarms

std::uint64_t random_bits(std::uint64_t seed, std::size_t point, std::size_t dimension, std::uint32_t use) {
  const philox::Block block = philox::draw(seed, use, static_cast<std::uint32_t>(point),
                                           static_cast<std::uint32_t>(dimension), scenario_stream);
  return static_cast<std::uint64_t>(block.a) << 32U | block.b;
}

/// Boost's sequence leaves out its first point, the origin; with it, every run of 2^k points fills the strata
/// evenly.
void fill_sobol(Points& points, std::uint64_t seed) {
  const std::size_t dimensions = points.front().size();
  boost::random::sobol sequence(dimensions);
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      const std::uint64_t fraction = i == 0 ? 0 : sequence();
      points[i][d] = philox::uniform(fraction ^ random_bits(seed, 0, d, 0));
    }
  }
}

/// Deals the strata of one dimension out by a Fisher-Yates shuffle.
void fill_strata(Points& points, std::size_t dimension, bool midpoint, std::uint64_t seed) {
  const std::size_t count = points.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = static_cast<std::uint32_t>(random_bits(seed, i, dimension, 1) >> 32U);
    const std::size_t place = philox::below(static_cast<std::uint32_t>(i) + 1, bits);
    const double within = midpoint ? 0.5 : philox::uniform(random_bits(seed, i, dimension, 2));
    points[i][dimension] = points[place][dimension];
    points[place][dimension] = (static_cast<double>(i) + within) / static_cast<double>(count);
  }
}

}  // namespace

std::vector<std::vector<double>> uniform_points(spec::Sampling sampling, std::int64_t count,
                                                std::int64_t dimensions, std::uint64_t seed) {
  Points points(static_cast<std::size_t>(count), std::vector<double>(static_cast<std::size_t>(dimensions)));
  if (count == 0 || dimensions == 0) return points;
  if (sampling == spec::Sampling::sobol) {
    fill_sobol(points, seed);
    return points;
  }
  for (std::size_t d = 0; d < static_cast<std::size_t>(dimensions); ++d) {
    if (sampling == spec::Sampling::independent) {
      for (std::size_t i = 0; i < points.size(); ++i)
        points[i][d] = philox::uniform(random_bits(seed, i, d, 3));
    } else {
      fill_strata(points, d, sampling == spec::Sampling::midpoint, seed);
    }
  }
  return points;
}

}  // namespace gainswarm::rollout
