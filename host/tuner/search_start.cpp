#include "host/tuner/search_start.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "host/swarm/start.hpp"

namespace gainswarm::tuner {
namespace {

/// What the swarms' own state does not tell.
void refuse_unless_of(const GainSpace& space, const Tuning& earlier) {
  const std::size_t rows = earlier.history.size();
  const auto swarms = static_cast<std::size_t>(earlier.swarm.swarms);
  const bool fits = earlier.swarm.dimensions == space.dimensions() && rows > 0 &&
                    static_cast<std::int64_t>(rows) == earlier.swarm.iteration &&
                    earlier.swarm_best_costs.size() == rows * swarms &&
                    earlier.best_gains.size() == rows * space.gains();
  if (!fits) throw swarm::UnsoundState("the saved search is not one for these gains");
}

/// Causes are told to people, as they stand.
bool are_sound(const std::vector<Named>& counts) {
  const auto is_text = [](unsigned char letter) { return letter >= ' ' && letter != 0x7f; };
  return std::ranges::all_of(counts, [&](const Named& count) {
    return count.value >= 0 && std::isfinite(count.value) && std::ranges::all_of(count.name, is_text);
  });
}

void refuse_unsound(const Progress& progress, const std::vector<Generation>& history) {
  const auto is_count = [](std::int64_t count) { return 0 <= count && count <= std::int64_t{1} << 60; };
  const auto is_timed = [](const Generation& row) { return 0 <= row.seconds && row.seconds <= 1e12; };
  const bool sound = is_count(progress.evaluations) && is_count(progress.trajectory_steps) &&
                     is_count(progress.not_finite) && 0 <= progress.stagnant &&
                     progress.stagnant <= static_cast<std::int64_t>(history.size()) &&
                     !std::isnan(progress.last_progress) && !std::isnan(progress.lowest) &&
                     !std::isnan(progress.highest) && are_sound(progress.underived) &&
                     are_sound(progress.obstacles) && std::ranges::all_of(history, is_timed);
  if (!sound) throw swarm::UnsoundState("the saved progress is none of a search");
}

}  // namespace

swarm::Swarm swarms_at_start(const TuningInput& input, const GainSpace& space) {
  const spec::Swarm& options = input.problem.swarm;
  if (input.resume != nullptr) {
    refuse_unless_of(space, *input.resume);
    refuse_unsound(input.resume->progress, input.resume->history);
    return {options, input.resume->swarm};
  }
  if (input.start.empty()) return {options, space.dimensions()};
  SwarmState state = swarm::start(options, space.dimensions());
  const std::vector<double> first = space.position_of(input.start);
  std::ranges::copy(first, state.positions.begin());
  std::ranges::copy(first, state.best_positions.begin());
  return {options, std::move(state)};
}

const FrontSearch* front_at_start(const TuningInput& input) {
  if (input.resume == nullptr) return nullptr;
  if (!input.resume->front_search) throw swarm::UnsoundState("the saved search is not one for a front");
  return &*input.resume->front_search;
}

}  // namespace gainswarm::tuner
