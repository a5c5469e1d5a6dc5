#include "host/tuner/front_archive.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace gainswarm::tuner {

bool dominates(std::span<const double> a, std::span<const double> b) {
  bool is_better = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) return false;
    is_better = is_better || a[i] < b[i];
  }
  return is_better;
}

std::vector<double> crowding_distances(const std::vector<Compromise>& points) {
  std::vector<double> distances(points.size(), 0);
  std::vector<std::size_t> order(points.size());
  for (std::size_t i = 0; !points.empty() && i < points.front().objectives.size(); ++i) {
    const auto value = [&](std::size_t point) { return points[point].objectives[i]; };
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, value);
    const double range = value(order.back()) - value(order.front());
    distances[order.front()] = distances[order.back()] = std::numeric_limits<double>::infinity();
    if (!(range > 0)) continue;
    for (std::size_t k = 1; k + 1 < order.size(); ++k)
      distances[order[k]] += (value(order[k + 1]) - value(order[k - 1])) / range;
  }
  return distances;
}

void FrontArchive::add(std::vector<Compromise> candidates) {
  std::ranges::move(members_, std::back_inserter(candidates));
  members_.clear();
  std::ranges::sort(candidates, {},
                    [](const Compromise& one) { return std::tie(one.objectives, one.position); });
  for (Compromise& candidate : candidates) {  // only one that comes before can dominate it
    const bool is_beaten = std::ranges::any_of(members_, [&](const Compromise& member) {
      return member.objectives == candidate.objectives || dominates(member.objectives, candidate.objectives);
    });
    if (!is_beaten) members_.push_back(std::move(candidate));
  }
  while (members_.size() > capacity_) {
    const std::vector<double> distances = crowding_distances(members_);
    members_.erase(members_.begin() + (std::ranges::min_element(distances) - distances.begin()));
  }
}

}  // namespace gainswarm::tuner
