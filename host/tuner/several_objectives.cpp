#include "host/tuner/several_objectives.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/tuner/front_search.hpp"
#include "host/tuner/hypervolume.hpp"

namespace gainswarm::tuner {

namespace {

/// How far beyond the worst of a front the reference lies by default, share of the range: its ends count,
/// too.
constexpr double reference_margin = 0.1;

/// Ranked cost of a candidate that no requirement, but a failure keeps from being a compromise.
double infeasible(double ranked) {
  constexpr double most = 1e50;
  return ranked >= unmet_requirements ? ranked : unmet_requirements * (1 + std::clamp(ranked, 0.0, most));
}

}  // namespace

SeveralObjectives::SeveralObjectives(const spec::Problem& problem, const Objective& objective,
                                     const swarm::State& swarms, const FrontSearch* earlier)
    : options_(&problem.objective),
      objective_(&objective),
      weights_(simplex_lattice(problem.objective.pareto.size(), static_cast<std::size_t>(swarms.swarms))),
      archive_(static_cast<std::size_t>(problem.objective.front_size)),
      best_objectives_(swarms.best_costs.size()),
      known_costs_(swarms.best_costs) {
  for (std::int64_t swarm = 0; swarm < swarms.swarms; ++swarm)
    swarm_of_.insert(swarm_of_.end(), static_cast<std::size_t>(swarms.particles), swarm);
  if (earlier != nullptr) go_on_from(*earlier, swarms);
}

void SeveralObjectives::go_on_from(const FrontSearch& earlier, const swarm::State& swarms) {
  FrontParts parts = restored(earlier, options_->pareto.size(), swarms);
  const auto most = static_cast<std::size_t>(options_->front_size * swarms.iteration);
  if (parts.stays.size() > most) throw swarm::UnsoundState("the saved front is larger than it may be");
  archive_.add(std::move(parts.front));
  history_ = FrontHistory(std::move(parts.stays), swarms.iteration);
  best_objectives_ = std::move(parts.best_objectives);
  extent_ = std::move(parts.extent);
  reach_ = std::move(parts.reach);
  if (!front().empty()) measure_growth();
}

FrontSearch SeveralObjectives::search() const {
  return saved({front(), history_.stays(), best_objectives_, extent_, reach_}, options_->pareto.size());
}

std::span<const double> SeveralObjectives::costs(std::span<const double> positions,
                                                 std::span<const double> ranked,
                                                 const engine::Outcome& outcome,
                                                 std::span<const std::int64_t> swarm_of) {
  find_objectives(outcome, ranked);
  archive(positions);
  costs_.resize(ranked.size());
  for (std::size_t i = 0; i < ranked.size(); ++i)
    costs_[i] = objectives_[i].empty() ? infeasible(ranked[i]) : cost(swarm_of[i], objectives_[i]);
  return costs_;
}

bool SeveralObjectives::is_feasible(const engine::Outcome& outcome, std::size_t candidate,
                                    std::size_t candidates, double ranked) const {
  if (ranked >= unmet_requirements) return false;
  for (std::size_t rollout = candidate; rollout < outcome.cause.size(); rollout += candidates) {
    if (!objective_->is_costed(outcome, rollout)) return false;
  }
  return true;
}

void SeveralObjectives::find_objectives(const engine::Outcome& outcome, std::span<const double> ranked) {
  objectives_.assign(ranked.size(), {});
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    if (is_feasible(outcome, i, ranked.size(), ranked[i]))
      objectives_[i] = objective_->terms_of(outcome, i, ranked.size());
  }
}

void SeveralObjectives::archive(std::span<const double> positions) {
  const std::size_t dimensions = positions.size() / objectives_.size();
  std::vector<Compromise> candidates;
  for (std::size_t i = 0; i < objectives_.size(); ++i) {
    if (objectives_[i].empty()) continue;
    const auto position = positions.subspan(i * dimensions, dimensions);
    candidates.push_back({objectives_[i], {position.begin(), position.end()}});
  }
  archive_.add(std::move(candidates));
  if (front().empty() || !extent_.ideal.empty()) return;
  extent_ = extent_of(front());
}

std::vector<double> SeveralObjectives::reference() const {
  const Extent extent = extent_of(front());
  std::vector<double> reference;
  for (std::size_t i = 0; i < options_->pareto.size(); ++i) {
    const double given = options_->pareto[i].value.reference;
    const double range = extent.nadir[i] - extent.ideal[i];
    const double margin = reference_margin * (range > 0 ? range : std::max(std::abs(extent.nadir[i]), 1.0));
    reference.push_back(std::isinf(given) ? extent.nadir[i] + margin : given);
  }
  return reference;
}

