// The swarms of a device, as they lie in its memory and in that which a worker process shares.
#pragma once

#include <array>
#include <cstdint>

#include "cuda/gain_scale.hpp"
#include "cuda/ranked_cost.hpp"

namespace gainswarm::device {

/// Sizes, and how particles are judged.
struct SwarmWork {
  std::int64_t swarms = 0, particles = 0, dimensions = 0;
  bool learns = false;  ///< comprehensively: there are exemplars
  std::int32_t aggregate = 0;
  double aggregate_parameter = 0;
  std::int64_t terms = 0, requirements = 0;
  double steps = 0;

  [[nodiscard]] std::int64_t rows() const { return swarms * particles; }
  [[nodiscard]] std::int64_t elements() const { return rows() * dimensions; }
};

/// Offsets in bytes of what does not change, then of snapshots: the swarms and their costs after a
/// generation. Of two snapshots one can be read while the next is written.
struct SwarmLayout {
  explicit SwarmLayout(const SwarmWork& work) {
    const std::int64_t elements = work.elements() * 8, rows = work.rows() * 8;
    limits = aligned(work.dimensions * static_cast<std::int64_t>(sizeof(gains::Scale)));
    probabilities =
        limits + aligned(work.requirements * static_cast<std::int64_t>(sizeof(ranked_cost::Limits)));
    constant_bytes = probabilities + aligned(work.particles * 8);
    std::int64_t end = 0;
    for (std::int64_t* array : {&positions, &velocities, &best_positions}) end = place(array, end, elements);
    for (std::int64_t* array : {&best_costs, &stalled}) end = place(array, end, rows);
    end = place(&exemplars, end, work.learns ? elements : 0);
    state_bytes = end;
    end = place(&costs, end, rows);
    snapshot_bytes =
        place(&tallies, end, work.rows() * static_cast<std::int64_t>(sizeof(ranked_cost::Tally)));
    bytes = snapshot(2);
  }

  /// Of the swarms after so many iterations.
  [[nodiscard]] std::int64_t snapshot_after(std::int64_t iteration) const { return snapshot(iteration % 2); }

  std::int64_t scales = 0;          ///< [dimension]
  std::int64_t limits = 0;          ///< [requirement]
  std::int64_t probabilities = 0;   ///< [particle], comprehensive learning
  std::int64_t constant_bytes = 0;  ///< of all these
  /// In a snapshot, as in swarm::State:
  std::int64_t positions = 0, velocities = 0, best_positions = 0, best_costs = 0, stalled = 0, exemplars = 0;
  std::int64_t state_bytes = 0;     ///< of these
  std::int64_t costs = 0;           ///< [swarm][particle]
  std::int64_t tallies = 0;         ///< [swarm][particle]
  std::int64_t snapshot_bytes = 0;  ///< of all these
  std::int64_t bytes = 0;           ///< of constants and two snapshots

 private:
  [[nodiscard]] std::int64_t snapshot(std::int64_t number) const {
    return constant_bytes + number * snapshot_bytes;
  }
  static std::int64_t aligned(std::int64_t offset) { return (offset + 63) / 64 * 64; }
  static std::int64_t place(std::int64_t* array, std::int64_t offset, std::int64_t size) {
    *array = offset;
    return aligned(offset + size);
  }
};

}  // namespace gainswarm::device
