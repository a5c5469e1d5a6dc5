#include "host/tuner/tune.hpp"

#include <algorithm>
#include <optional>

#include "host/support/digest.hpp"
#include "host/support/stopwatch.hpp"
#include "host/swarm/swarm.hpp"
#include "host/tuner/evaluator.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/generation.hpp"
#include "host/tuner/loop_judge.hpp"
#include "host/tuner/objective.hpp"
#include "host/tuner/polish.hpp"
#include "host/tuner/search_start.hpp"
#include "host/tuner/several_objectives.hpp"
#include "host/tuner/stop_conditions.hpp"
#include "host/tuner/warnings.hpp"

namespace gainswarm::tuner {

namespace {

class Run {
 public:
  Run(const TuningInput& input, const Observer& observer);
  Tuning run();

 private:
  void search();
  StopReason run_swarms();
  void iterate();
  void record(std::span<const double> costs);
  void keep_search();
  void polish_best();
  void keep_best(std::span<const double> positions, std::span<const double> costs);
  void conclude();
  void conclude_without_engine(StopReason reason);
  void summarise();
  [[nodiscard]] std::optional<StopReason> cut_short() const;
  [[nodiscard]] std::optional<StopReason> swarms_end() const;
  [[nodiscard]] std::vector<Candidate> best_of_swarms(std::int64_t count) const;
  [[nodiscard]] std::span<const double> advance_several();
  [[nodiscard]] Candidate best_so_far() const;
  /// Of several objectives, which cost a swarm differently, of their sum.
  [[nodiscard]] double lowest_cost() const { return several_ ? progress_.lowest : swarm_.best().cost; }

  /// Of the run and of that which it goes on from.
  [[nodiscard]] double seconds() const { return seconds_before_ + stopwatch_.seconds(); }