double SeveralObjectives::cost(std::int64_t swarm, const std::vector<double>& objectives) const {
  const auto& weights = weights_[static_cast<std::size_t>(swarm) % weights_.size()];
  const double cost = tchebycheff(objectives, weights, extent_);
  return std::isnan(cost) ? unmet_requirements : std::clamp(cost, -unmet_requirements, unmet_requirements);
}

/// After iteration 1, 2, 4, 8 ...
bool SeveralObjectives::is_scale_due(std::int64_t iteration) const {
  return !front().empty() && (iteration & (iteration - 1)) == 0;
}

void SeveralObjectives::follow(swarm::Swarm& swarms) {
  note_front();
  const std::vector<double>& best = swarms.state().best_costs;
  for (std::size_t particle = 0; particle < best.size(); ++particle) {
    if (best[particle] < known_costs_[particle]) best_objectives_[particle] = objectives_[particle];
  }
  known_costs_ = best;
  if (is_scale_due(swarms.state().iteration)) scale_anew(swarms);
}

void SeveralObjectives::scale_anew(swarm::Swarm& swarms) {
  extent_ = extent_of(front());
  for (std::size_t particle = 0; particle < known_costs_.size(); ++particle) {
    if (best_objectives_[particle].empty()) continue;
    known_costs_[particle] = cost(swarm_of_[particle], best_objectives_[particle]);
  }
  swarms.cost_anew(known_costs_);
}

std::int64_t SeveralObjectives::polish(swarm::Swarm& swarms, Evaluator& evaluator,
                                       const spec::Polish& options, std::int64_t budget,
                                       const std::function<bool()>& stop) {
  if (front().empty()) return 0;
  scale_anew(swarms);
  std::vector<Candidate> starts;
  for (std::int64_t swarm = 0; swarm < swarms.state().swarms; ++swarm) {
    const swarm::Best best = swarms.best(swarm);
    starts.push_back({{best.position.begin(), best.position.end()}, best.cost});
  }
  const auto costs_of = [&](std::span<const double> positions, std::span<const std::int64_t> swarm_of) {
    const std::span<const double> ranked = evaluator.evaluate(positions);
    return costs(positions, ranked, evaluator.outcome(), swarm_of);
  };
  try {
    const std::int64_t used = polish_each(options, starts, budget, costs_of, stop);
    note_front();
    return used;
  } catch (const engine::Interrupted&) {
    note_front();
    throw;
  }
}

void SeveralObjectives::note_front() {
  history_.note(front());
  if (!history_.grew() || front().empty()) return;
  const std::vector<double> now = reference();
  reach_.resize(now.size(), -spec::infinity);
  std::ranges::transform(reach_, now, reach_.begin(), [](double a, double b) { return std::max(a, b); });
  measure_growth();
}

void SeveralObjectives::measure_growth() {
  std::vector<std::vector<double>> points;
  for (const Compromise& one : front()) points.push_back(one.objectives);
  growth_ = hypervolume(std::move(points), reach_);
}

std::optional<Candidate> SeveralObjectives::knee() const {
  if (front().empty()) return std::nullopt;
  const Compromise& knee = front()[knee_of(front())];
  return Candidate{knee.position, std::accumulate(knee.objectives.begin(), knee.objectives.end(), 0.0)};
}

Front SeveralObjectives::describe(const GainSpace& space) const {
  Front result;
  for (const auto& [name, objective] : options_->pareto) result.objectives.push_back(name.str());
  for (const BestGain& gain :
       space.gains_at(std::vector<double>(static_cast<std::size_t>(space.dimensions()))))
    result.gains.push_back(gain.name);
  for (const Compromise& one : front()) {
    result.values.insert(result.values.end(), one.objectives.begin(), one.objectives.end());
    for (const BestGain& gain : space.gains_at(one.position)) result.gain_values.push_back(gain.value);
  }
  result.reference.assign(result.objectives.size(), std::numeric_limits<double>::quiet_NaN());
  if (!front().empty()) {
    result.knee = static_cast<std::int64_t>(knee_of(front()));
    result.reference = reference();
  }
  result.hypervolume = history_.hypervolumes(result.reference);
  result.success_rates.assign(front().size(), std::numeric_limits<double>::quiet_NaN());
  result.median_costs = result.success_rates;
  return result;
}

}  // namespace gainswarm::tuner
