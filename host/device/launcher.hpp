// Launches rollouts on a device, in pieces that keep the program in touch with it.
#pragma once

#include <cstdint>
#include <functional>

#include "cuda/rollout.hpp"
#include "cuda/rollout_stage.hpp"
#include "host/device/driver.hpp"

namespace gainswarm::device {

/// Called after every launch, to tell that the device is alive.
using OnProgress = std::function<void()>;

class Launcher {
 public:
  /// A launch has at most `largest_launch` rollouts (0: any number). `device` must outlive this.
  Launcher(const Device& device, const DeviceInfo& info, Kernel kernel, std::int64_t largest_launch);

  /// Runs the rollouts [first, first + count) of a batch to their end, in launches whose size follows from
  /// how long the last one took. Throws DriverError.
  template <class Number>
  void run(rollout::Batch<Number> batch, const OnProgress& progress);
  /// Likewise a stage of those that run.
  template <class Number>
  void run(rollout::Stage<Number> stage, const OnProgress& progress);

  /// Lets the driver take the memory that it needs for the kernel's stack, with a launch of no rollout.
  void reserve_stack() const;

  /// Seconds that all launches took, since the last call.
  double take_seconds();
  /// Rollouts that the device holds at once.
  [[nodiscard]] std::int64_t all_resident() const;

 private:
  void launch(void* argument, std::int64_t rollouts);
  [[nodiscard]] int block_size(std::int64_t rollouts) const;

  const Device& device_;
  DeviceInfo info_;
  Kernel kernel_;
  int best_block_;  ///< with which most threads are resident
  std::int64_t largest_launch_;
  std::int64_t launch_;  ///< rollouts of the next launch
  double seconds_ = 0;
};

}  // namespace gainswarm::device
