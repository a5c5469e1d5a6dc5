// Rollouts that run side by side in the lanes of one call of the compiled program.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/engine/native_code.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

/// One rollout a lane, all of one scenario. T is the program's precision. Lanes beyond the last rollout
/// repeat it.
template <class T>
class LaneBlock {
 public:
  /// Takes up the rollouts of as many particles as there are lanes (or are left) from `first` on, before
  /// their first tick; gains[particle][gain].
  LaneBlock(const rollout::Program& program, std::int64_t lanes, std::span<const double> gains,
            std::int64_t first);

  /// Runs the ticks from `first` to before `end`; `columns` are the scenario's.
  void run(RolloutFunction* function, const T* columns, std::int64_t first, std::int64_t end);
  /// Puts the results into a batch's, of which the scenario's rollouts begin at `at`.
  void store(Outcome& outcome, std::int64_t at) const;

  /// Empties the block. Returns the particle of each lane that was in use; what they carried stays until
  /// other rollouts take the lanes.
  std::vector<std::int64_t> release() { return std::exchange(particles_, {}); }
  /// Takes a rollout over into the next lane.
  void take(const LaneBlock& other, std::size_t lane, std::int64_t particle);
  /// Repeats the last rollout in the lanes beyond.
  void fill();
  [[nodiscard]] bool is_full() const { return particles_.size() == lanes_; }
  [[nodiscard]] bool is_empty() const { return particles_.empty(); }

  /// Bytes that a rollout carries.
  static std::int64_t bytes_of_rollout(const rollout::Program& program);

 private:
  void copy_lane(const LaneBlock& from, std::size_t lane, std::size_t to);

  std::size_t lanes_, gains_, registers_;
  std::vector<T> carried_;  ///< [row][lane]: gains, then registers, then the places of delays
  std::vector<T> outputs_;  ///< [output][lane]
  std::vector<std::int64_t> survived_;
  std::vector<std::int32_t> cause_;
  std::vector<std::int64_t> particles_;
};

/// Leaves in the blocks of a scenario what goes on, in the same order and as few blocks as can hold it.
template <class T>
void keep(std::vector<LaneBlock<T>>& blocks, const std::function<bool(std::int64_t particle)>& goes_on);

}  // namespace gainswarm::engine
