// Every front of a search, so that its growth can be measured when the last one is known.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/tuner/front_archive.hpp"

namespace gainswarm::tuner {

/// A compromise of the fronts `first` to `last` - 1, from 0.
struct Stay {
  std::vector<double> objectives;
  std::int64_t first = 0, last = 0;
};

class FrontHistory {
 public:
  FrontHistory() = default;
  /// Goes on from stays() after `size` fronts. Throws swarm::UnsoundState when they were not on as many.
  FrontHistory(std::vector<Stay> stays, std::int64_t size);

  /// The front after one more step of the search, as FrontArchive orders it. Keeps what came and what left.
  void note(const std::vector<Compromise>& front);

  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(changed_.size()); }
  /// Whether the last front was another one than that before it.
  [[nodiscard]] bool grew() const { return !changed_.empty() && changed_.back(); }
  /// Every compromise that was ever on a front; of those that still are `last` is size().
  [[nodiscard]] std::vector<Stay> stays() const;
  /// Of every front, in order, from one reference; 0 where it was empty.
  [[nodiscard]] std::vector<double> hypervolumes(std::span<const double> reference) const;

 private:
  std::vector<Stay> left_, present_;  ///< present_: by their objectives
  std::vector<bool> changed_;         ///< one a front
};

}  // namespace gainswarm::tuner
