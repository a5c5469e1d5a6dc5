#include "host/tuner/loop_judge.hpp"

#include <algorithm>

#include "host/swarm/start.hpp"

namespace gainswarm::tuner {

namespace {

/// Violations beyond that of every stable loop, whose requirements exceed their limits by 1e50 at the most
/// each, and their bounds: unmet_requirements times them stays below no_gains.
constexpr double unstable_loop = 1e54, fastest_growth = 1e30, no_loop = 1e90;

/// One cost from that many scenarios, all of them of cost `each`.
double over_scenarios(const Objective& objective, double each, std::int64_t scenarios) {
  return objective.aggregated(std::vector<double>(static_cast<std::size_t>(scenarios), each));
}

}  // namespace

LoopsSeen loops_seen(double lowest_cost) {
  if (!(lowest_cost >= unmet_requirements * unstable_loop) || lowest_cost >= no_gains)
    return LoopsSeen::stable;
  return lowest_cost < unmet_requirements * no_loop ? LoopsSeen::none_stable : LoopsSeen::none;
}

LoopJudge::LoopJudge(const spec::Problem& problem, const GainSpace& space, int threads) {
  if (problem.objective.margins.empty()) return;
  requirements_ = std::make_unique<const analysis::LoopRequirements>(problem);
  workers_ = std::make_unique<engine::WorkerPool>(threads);
  refuse_hopeless(problem, space);
}

void LoopJudge::refuse_hopeless(const spec::Problem& problem, const GainSpace& space) {
  constexpr std::int64_t most_swarms = 4, most_particles = 16;
  spec::Swarm few = problem.swarm;
  few.swarms = std::min(few.swarms, most_swarms);
  few.particles = std::min(few.particles, most_particles);
  std::vector<double> gains;
  const auto underived = space.map(swarm::start(few, space.dimensions()).positions, gains);
  const auto candidates = static_cast<std::size_t>(few.swarms * few.particles);
  const std::vector<analysis::LoopMeasures> loops = measure(gains, candidates);
  for (std::size_t i = 0; i < candidates; ++i) {
    const bool has_gains = underived.empty() || underived[i].cause < 0;
    if (!has_gains || loops[i].obstacle.empty()) return;
  }
  throw spec::InputError(problem.objective.margins.position,
                         "nothing can be said about the linearised loop with any gains (" +
                             loops.front().obstacle +
                             "); name another 'operating_point', or leave the margins out");
}

std::vector<analysis::LoopMeasures> LoopJudge::measure(std::span<const double> gains,
                                                       std::size_t candidates) {
  std::vector<analysis::LoopMeasures> loops(candidates);
  const std::size_t own = gains.size() / candidates;
  workers_->run(static_cast<std::int64_t>(candidates), [&](std::int64_t candidate) {
    const auto at = static_cast<std::size_t>(candidate);
    loops[at] = requirements_->measure(gains.subspan(at * own, own));
  });
  return loops;
}

LoopStanding LoopJudge::standing(const analysis::LoopMeasures& loop) const {
  LoopStanding found{.met = loop.stable};
  for (std::size_t i = 0; i < requirements_->required().size(); ++i) {
    const spec::MarginLimit& limit = requirements_->required()[i].limit;
    const double distance = loop.distances[i];
    if (!limit.is_soft()) {
      found.met = found.met && distance > 0;
    } else if (loop.stable && distance < 0) {
      found.excess -= limit.weight * distance;
    }
  }
  return found;
}

LoopStanding LoopJudge::standing(std::span<const double> gains) const {
  return empty() ? LoopStanding{} : standing(requirements_->measure(gains));
}

double LoopJudge::violation(const analysis::LoopMeasures& loop) const {
  if (!loop.obstacle.empty()) return no_loop;
  if (!loop.stable) return unstable_loop * (1 + std::clamp(loop.growth, 0.0, fastest_growth));
  double sum = 0;
  for (std::size_t i = 0; i < requirements_->required().size(); ++i) {
    if (!requirements_->required()[i].limit.is_soft()) sum += std::max(-loop.distances[i], 0.0);
  }
  return sum;
}

void LoopJudge::rank(const RankedBatch& batch, std::span<double> costs, std::vector<Named>& obstacles) {
  if (empty()) return;
  const std::vector<analysis::LoopMeasures> loops = measure(batch.gains, costs.size());
  const std::int64_t scenarios = batch.rollouts / static_cast<std::int64_t>(costs.size());
  for (std::size_t i = 0; i < costs.size(); ++i) {
    if (!batch.underived.empty() && batch.underived[i].cause >= 0) continue;
    if (!loops[i].obstacle.empty()) count(loops[i].obstacle, obstacles);
    const LoopStanding found = standing(loops[i]);
    if (!found.met) {
      costs[i] = std::max(costs[i], unmet_requirements) + unmet_requirements * violation(loops[i]);
    } else if (costs[i] < unmet_requirements && found.excess > 0) {
      costs[i] += over_scenarios(batch.objective, found.excess, scenarios);
      costs[i] = std::min(costs[i], unmet_requirements);
    }
  }
}

void LoopJudge::add_to(Breakdown& breakdown, const Objective& objective,
                       std::span<const double> gains) const {
  if (empty()) return;
  const analysis::LoopMeasures loop = requirements_->measure(gains);
  breakdown.loop = standing(loop);
  for (std::size_t i = 0; i < requirements_->required().size(); ++i) {
    const auto& [kind, name, limit] = requirements_->required()[i];
    const double distance = loop.distances[i];
    if (!limit.is_soft() || !loop.stable) {
      breakdown.requirements.push_back({name, loop.values[i]});
      if (!loop.stable || !(distance > 0)) breakdown.unmet.push_back(name);
    } else {
      const double excess = limit.weight * std::max(-distance, 0.0);
      const double cost = over_scenarios(objective, excess, breakdown.scenarios);
      breakdown.components.push_back({name + " excess", cost});
      breakdown.cost += cost;
    }
  }
  breakdown.requirements_met = breakdown.requirements_met && breakdown.loop.met;
}

}  // namespace gainswarm::tuner
