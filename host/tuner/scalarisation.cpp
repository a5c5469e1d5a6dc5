#include "host/tuner/scalarisation.hpp"

#include <algorithm>

namespace gainswarm::tuner {

namespace {

constexpr double smallest_weight = 1e-3;
constexpr double augmentation = 1e-3;

/// Number of vectors of whole numbers >= 0 that sum to h: (h + n - 1) over (n - 1), at most `most`.
std::size_t lattice_points(std::size_t objectives, std::size_t h, std::size_t most) {
  std::size_t points = 1;
  for (std::size_t i = 1; i < objectives && points <= most; ++i) points = points * (h + i) / i;
  return points;
}

/// Appends every way to share `left` parts among the objectives from `at` on.
void share_out(std::vector<std::size_t>& parts, std::size_t at, std::size_t left, std::size_t h,
               std::vector<std::vector<double>>& lattice) {
  if (at + 1 == parts.size()) {
    parts[at] = left;
    std::vector<double> weights;
    weights.reserve(parts.size());
    for (const std::size_t part : parts)
      weights.push_back(static_cast<double>(part) / static_cast<double>(h));
    lattice.push_back(weights);
    return;
  }
  for (std::size_t part = 0; part <= left; ++part) {
    parts[at] = part;
    share_out(parts, at + 1, left - part, h, lattice);
  }
}

}  // namespace

std::vector<std::vector<double>> simplex_lattice(std::size_t objectives, std::size_t count) {
  if (count < objectives) return {std::vector<double>(objectives, 1.0 / static_cast<double>(objectives))};
  std::size_t h = 1;
  while (lattice_points(objectives, h + 1, count) <= count) ++h;
  std::vector<std::vector<double>> lattice;
  std::vector<std::size_t> parts(objectives);
  share_out(parts, 0, h, h, lattice);
  return lattice;
}

double Extent::relative(std::size_t objective, double value) const {
  const double range = nadir[objective] - ideal[objective];
  return (value - ideal[objective]) / (range > 0 ? range : 1);
}

Extent extent_of(const std::vector<Compromise>& front) {
  Extent extent{front.front().objectives, front.front().objectives};
  for (const Compromise& one : front) {
    for (std::size_t i = 0; i < one.objectives.size(); ++i) {
      extent.ideal[i] = std::min(extent.ideal[i], one.objectives[i]);
      extent.nadir[i] = std::max(extent.nadir[i], one.objectives[i]);
    }
  }
  return extent;
}

double tchebycheff(std::span<const double> objectives, std::span<const double> weights,
                   const Extent& extent) {
  double largest = 0, sum = 0;
  for (std::size_t i = 0; i < objectives.size(); ++i) {
    const double distance = extent.relative(i, objectives[i]);
    const double weighted = std::max(weights[i], smallest_weight) * distance;
    largest = i == 0 ? weighted : std::max(largest, weighted);
    sum += distance;
  }
  return largest + augmentation * sum;
}

std::size_t knee_of(const std::vector<Compromise>& front) {
  const Extent extent = extent_of(front);
  const auto sum = [&](const Compromise& one) {
    double total = 0;
    for (std::size_t i = 0; i < one.objectives.size(); ++i) total += extent.relative(i, one.objectives[i]);
    return total;
  };
  return static_cast<std::size_t>(std::ranges::min_element(front, {}, sum) - front.begin());
}

}  // namespace gainswarm::tuner
