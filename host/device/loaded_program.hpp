// A program and its scenarios on one device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "host/device/driver.hpp"
#include "host/device/launcher.hpp"
#include "host/device/swarm_kernels.hpp"
#include "host/device/work.hpp"

namespace gainswarm::device {

/// Machine code for one device.
struct DeviceCode {
  std::string rollouts;  ///< of the program
  std::string swarm;     ///< of cuda/swarm_kernels.cu
};

class LoadedProgram {
 public:
  /// `scenarios` is the table as Number, [scenario][column]; a launch has at most `largest_launch` indices
  /// (0: any number). Throws DriverError.
  LoadedProgram(const Driver& driver, const DeviceInfo& info, const Work& size, const DeviceCode& code,
                const void* scenario_table, std::int64_t largest_launch);
  ~LoadedProgram() { unpin(); }
  LoadedProgram(const LoadedProgram&) = delete;
  LoadedProgram& operator=(const LoadedProgram&) = delete;

  /// Lets the device reach memory of this process directly, until it is unpinned.
  void pin(std::span<std::byte> memory);
  void unpin();
  /// Bytes of the device that may be taken: some are left to others.
  [[nodiscard]] std::int64_t usable_memory() const;
  /// Particles, of so many, whose rollouts fit beside `fixed` bytes for what all of them need: `purpose` says
  /// what that is. Throws std::runtime_error when the device would be idle with as few as fit.
  [[nodiscard]] std::int64_t fitting_particles(std::int64_t particles, std::int64_t fixed,
                                               std::int64_t bytes_of_rollout, const char* purpose) const;
  /// Seconds that all launches of rollouts took, since the last call.
  double take_launch_seconds();

  Device device;
  Work work;
  Memory scenarios;
  Module rollouts;                 ///< the program's kernels
  Launcher launcher;               ///< of whole rollouts
  std::optional<Launcher> stages;  ///< of rollouts in stages, if the program has any
  SwarmKernels swarm;

 private:
  void* pinned_ = nullptr;
};

}  // namespace gainswarm::device
