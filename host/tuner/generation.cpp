#include "host/tuner/generation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace gainswarm::tuner {

namespace {

/// Sum over the particles [particle][dimension] of one swarm of their distances from its mean.
double sum_of_distances(std::span<const double> positions, std::size_t dimensions) {
  std::vector<double> mean(dimensions);
  const std::size_t particles = positions.size() / dimensions;
  for (std::size_t i = 0; i < positions.size(); ++i)
    mean[i % dimensions] += positions[i] / static_cast<double>(particles);
  double sum = 0;
  for (std::size_t row = 0; row < positions.size(); row += dimensions) {
    double square = 0;
    for (std::size_t dimension = 0; dimension < dimensions; ++dimension) {
      const double distance = positions[row + dimension] - mean[dimension];
      square += distance * distance;
    }
    sum += std::sqrt(square);
  }
  return sum;
}

}  // namespace

double median(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  if (sorted.size() % 2 == 1) return *middle;
  return 0.5 * *middle + 0.5 * *std::max_element(sorted.begin(), middle);
}

double spread(const SwarmState& state) {
  const auto dimensions = static_cast<std::size_t>(state.dimensions);
  const std::size_t elements = static_cast<std::size_t>(state.particles) * dimensions;
  double sum = 0;
  for (std::size_t first = 0; first < state.positions.size(); first += elements) {
    sum += sum_of_distances(std::span(state.positions).subspan(first, elements), dimensions);
  }
  const double rows = static_cast<double>(state.best_costs.size());
  return sum / rows / std::sqrt(static_cast<double>(dimensions));
}

}  // namespace gainswarm::tuner
