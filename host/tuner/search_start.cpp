#include "host/tuner/search_start.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

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
  if (!fits) throw std::invalid_argument("the saved search is not one for these gains");
}

}  // namespace

swarm::Swarm swarms_at_start(const TuningInput& input, const GainSpace& space) {
  const spec::Swarm& options = input.problem.swarm;
  if (input.resume != nullptr) {
    refuse_unless_of(space, *input.resume);
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
  if (!input.resume->front_search) throw std::invalid_argument("the saved search is not one for a front");
  return &*input.resume->front_search;
}

}  // namespace gainswarm::tuner
