#include "host/tuner/front_history.hpp"

#include <algorithm>
#include <utility>

#include "host/swarm/swarm.hpp"
#include "host/tuner/hypervolume.hpp"

namespace gainswarm::tuner {

FrontHistory::FrontHistory(std::vector<Stay> stays, std::int64_t size)
    : changed_(static_cast<std::size_t>(size), false) {
  for (Stay& stay : stays) {
    if (!(0 <= stay.first && stay.first < stay.last && stay.last <= size))
      throw swarm::UnsoundState("the saved front stood at no time of the search");
    changed_[static_cast<std::size_t>(stay.first)] = true;
    if (stay.last < size) changed_[static_cast<std::size_t>(stay.last)] = true;
    (stay.last < size ? left_ : present_).push_back(std::move(stay));
  }
}

std::vector<Stay> FrontHistory::stays() const {
  std::vector<Stay> all(left_);
  for (const Stay& stay : present_) all.push_back({stay.objectives, stay.first, size()});
  return all;
}

void FrontHistory::note(const std::vector<Compromise>& front) {
  const std::int64_t now = size();
  std::vector<Stay> next;
  auto before = present_.begin();
  std::size_t stayed = 0;
  for (const Compromise& one : front) {
    for (; before != present_.end() && before->objectives < one.objectives; ++before) {
      before->last = now;
      left_.push_back(std::move(*before));
    }
    const bool stays = before != present_.end() && before->objectives == one.objectives;
    stayed += stays ? 1 : 0;
    next.push_back(stays ? std::move(*before++) : Stay{one.objectives, now, now});
  }
  for (; before != present_.end(); ++before) {
    before->last = now;
    left_.push_back(std::move(*before));
  }
  changed_.push_back(stayed != next.size() || next.size() != present_.size());
  present_ = std::move(next);
}

std::vector<double> FrontHistory::hypervolumes(std::span<const double> reference) const {
  std::vector<Stay> stays = this->stays();
  std::ranges::stable_sort(stays, {}, &Stay::first);
  std::vector<double> result;
  std::vector<Stay> now;
  auto next = stays.begin();
  for (std::int64_t step = 0; step < size(); ++step) {
    if (!changed_[static_cast<std::size_t>(step)]) {
      result.push_back(result.empty() ? 0 : result.back());
      continue;
    }
    std::erase_if(now, [&](const Stay& stay) { return stay.last <= step; });
    for (; next != stays.end() && next->first <= step; ++next) now.push_back(*next);
    std::vector<std::vector<double>> points;
    points.reserve(now.size());
    for (const Stay& stay : now) points.push_back(stay.objectives);
    result.push_back(points.empty() ? 0 : hypervolume(std::move(points), reference));
  }
  return result;
}

}  // namespace gainswarm::tuner
