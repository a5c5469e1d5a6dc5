// Rollouts that run side by side in the lanes of one call of the compiled program.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "host/engine/batch_shape.hpp"
#include "host/engine/engine.hpp"
#include "host/engine/native_code.hpp"
#include "host/rollout/program.hpp"
#include "host/rollout/scenarios.hpp"

namespace gainswarm::engine {

/// One rollout a lane, of a batch [scenario][particle]. T is the program's precision. Lanes beyond the last
/// rollout repeat it.
template <class T>
class LaneBlock {
 public:
  /// Takes up rollouts, at most as many as there are lanes, before their first tick; gains[particle][gain].
  LaneBlock(const rollout::Program& program, std::int64_t lanes, std::span<const double> gains,
            Rollouts rollouts);

  /// The columns of the scenario that the lanes share, or of each lane's, as the function takes them.
  [[nodiscard]] std::vector<T> columns(const rollout::ScenarioTable& scenarios,
                                       rollout::ScenarioOf scenario_of) const;
  /// Runs the ticks from `first` to before `end`.
  void run(RolloutFunction* function, const T* columns, std::int64_t first, std::int64_t end);
  /// Puts the results into the batch's.
  void store(Outcome& outcome) const;

  /// Empties the block. Returns the rollout of each lane that was in use; what they carried stays until
  /// others take the lanes.
  std::vector<std::int64_t> release() { return std::exchange(rollouts_, {}); }
  /// Takes a rollout over into the next lane.
  void take(const LaneBlock& other, std::size_t lane, std::int64_t rollout);
  /// Repeats the last rollout in the lanes beyond.
  void fill();
  [[nodiscard]] bool is_full() const { return rollouts_.size() == lanes_; }
  [[nodiscard]] bool is_empty() const { return rollouts_.empty(); }

  /// Bytes that a rollout carries.
  static std::int64_t bytes_of_rollout(const rollout::Program& program);

 private:
  void copy_lane(const LaneBlock& from, std::size_t lane, std::size_t to);

  std::size_t lanes_, gains_, registers_;
  std::int64_t particles_;  ///< of the batch
  std::vector<T> carried_;  ///< [row][lane]: gains, then registers, then the places of delays
  std::vector<T> outputs_;  ///< [output][lane]
  std::vector<std::int64_t> survived_;
  std::vector<std::int32_t> cause_;
  std::vector<std::int64_t> rollouts_;
};

/// Leaves in the blocks of a scenario what goes on, in the same order and as few blocks as can hold it.
template <class T>
void keep(std::vector<LaneBlock<T>>& blocks, const std::function<bool(std::int64_t rollout)>& goes_on);

}  // namespace gainswarm::engine
