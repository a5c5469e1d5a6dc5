// Runs batches of rollouts on one device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "cuda/rollout.hpp"
#include "host/device/driver.hpp"
#include "host/device/work.hpp"

namespace gainswarm::device {

/// A program and its scenarios on one device.
class Runner {
 public:
  /// `code` is machine code for the device; `scenarios` the table as Number, [scenario][column]; a launch has
  /// at most `largest_launch` rollouts (0: any number). Throws DriverError.
  Runner(const Driver& driver, const DeviceInfo& info, const Work& work, const std::string& code,
         const void* scenarios, std::int64_t largest_launch);
  ~Runner() { unpin(); }
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Runs all rollouts of the particles whose gains lie in `memory` (see BatchLayout) and puts the results
  /// there; gives the seconds that the launches took. More than the device's memory holds are run in parts,
  /// and every launch is kept so short that the caller hears of progress. Throws DriverError;
  /// std::runtime_error when not even one part fits.
  double run(std::span<std::byte> memory, std::int64_t particles, const std::function<void()>& progress);

  /// Lets the device reach the memory of the batches directly, until it is unpinned.
  void pin(std::span<std::byte> memory);
  void unpin();

 private:
  template <class Number>
  void run_as(std::byte* memory, const BatchLayout& layout, const std::function<void()>& progress);
  template <class Number>
  void run_part(rollout::Batch<Number> batch, const std::function<void()>& progress);
  [[nodiscard]] std::int64_t part_size(const BatchLayout& layout) const;
  [[nodiscard]] std::int64_t held() const;
  void reserve(const BatchLayout& layout, std::int64_t part);
  [[nodiscard]] int block_size(std::int64_t rollouts) const;

  Device device_;
  DeviceInfo info_;
  Work work_;
  Kernel kernel_;
  int best_block_;  ///< with which most threads are resident
  Memory scenarios_;
  std::unique_ptr<Memory> gains_, outputs_, survived_, cause_;  ///< of the largest batch so far
  std::int64_t largest_launch_;
  std::int64_t launch_;  ///< rollouts of the next launch
  double launch_seconds_ = 0;
  void* pinned_ = nullptr;
};

}  // namespace gainswarm::device
