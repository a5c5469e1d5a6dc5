#include "host/tuner/front_archive.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

namespace gainswarm::tuner {

bool dominates(std::span<const double> a, std::span<const double> b) {
  bool is_better = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) return false;
    is_better = is_better || a[i] < b[i];
  }
  return is_better;
}

namespace {

/// Points in their order along each objective, with the crowding distances that are left when points leave.
class Crowd {
 public:
  explicit Crowd(const std::vector<Compromise>& points) : points_(points) {
    for (std::size_t i = 0; i < points.front().objectives.size(); ++i) chains_.push_back(chain_of(i));
    for (std::size_t point = 0; point < points.size(); ++point) queue_.emplace(distance(point), point);
  }

  /// Takes the most crowded point out, the first of equals. Returns its index.
  std::size_t remove_most_crowded() {
    const std::size_t removed = queue_.begin()->second;
    queue_.erase(queue_.begin());
    std::set<std::size_t> neighbours;
    for (const Chain& chain : chains_) {
      for (const std::size_t neighbour : {chain.before[removed], chain.after[removed]}) {
        if (neighbour != none) neighbours.insert(neighbour);
      }
    }
    for (const std::size_t neighbour : neighbours) queue_.erase({distance(neighbour), neighbour});
    for (Chain& chain : chains_) {
      const std::size_t before = chain.before[removed], after = chain.after[removed];
      if (before != none) chain.after[before] = after;
      if (after != none) chain.before[after] = before;
    }
    for (const std::size_t neighbour : neighbours) queue_.emplace(distance(neighbour), neighbour);
    return removed;
  }

  [[nodiscard]] double distance(std::size_t point) const {
    double sum = 0;
    for (std::size_t i = 0; i < chains_.size(); ++i) {
      const std::size_t before = chains_[i].before[point], after = chains_[i].after[point];
      if (before == none || after == none) return std::numeric_limits<double>::infinity();
      if (chains_[i].range > 0)
        sum += (points_[after].objectives[i] - points_[before].objectives[i]) / chains_[i].range;
    }
    return sum;
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  /// Neighbours along one objective.
  struct Chain {
    std::vector<std::size_t> before, after;
    double range = 0;
  };

  [[nodiscard]] Chain chain_of(std::size_t objective) const {
    const auto value = [&](std::size_t point) { return points_[point].objectives[objective]; };
    std::vector<std::size_t> order(points_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, value);
    Chain chain{std::vector(order.size(), none), std::vector(order.size(), none),
                value(order.back()) - value(order.front())};
    for (std::size_t k = 1; k < order.size(); ++k) {
      chain.before[order[k]] = order[k - 1];
      chain.after[order[k - 1]] = order[k];
    }
    return chain;
  }

  const std::vector<Compromise>& points_;
  std::vector<Chain> chains_;  ///< [objective]
  std::set<std::pair<double, std::size_t>> queue_;
};

/// Those that no other dominates, of candidates in ascending order; of equals the first.
std::vector<Compromise> non_dominated(std::vector<Compromise> candidates) {
  std::vector<Compromise> members;
  for (Compromise& candidate : candidates) {  // only one that comes before can dominate it
    const auto beats = [&](const Compromise& member) {
      return member.objectives == candidate.objectives || dominates(member.objectives, candidate.objectives);
    };
    // Of two objectives the second falls from member to member: the last is the hardest to get past.
    const bool is_beaten = candidate.objectives.size() == 2 ? !members.empty() && beats(members.back())
                                                            : std::ranges::any_of(members, beats);
    if (!is_beaten) members.push_back(std::move(candidate));
  }
  return members;
}

}  // namespace

std::vector<double> crowding_distances(const std::vector<Compromise>& points) {
  std::vector<double> distances;
  if (points.empty()) return distances;
  const Crowd crowd(points);
  for (std::size_t point = 0; point < points.size(); ++point) distances.push_back(crowd.distance(point));
  return distances;
}

void FrontArchive::add(std::vector<Compromise> candidates) {
  std::ranges::move(members_, std::back_inserter(candidates));
  std::ranges::sort(candidates, {},
                    [](const Compromise& one) { return std::tie(one.objectives, one.position); });
  members_ = non_dominated(std::move(candidates));
  if (members_.size() <= capacity_) return;
  Crowd crowd(members_);
  std::vector<bool> leaves(members_.size(), false);
  for (std::size_t left = members_.size(); left > capacity_; --left)
    leaves[crowd.remove_most_crowded()] = true;
  std::vector<Compromise> stay;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (!leaves[i]) stay.push_back(std::move(members_[i]));
  }
  members_ = std::move(stay);
}

}  // namespace gainswarm::tuner
