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
      progress_(&progress) {}

/// What enters the digest are the personal bests, which do not depend on how far losers were run.
std::span<const double> Evaluator::advance(swarm::Swarm& swarms) {
  const bool by_host = !space_->derived().empty() || !judge_->empty();
  const bool by_engine = !by_host && engine_->advance(job_, swarms.state(), next_);
  if (!by_engine) {
    const swarm::Totals totals = rank(swarms.propose(), swarms.state().best_costs);
    swarms.absorb(costs_);
    account(totals, swarms.state().best_costs);
    return costs_;
  }
  costs_.swap(next_.costs);
  swarms.adopt(next_.state);
  account(next_.totals, swarms.state().best_costs);
  return costs_;
}

std::span<const double> Evaluator::evaluate(std::span<const double> positions) {
  const swarm::Totals totals = rank(positions, {});
  account(totals, costs_);
  return costs_;
}

swarm::Totals Evaluator::rank(std::span<const double> positions, std::span<const double> limits) {
  const std::vector<analysis::Underived> underived = space_->map(positions, gains_);
  if (limits.empty()) {
    engine_->evaluate(gains_, outcome_);
  } else {
    engine_->compete(gains_, {job_.rule.over_scenarios, limits}, outcome_);
  }
  costs_.resize(positions.size() / static_cast<std::size_t>(space_->dimensions()));
  const swarm::Totals totals = objective_->rank(outcome_, costs_);
  judge_->rank({gains_, underived, *objective_, totals.rollouts}, costs_, progress_->obstacles);
  rank_underived(underived);
  return totals;
}

/// A candidate without gains ranks behind all that have some, the nearer it is to having them the better.
void Evaluator::rank_underived(std::span<const analysis::Underived> underived) {
  for (std::size_t particle = 0; particle < underived.size(); ++particle) {
    const auto& [cause, severity] = underived[particle];
    if (cause < 0) continue;
    costs_[particle] = no_gains * (1 + severity);
    count(space_->derived().causes()[static_cast<std::size_t>(cause)], progress_->underived);
  }
}

void Evaluator::account(const swarm::Totals& totals, std::span<const double> digested) {
  progress_->evaluations += static_cast<std::int64_t>(costs_.size());
  progress_->trajectory_steps += totals.steps;
  progress_->digest = support::Digest().add(progress_->digest).add(digested).hex();
  progress_->not_finite += totals.not_finite;
  last_ = totals;
  const auto [lowest, highest] = std::ranges::minmax(costs_);
  progress_->lowest = std::min(progress_->lowest, lowest);
  progress_->highest = std::max(progress_->highest, highest);
}

Breakdown Evaluator::breakdown(std::span<const double> position) {
  space_->map(position, gains_);
  engine_->evaluate(gains_, outcome_);
  Breakdown breakdown = objective_->breakdown(outcome_);
  judge_->add_to(breakdown, *objective_, gains_);
  return breakdown;
}

}  // namespace gainswarm::tuner
