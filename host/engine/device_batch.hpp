// The numbers of a batch of rollouts on their way to devices and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "host/device/device_swarms.hpp"
#include "host/device/work.hpp"
#include "host/device/worker_process.hpp"
#include "host/engine/batch.hpp"

namespace gainswarm::engine {

/// Values as the program's numbers, in the bytes that a device takes.
std::vector<std::byte> as_numbers(std::span<const double> values, bool single_precision);

device::Work work_of(const rollout::Program& program, const rollout::ScenarioTable& scenarios);

/// A batch of which devices run some particles each.
class DeviceBatch {
 public:
  /// What the candidates point to, and the work, must outlive this.
  DeviceBatch(const device::Work& work, const Candidates& candidates);

  [[nodiscard]] std::int64_t particles() const { return particles_; }
  /// Puts some particles into a worker's memory and asks for their rollouts.
  void send(device::WorkerProcess& worker, device::Range share) const;
  /// Puts what a worker left of them into the results of all.
  void collect(std::span<const std::byte> memory, device::Range share, Outcome& outcome) const;
  /// Runs some particles on another engine.
  void run_on(Engine& engine, device::Range share, Outcome& outcome) const;

 private:
  const device::Work& work_;
  Candidates candidates_;
  std::int64_t particles_;
  std::vector<std::byte> numbers_;  ///< the gains
};

}  // namespace gainswarm::engine
