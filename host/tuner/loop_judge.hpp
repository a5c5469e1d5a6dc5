// Candidates judged by their linearised loops, where a problem requires margins.
//
// Margins join the hard requirements: a candidate that misses some adds their relative excesses to its
// violation (cuda/ranked_cost.hpp). One whose loop is not stable meets none of them, and ranks behind every
// one whose loop is, the farther its rightmost pole lies in the right half of the plane the worse. Behind
// them rank those about whose loops nothing can be said. Soft margins add weight times excess to the cost of
// each scenario of a candidate whose loop is stable.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/analysis/derived_gains.hpp"
#include "host/analysis/loop_requirements.hpp"
#include "host/engine/worker_pool.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/objective.hpp"

namespace gainswarm::tuner {

/// What the best of all ranked costs tells about the candidates' loops: whether any is stable, or whether
/// anything can be said about any of them.
enum class LoopsSeen { stable, none_stable, none };
LoopsSeen loops_seen(double lowest_cost);

/// A batch whose rollouts are ranked already.
struct RankedBatch {
  std::span<const double> gains;                   ///< [candidate][gain] of the program
  std::span<const analysis::Underived> underived;  ///< [candidate], or empty
  const Objective& objective;
  std::int64_t rollouts = 0;
};

class LoopJudge {
 public:
  /// With so many threads, 0: one a hardware thread; results do not depend on it. A problem without margins
  /// needs no judge: empty(). Throws InputError at the margins when the loop cannot be linearised, or when
  /// nothing can be said about it with any of the gains that the swarms start with.
  LoopJudge(const spec::Problem& problem, const GainSpace& space, int threads = 0);

  [[nodiscard]] bool empty() const { return requirements_ == nullptr; }
  /// Changes the ranked costs of a batch, and counts those about whose loops nothing can be said, by cause.
  /// Candidates without derived gains keep theirs.
  void rank(const RankedBatch& batch, std::span<double> costs, std::vector<Named>& obstacles);
  /// Adds the margins to what is known of one candidate.
  void add_to(Breakdown& breakdown, const Objective& objective, std::span<const double> gains) const;
  [[nodiscard]] LoopStanding standing(std::span<const double> gains) const;

 private:
  void refuse_hopeless(const spec::Problem& problem, const GainSpace& space);
  /// Of candidates [candidate][gain], side by side.
  std::vector<analysis::LoopMeasures> measure(std::span<const double> gains, std::size_t candidates);
  [[nodiscard]] double violation(const analysis::LoopMeasures& loop) const;
  [[nodiscard]] LoopStanding standing(const analysis::LoopMeasures& loop) const;

  std::unique_ptr<const analysis::LoopRequirements> requirements_;
  std::unique_ptr<engine::WorkerPool> workers_;
};

}  // namespace gainswarm::tuner
