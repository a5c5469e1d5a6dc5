// Costs of positions in the unit box, with an account of what they took.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/swarm/swarm.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/loop_judge.hpp"
#include "host/tuner/objective.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

class Evaluator {
 public:
  /// Keeps the account in `progress`. The references must outlive this.
  Evaluator(const GainSpace& space, const Objective& objective, LoopJudge& judge, const spec::Swarm& options,
            engine::Engine& engine, Progress& progress);

  /// Ranked cost of each position [particle][dimension]; valid until the next call.
  std::span<const double> evaluate(std::span<const double> positions);
  /// What the rollouts of the last batch gave.
  [[nodiscard]] const engine::Outcome& outcome() const { return outcome_; }
  /// One iteration of the swarms: their ranked costs, [swarm][particle], valid until the next call.
  /// Candidates compete with the personal bests. The engine moves the swarms if it can, no gains are derived
  /// and no margins required.
  std::span<const double> advance(swarm::Swarm& swarms);
  /// Takes one position apart, without entering it in the account.
  Breakdown breakdown(std::span<const double> position);

  /// Of the rollouts of the last batch.
  [[nodiscard]] double failed_share() const { return share(last_.failed); }
  [[nodiscard]] double given_up_share() const { return share(last_.given_up); }

 private:
  /// Likewise; where there are limits, candidates have to cost less.
  swarm::Totals rank(std::span<const double> positions, std::span<const double> limits);
  void rank_underived(std::span<const analysis::Underived> underived);
  /// `digested` are the costs that enter the digest.
  void account(const swarm::Totals& totals, std::span<const double> digested);
  [[nodiscard]] double share(std::int64_t rollouts) const {
    return static_cast<double>(rollouts) / static_cast<double>(last_.rollouts);
  }

  const GainSpace* space_;
  const Objective* objective_;
  LoopJudge* judge_;
  engine::Engine* engine_;
  swarm::Job job_;
  Progress* progress_;
  swarm::Totals last_{.rollouts = 1};  ///< of the last batch
  engine::Outcome outcome_;
  std::vector<double> gains_, costs_;
  swarm::Generation next_;
};

}  // namespace gainswarm::tuner
