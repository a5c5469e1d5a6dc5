// The swarms' state as plain data.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace gainswarm::swarm {

/// All that a bit-identical continuation needs. Positions are in the unit box.
struct State {
  std::int64_t swarms = 0, particles = 0, dimensions = 0;
  std::int64_t iteration = 0;                                 ///< how many have been completed
  std::vector<double> positions, velocities, best_positions;  ///< [swarm][particle][dimension]
  std::vector<double> best_costs;       ///< [swarm][particle]; infinite before the first iteration
  std::vector<std::int64_t> stalled;    ///< [swarm][particle]: iterations without progress
  std::vector<std::int64_t> exemplars;  ///< [swarm][particle][dimension]; empty if unused
};

/// Whether positions that somebody else gives lie there.
inline bool are_in_box(const std::vector<double>& positions) {
  return std::ranges::all_of(positions, [](double number) { return 0 <= number && number <= 1; });
}

}  // namespace gainswarm::swarm
