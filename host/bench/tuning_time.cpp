#include "host/bench/tuning_time.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "host/bench/measure.hpp"
#include "host/engine/engine.hpp"
#include "host/engine/worker_pool.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/swarm/start.hpp"
#include "host/tuner/evaluator.hpp"

namespace gainswarm::bench {
namespace {

constexpr std::int64_t most_scenarios = 64, most_particles = 256, first_look = 32;
constexpr double budget = 0.1;  ///< s a measurement

spec::ScenarioSet shortened(spec::ScenarioSet set) {
  set.list.resize(std::min(set.list.size(), static_cast<std::size_t>(most_scenarios)));
  set.count = std::min(set.count, most_scenarios - static_cast<std::int64_t>(set.list.size()));
  return set;
}

/// The fastest of some calls: what disturbs them only adds.
double seconds_of_call(const std::function<void()>& action) {
  double fastest = seconds_of(action), spent = fastest;
  while (spent < budget) {
    const double now = seconds_of(action);
    fastest = std::min(fastest, now);
    spent += now;
  }
  return fastest;
}

/// The polish asks for some points of every simplex that is still in the race.
std::int64_t polish_batch(const spec::Problem& problem) {
  constexpr std::int64_t points = 4;  // of a step of Nelder and Mead
  const bool several = !problem.objective.pareto.empty();
  return points * (several ? problem.swarm.swarms : std::max<std::int64_t>(problem.polish.starts / 2, 1));
}

/// A problem that is ready to run.
class Stand {
 public:
  Stand(const spec::Problem& problem, const rollout::Program& program, int threads)
      : problem_(problem),
        space_(problem, program),
        objective_(problem, program),
        judge_(problem, space_, threads),
        engine_(build(problem, program, threads)),
        evaluator_(space_, objective_, judge_, problem.swarm, *engine_, progress_) {
    pace_.threads = threads > 0 ? threads : engine::available_threads();
  }

  TuningPace measure(std::int64_t validated) {
    const std::int64_t swarms = problem_.swarm.swarms * problem_.swarm.particles;
    find_best(std::min(swarms, first_look));
    const std::int64_t batch = std::min(swarms, most_particles);
    pace_.swarm_step = step_in_batch(batch);
    pace_.candidate = beside_rollouts(batch);
    pace_.polish_step = step_in_batch(std::min(polish_batch(problem_), batch));
    pace_.validation_step = step_in_batch(validated);
    return pace_;
  }

 private:
  std::unique_ptr<engine::Engine> build(const spec::Problem& problem, const rollout::Program& program,
                                        int threads) {
    const rollout::ScenarioTable table =
        rollout::draw_scenarios(problem, program, shortened(problem.scenarios.training), "training");
    std::unique_ptr<engine::Engine> engine;
    pace_.build = seconds_of(
        [&] { engine = engine::make_engine({.name = "cpu", .threads = threads}, program, table); });
    return engine;
  }

  /// The first of the swarms' start that has the lowest ranked cost.
  void find_best(std::int64_t particles) {
    const auto dimensions = static_cast<std::size_t>(space_.dimensions());
    std::vector<double> positions = swarm::start(problem_.swarm, space_.dimensions()).positions;
    positions.resize(static_cast<std::size_t>(particles) * dimensions);
    const std::span<const double> costs = evaluator_.evaluate(positions);
    const auto best = static_cast<std::size_t>(std::ranges::min_element(costs) - costs.begin());
    const auto first = positions.begin() + static_cast<std::ptrdiff_t>(best * dimensions);
    position_.assign(first, first + static_cast<std::ptrdiff_t>(dimensions));
  }

  [[nodiscard]] std::vector<double> copies(std::int64_t count) const {
    std::vector<double> positions;
    for (std::int64_t i = 0; i < count; ++i)
      positions.insert(positions.end(), position_.begin(), position_.end());
    return positions;
  }

  double step_in_batch(std::int64_t particles) {
    std::vector<double> gains;
    space_.map(copies(particles), gains);
    rollouts_ = seconds_of_call([&] { engine_->evaluate(gains, outcome_); });
    double steps = 0;
    for (const std::int64_t survived : outcome_.survived) steps += static_cast<double>(survived) + 1;
    return rollouts_ / steps;
  }

  /// Of a batch whose rollouts were just measured.
  double beside_rollouts(std::int64_t particles) {
    const std::vector<double> positions = copies(particles);
    const double all = seconds_of_call([&] { evaluator_.evaluate(positions); });
    return std::max(all - rollouts_, 0.0) / static_cast<double>(particles);
  }

  TuningPace pace_;
  const spec::Problem& problem_;
  tuner::GainSpace space_;
  tuner::Objective objective_;
  tuner::LoopJudge judge_;
  std::unique_ptr<engine::Engine> engine_;
  tuner::Progress progress_;
  tuner::Evaluator evaluator_;
  engine::Outcome outcome_;
  std::vector<double> position_;
  double rollouts_ = 0;  ///< s, of the last batch measured
};

}  // namespace

double seconds(const TuningWork& work, const TuningPace& pace) {
  const auto steps = static_cast<double>(work.steps);
  const double candidate_steps = steps * static_cast<double>(work.training);
  const double search =
      static_cast<double>(work.swarm_candidates) * (pace.candidate + candidate_steps * pace.swarm_step) +
      static_cast<double>(work.polish_candidates) * (pace.candidate + candidate_steps * pace.polish_step);
  return pace.build * static_cast<double>(1 + work.validation_sets) + std::min(search, work.time_limit) +
         steps * (static_cast<double>(work.validation_rollouts) * pace.validation_step +
                  static_cast<double>(work.front_rollouts) * pace.swarm_step);
}

TuningPace measure_pace(const spec::Problem& problem, const rollout::Program& program, std::int64_t validated,
                        int threads) {
  return Stand(problem, program, threads).measure(validated);
}

}  // namespace gainswarm::bench
