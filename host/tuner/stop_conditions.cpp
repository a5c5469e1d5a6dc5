#include "host/tuner/stop_conditions.hpp"

#include <algorithm>
#include <cmath>

namespace gainswarm::tuner {
namespace {

/// Relative gain of the best cost that counts as progress when stagnation is judged.
constexpr double progress_threshold = 1e-8;

}  // namespace

bool generation_fits(const spec::Problem& problem, const SwarmState& state, const Progress& progress) {
  const spec::Polish& polish = problem.polish;
  const std::int64_t limit = problem.stop.evaluations;
  if (limit == 0 || state.iteration == 0) return true;
  const std::int64_t reserve = polish.enabled ? std::min(polish.evaluations, limit / 2) : 0;
  return progress.evaluations + state.swarms * state.particles + reserve <= limit;
}

std::int64_t polish_budget(const spec::Problem& problem, const Progress& progress) {
  const std::int64_t limit = problem.stop.evaluations, wanted = problem.polish.evaluations;
  return limit == 0 ? wanted : std::min(wanted, limit - progress.evaluations);
}

void note_cost(double best_cost, Progress& progress) {
  const double threshold = progress_threshold * std::abs(progress.last_progress);
  const bool first = std::isinf(progress.last_progress);
  if (first || best_cost < progress.last_progress - threshold) {
    progress.last_progress = best_cost;
    progress.stagnant = 0;
  } else {
    ++progress.stagnant;
  }
}

}  // namespace gainswarm::tuner
