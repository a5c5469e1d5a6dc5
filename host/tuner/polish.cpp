#include "host/tuner/polish.hpp"

#include <algorithm>
#include <bit>

#include "host/tuner/nelder_mead.hpp"

namespace gainswarm::tuner {

namespace {

/// Edge of the first simplex, share of the range: the swarms have found the region, not yet the point.
constexpr double first_edge = 0.05;

class Race {
 public:
  Race(const spec::Polish& options, std::span<const Candidate> starts, const CostFunctionOfStarts& costs)
      : costs_(&costs) {
    for (const Candidate& start : starts) {
      simplices_.emplace_back(start.position, start.cost, first_edge, options.tolerance);
    }
  }

  /// One step of every simplex, unless that would exceed the budget; false when nothing was done.
  bool step(std::int64_t budget) {
    std::vector<double> batch;
    std::vector<std::int64_t> start_of;
    for (std::size_t i = 0; i < simplices_.size(); ++i) {
      batch.insert(batch.end(), simplices_[i].propose().begin(), simplices_[i].propose().end());
      start_of.resize(start_of.size() + static_cast<std::size_t>(simplices_[i].trials()),
                      static_cast<std::int64_t>(i));
    }
    const auto points = static_cast<std::int64_t>(start_of.size());
    if (points == 0 || used_ + points > budget) return false;
    std::span<const double> costs = (*costs_)(batch, start_of);
    for (NelderMead& simplex : simplices_) {
      const auto own = static_cast<std::size_t>(simplex.trials());
      if (own > 0) simplex.absorb(costs.first(own));
      costs = costs.subspan(own);
    }
    used_ += points;
    return true;
  }

  void keep_better_half() {
    std::ranges::stable_sort(simplices_, {}, &NelderMead::cost);
    simplices_.erase(simplices_.begin() + static_cast<std::ptrdiff_t>((simplices_.size() + 1) / 2),
                     simplices_.end());
  }

  [[nodiscard]] Candidate best() const {
    const NelderMead& lowest = *std::ranges::min_element(simplices_, {}, &NelderMead::cost);
    return {{lowest.position().begin(), lowest.position().end()}, lowest.cost()};
  }
  [[nodiscard]] std::int64_t used() const { return used_; }

 private:
  const CostFunctionOfStarts* costs_;
  std::vector<NelderMead> simplices_;
  std::int64_t used_ = 0;
};

}  // namespace

Candidate polish(const spec::Polish& options, std::span<const Candidate> starts, std::int64_t budget,
                 const CostFunction& costs, const std::function<bool()>& stop) {
  const CostFunctionOfStarts same_for_all = [&](std::span<const double> positions,
                                                std::span<const std::int64_t> /*start*/) {
    return costs(positions);
  };
  Race race(options, starts, same_for_all);
  const int rounds = static_cast<int>(std::bit_width(starts.size() - 1)) + 1;
  for (int round = 1; round <= rounds; ++round) {
    while (!stop() && race.step(budget * round / rounds)) {
    }
    if (round < rounds) race.keep_better_half();
  }
  return race.best();
}

std::int64_t polish_each(const spec::Polish& options, std::span<const Candidate> starts, std::int64_t budget,
                         const CostFunctionOfStarts& costs, const std::function<bool()>& stop) {
  Race race(options, starts, costs);
  while (!stop() && race.step(budget)) {
  }
  return race.used();
}

}  // namespace gainswarm::tuner