  const TuningInput& input_;
  const Observer& observer_;
  support::Stopwatch stopwatch_;
  double seconds_before_ = 0;
  Progress progress_;
  GainSpace space_;
  Objective objective_;
  LoopJudge judge_;
  Evaluator evaluator_;
  swarm::Swarm swarm_;
  std::optional<SeveralObjectives> several_;  ///< of a problem with a front
  Candidate before_polish_, best_;
  Tuning tuning_;
};

Run::Run(const TuningInput& input, const Observer& observer)
    : input_(input),
      observer_(observer),
      progress_(input.resume ? input.resume->progress : Progress{}),
      space_(input.problem, input.program),
      objective_(input.problem, input.program),
      judge_(input.problem, space_, input.threads),
      evaluator_(space_, objective_, judge_, input.problem.swarm, input.engine, progress_),
      swarm_(swarms_at_start(input, space_)) {
  if (input.resume != nullptr) {
    tuning_.history = input.resume->history;
    tuning_.swarm_best_costs = input.resume->swarm_best_costs;
    tuning_.best_gains = input.resume->best_gains;
    seconds_before_ = tuning_.history.back().seconds;
  }
  if (!input.problem.objective.pareto.empty())
    several_.emplace(input.problem, objective_, swarm_.state(), front_at_start(input));
}

/// An engine that fails after the first iteration ends the run but takes nothing with it.
Tuning Run::run() {
  try {
    search();
    if (input_.searched) input_.searched();
    conclude();
  } catch (const engine::Interrupted&) {
    if (tuning_.history.empty()) throw;
    conclude_without_engine(StopReason::interrupted);
    tuning_.warnings.emplace_back(
        "nothing but the gains and their ranked cost is known (the run was interrupted); 'gainswarm resume' "
        "goes on");
  } catch (const engine::EngineFailed& reason) {
    if (tuning_.history.empty()) throw;
    conclude_without_engine(StopReason::engine_failed);
    tuning_.warnings.push_back("the engine failed after " + std::to_string(tuning_.history.size()) +
                               " iterations, and the gains are the best until then (" + reason.what() + ")");
  }
  return std::move(tuning_);
}

void Run::search() {
  tuning_.stop = run_swarms();
  keep_search();
  before_polish_ = best_ = best_so_far();
  const bool enough = tuning_.stop == StopReason::budget || tuning_.stop == StopReason::stagnation;
  if (enough && input_.problem.polish.enabled) polish_best();
}

StopReason Run::run_swarms() {
  try {
    std::optional<StopReason> reason = swarms_end();
    for (; !reason; reason = swarms_end()) iterate();
    return *reason;
  } catch (const engine::Interrupted&) {
    if (tuning_.history.empty()) throw;
    return StopReason::interrupted;
  }
}

/// An iteration that the engine does not end has not begun.
void Run::iterate() {
  std::span<const double> costs;
  try {
    costs = several_ ? advance_several() : evaluator_.advance(swarm_);
  } catch (...) {
    swarm_.withdraw();
    throw;
  }
  note_cost(several_ ? -several_->growth() : swarm_.best().cost, progress_);
  record(costs);
}

/// The swarms run here, whatever runs the rollouts: each has a cost of its own. Returns ranked costs.
std::span<const double> Run::advance_several() {
  const std::span<const double> positions = swarm_.propose();
  const std::span<const double> ranked = evaluator_.evaluate(positions);
  swarm_.absorb(several_->costs(positions, ranked, evaluator_.outcome(), several_->swarm_of_particles()));
  several_->follow(swarm_);
  return ranked;
}

/// Of several objectives the knee of the front.
Candidate Run::best_so_far() const {
  const std::optional<Candidate> knee = several_ ? several_->knee() : std::nullopt;
  return knee ? *knee : best_of_swarms(1).front();
}

void Run::record(std::span<const double> costs) {
  const Candidate best = best_so_far();
  const SwarmState& state = swarm_.state();
  for (std::int64_t swarm = 0; swarm < state.swarms; ++swarm) {
    tuning_.swarm_best_costs.push_back(swarm_.best(swarm).cost);
  }
  for (const BestGain& gain : space_.gains_at(best.position)) tuning_.best_gains.push_back(gain.value);
  tuning_.history.push_back({.iteration = state.iteration,
                             .evaluations = progress_.evaluations,
                             .best_cost = lowest_cost(),
                             .lowest_cost = std::ranges::min(costs),
                             .median_cost = median(costs),
                             .failed_share = evaluator_.failed_share(),
                             .given_up_share = evaluator_.given_up_share(),
                             .spread = spread(state),
                             .seconds = seconds()});
  if (observer_) observer_(tuning_.history.back());
}

/// Reasons that leave no time for anything more.
std::optional<StopReason> Run::cut_short() const {
  if (input_.interrupted && input_.interrupted()) return StopReason::interrupted;
  if (stopwatch_.seconds() >= input_.problem.stop.time_limit) return StopReason::time_limit;
  return std::nullopt;
}

std::optional<StopReason> Run::swarms_end() const {
  const SwarmState& state = swarm_.state();
  const spec::Stop& stop = input_.problem.stop;
  if (state.iteration > 0) {
    if (lowest_cost() < stop.cost_below) return StopReason::target;
    if (const auto reason = cut_short()) return reason;
    if (stop.stagnation > 0 && progress_.stagnant >= stop.stagnation) return StopReason::stagnation;
  }
  const bool finished = state.iteration >= input_.problem.swarm.iterations ||
                        !generation_fits(input_.problem, state, progress_);
  return finished ? std::optional(StopReason::budget) : std::nullopt;
}

std::vector<Candidate> Run::best_of_swarms(std::int64_t count) const {
  std::vector<swarm::Best> bests(static_cast<std::size_t>(swarm_.state().swarms));
  for (std::size_t swarm = 0; swarm < bests.size(); ++swarm) {
    bests[swarm] = swarm_.best(static_cast<std::int64_t>(swarm));
  }
  std::ranges::stable_sort(bests, {}, &swarm::Best::cost);
  bests.resize(static_cast<std::size_t>(std::min(count, swarm_.state().swarms)));
  std::vector<Candidate> candidates;
  candidates.reserve(bests.size());
  for (const swarm::Best& best : bests) {
    candidates.push_back({{best.position.begin(), best.position.end()}, best.cost});
  }
  return candidates;
}

/// What another run goes on from.
void Run::keep_search() {
  tuning_.swarm = swarm_.state();
  tuning_.progress = progress_;
  if (several_) tuning_.front_search = several_->search();
}

void Run::polish_best() {
  const spec::Polish& options = input_.problem.polish;
  const std::int64_t before = progress_.evaluations, budget = polish_budget(input_.problem, progress_);
  const auto costs = [this](std::span<const double> positions) {
    const std::span<const double> found = evaluator_.evaluate(positions);
    keep_best(positions, found);
    return found;
  };
  const auto stop = [this] {
    const std::optional<StopReason> reason = cut_short();
    if (reason) tuning_.stop = *reason;
    return reason.has_value();
  };
  try {
    if (several_) {
      several_->polish(swarm_, evaluator_, options, budget, stop);
    } else {
      const Candidate polished = polish(options, best_of_swarms(options.starts), budget, costs, stop);
      if (!(best_.cost < polished.cost)) best_ = polished;  // it may have passed by a better one
    }
  } catch (const engine::Interrupted&) {
    tuning_.stop = StopReason::interrupted;
  }
  if (several_) best_ = best_so_far();
  tuning_.polish_evaluations = progress_.evaluations - before;
}

/// What is left of the polish if the engine fails or is interrupted in it.
void Run::keep_best(std::span<const double> positions, std::span<const double> costs) {
  const auto lowest = static_cast<std::size_t>(std::ranges::min_element(costs) - costs.begin());
  if (!(costs[lowest] < best_.cost)) return;
  const std::size_t dimensions = positions.size() / costs.size();
  const auto position = positions.subspan(lowest * dimensions, dimensions);
  best_ = {{position.begin(), position.end()}, costs[lowest]};
}

void Run::conclude() {
  tuning_.cost_before_polish = evaluator_.breakdown(before_polish_.position).cost;
  const Breakdown breakdown = evaluator_.breakdown(best_.position);
  tuning_.cost = breakdown.cost;
  tuning_.components = breakdown.components;
  tuning_.requirements = breakdown.requirements;
  tuning_.requirements_met = breakdown.requirements_met;
  tuning_.loop = breakdown.loop;
  tuning_.best_failed = breakdown.failed;
  summarise();
  tuning_.warnings = warnings(tuning_, breakdown, progress_);
}

/// The best until then; nothing more can be said of it.
void Run::conclude_without_engine(StopReason reason) {
  const bool in_swarms = before_polish_.position.empty();
  if (in_swarms) {
    before_polish_ = best_ = best_so_far();
    keep_search();
  }
  if (several_) best_ = best_so_far();
  tuning_.stop = reason;
  tuning_.cost = best_.cost;
  tuning_.cost_before_polish = before_polish_.cost;
  tuning_.requirements_met = false;
  summarise();
}

void Run::summarise() {
  tuning_.gains = space_.gains_at(best_.position);
  tuning_.evaluations = progress_.evaluations;
  tuning_.trajectory_steps = progress_.trajectory_steps;
  support::Digest fingerprint;
  fingerprint.add(progress_.digest);
  for (const BestGain& gain : tuning_.gains) fingerprint.add(gain.value);
  if (several_) {
    tuning_.front = several_->describe(space_);
    fingerprint.add(std::span<const double>(tuning_.front->gain_values));
  }
  tuning_.fingerprint = fingerprint.hex();
  tuning_.wall_seconds = seconds();
}

}  // namespace

Tuning tune(const TuningInput& input, const Observer& observer) {
  return Run(input, observer).run();
}

}  // namespace gainswarm::tuner
