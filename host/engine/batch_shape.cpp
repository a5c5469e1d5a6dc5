#include "host/engine/batch_shape.hpp"

#include <algorithm>

namespace gainswarm::engine {
namespace {

using rollout::ScenarioOf;

std::int64_t groups(std::int64_t of, std::int64_t size) {
  return (of + size - 1) / size;
}

}  // namespace

std::int64_t BatchShape::blocks(ScenarioOf scenario_of) const {
  return scenario_of == ScenarioOf::block ? groups(particles, lanes) * scenarios
                                          : groups(particles * scenarios, lanes);
}

Rollouts BatchShape::in_block(std::int64_t block, ScenarioOf scenario_of) const {
  if (scenario_of == ScenarioOf::lane)
    return {block * lanes, std::min((block + 1) * lanes, particles * scenarios)};
  const std::int64_t a_scenario = groups(particles, lanes), scenario = block / a_scenario;
  const std::int64_t first = scenario * particles + block % a_scenario * lanes;
  return {first, std::min(first + lanes, (scenario + 1) * particles)};
}

std::int64_t BatchShape::rounds(ScenarioOf scenario_of) const {
  return groups(blocks(scenario_of), threads);
}

std::int64_t BatchShape::side_by_side(ScenarioOf scenario_of) const {
  const std::int64_t room = rounds(scenario_of) * threads;  // for blocks
  return std::max<std::int64_t>(
      1, scenario_of == ScenarioOf::block ? lanes * (room / scenarios) : lanes * room / scenarios);
}

}  // namespace gainswarm::engine
