#include "host/tuner/evaluator.hpp"

#include <algorithm>

#include "host/support/digest.hpp"

namespace gainswarm::tuner {

Evaluator::Evaluator(const GainSpace& space, const Objective& objective, LoopJudge& judge,
                     const spec::Swarm& options, engine::Engine& engine, Progress& progress)
    : space_(&space),
      objective_(&objective),
      judge_(&judge),
      engine_(&engine),
      job_{.options = &options, .scales = space.scales(), .rule = objective.rule()},
      progress_(&progress),
      underived_(space.derived().causes().size()) {}

std::span<const double> Evaluator::advance(swarm::Swarm& swarms) {
  const bool by_host = !space_->derived().empty() || !judge_->empty();
  const bool by_engine = !by_host && engine_->advance(job_, swarms.state(), next_);
  if (!by_engine) {
    const std::span<const double> costs = evaluate(swarms.propose());
    swarms.absorb(costs);
    return costs;
  }
  costs_.swap(next_.costs);
  swarms.adopt(next_.state);
  account(next_.totals);
  return costs_;
}

std::span<const double> Evaluator::evaluate(std::span<const double> positions) {
  const std::vector<analysis::Underived> underived = space_->map(positions, gains_);
  engine_->evaluate(gains_, outcome_);
  costs_.resize(positions.size() / static_cast<std::size_t>(space_->dimensions()));
  const swarm::Totals totals = objective_->rank(outcome_, costs_);
  judge_->rank({gains_, underived, *objective_, totals.rollouts}, costs_);
  rank_underived(underived);
  account(totals);
  return costs_;
}

/// A candidate without gains ranks behind all that have some, the nearer it is to having them the better.
void Evaluator::rank_underived(std::span<const analysis::Underived> underived) {
  for (std::size_t particle = 0; particle < underived.size(); ++particle) {
    const auto& [cause, severity] = underived[particle];
    if (cause < 0) continue;
    costs_[particle] = no_gains * (1 + severity);
    ++underived_[static_cast<std::size_t>(cause)];
  }
}

void Evaluator::account(const swarm::Totals& totals) {
  progress_->evaluations += static_cast<std::int64_t>(costs_.size());
  progress_->trajectory_steps += totals.steps;
  progress_->digest = support::Digest().add(progress_->digest).add(std::span<const double>(costs_)).hex();
  not_finite_ += totals.not_finite;
  failed_share_ = static_cast<double>(totals.failed) / static_cast<double>(totals.rollouts);
  const auto [lowest, highest] = std::ranges::minmax(costs_);
  lowest_ = std::min(lowest_, lowest);
  highest_ = std::max(highest_, highest);
}

Breakdown Evaluator::breakdown(std::span<const double> position) {
  space_->map(position, gains_);
  engine_->evaluate(gains_, outcome_);
  Breakdown breakdown = objective_->breakdown(outcome_);
  judge_->add_to(breakdown, *objective_, gains_);
  return breakdown;
}

}  // namespace gainswarm::tuner
