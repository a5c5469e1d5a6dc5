// The best compromises found so far: candidates that no other one beats in every objective.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace gainswarm::tuner {

/// A candidate by its objectives (the less the better) and its position in the unit box.
struct Compromise {
  std::vector<double> objectives;
  std::vector<double> position;
};

/// Whether a is nowhere worse than b and somewhere better.
bool dominates(std::span<const double> a, std::span<const double> b);

class FrontArchive {
 public:
  explicit FrontArchive(std::size_t capacity) : capacity_(capacity) {}

  /// Takes in those candidates that neither a member nor another candidate dominates, in whatever order they
  /// are given, and drops the members that they dominate. Of more members than the capacity, the one with
  /// the smallest crowding distance leaves, again and again (K. Deb et al., A Fast and Elitist Multiobjective
  /// Genetic Algorithm: NSGA-II, IEEE Transactions on Evolutionary Computation 6(2), 2002); the ends of the
  /// front stay.
  void add(std::vector<Compromise> candidates);

  /// By their first objective, those that share it by the second, and so on.
  [[nodiscard]] const std::vector<Compromise>& members() const { return members_; }

 private:
  std::size_t capacity_;
  std::vector<Compromise> members_;
};

/// How far the neighbours of each point are apart, summed over the objectives relative to their range;
/// infinite at the ends.
std::vector<double> crowding_distances(const std::vector<Compromise>& points);

}  // namespace gainswarm::tuner
