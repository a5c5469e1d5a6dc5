#include "host/tuner/hypervolume.hpp"

#include <algorithm>

namespace gainswarm::tuner {

namespace {

using Points = std::vector<std::vector<double>>;

/// Of the first two objectives: a staircase, swept along the first.
double area(Points points, std::span<const double> reference) {
  std::ranges::sort(points, {}, [](const auto& point) { return std::pair(point[0], point[1]); });
  double sum = 0, lowest = reference[1];
  for (const auto& point : points) {
    if (point[1] >= lowest) continue;
    sum += (reference[0] - point[0]) * (lowest - point[1]);
    lowest = point[1];
  }
  return sum;
}

/// Of the first `objectives` ones.
double volume(Points points, std::span<const double> reference, std::size_t objectives) {
  if (objectives == 2) return area(std::move(points), reference);
  const std::size_t last = objectives - 1;
  std::ranges::stable_sort(points, {}, [&](const auto& point) { return point[last]; });
  double sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double end = i + 1 < points.size() ? points[i + 1][last] : reference[last];
    if (!(end > points[i][last])) continue;
    const Points before(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(i + 1));
    sum += (end - points[i][last]) * volume(before, reference, last);
  }
  return sum;
}

}  // namespace

double hypervolume(Points points, std::span<const double> reference) {
  std::erase_if(points, [&](const auto& point) {
    for (std::size_t i = 0; i < reference.size(); ++i) {
      if (!(point[i] < reference[i])) return true;
    }
    return false;
  });
  return points.empty() ? 0 : volume(std::move(points), reference, reference.size());
}

}  // namespace gainswarm::tuner
