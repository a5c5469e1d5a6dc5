// Rollouts on the CUDA devices of this machine, one thread a rollout.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/device/device_swarms.hpp"
#include "host/engine/device_batch.hpp"
#include "host/engine/engine.hpp"

namespace gainswarm::engine {

/// Shares the particles of a batch, or the swarms of a generation, out to all devices. What a failing device
/// leaves undone goes to the others, then to `fallback` if there is one; the swarms are then left to the
/// caller.
class CudaEngine : public Engine {
 public:
  /// Throws std::runtime_error with the reason when there is no device or no code for it.
  CudaEngine(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
             const device::Supervision& supervision, std::shared_ptr<Engine> fallback = nullptr);

  /// The same on devices that were found before.
  CudaEngine(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
             const device::Supervision& supervision, const device::Devices& found,
             std::shared_ptr<Engine> fallback);

  /// Throws EngineFailed when every device has failed and there is no fallback.
  void evaluate(std::span<const double> gains, Outcome& outcome) override;
  void compete(std::span<const double> gains, const Competition& competition, Outcome& outcome) override;
  /// Shares whole swarms out. Particles compete with their personal bests where the program knows
  /// competitions. False when no device is left.
  bool advance(const swarm::Job& job, const swarm::State& state, swarm::Generation& next) override;
  /// As many as devices have threads for.
  [[nodiscard]] std::int64_t side_by_side() const override;
  [[nodiscard]] std::string description() const override;
  [[nodiscard]] std::vector<std::string> incidents() const override { return incidents_; }

  /// Of the last batch, on the device that took longest: its launches alone, without any copying.
  [[nodiscard]] double launch_seconds() const;
  /// Of the last generation, on the device that took longest: its launches, swarms and copying.
  [[nodiscard]] double generation_seconds() const;
  [[nodiscard]] std::vector<device::DeviceInfo> devices() const;

 private:
  /// Particles of a batch, or swarms.
  using Range = device::Range;
  struct Share {
    std::size_t device = 0;
    Range range;
  };
  /// How one kind of work is given to a device, waited for (false if it failed), and done when no device is
  /// left (false if it cannot be).
  struct Tasks {
    std::function<void(std::size_t device, Range share)> begin;
    std::function<bool(std::size_t device, Range share)> finish;
    std::function<bool(Range range)> without;
  };
  bool share_out(Range all, const Tasks& tasks);
  std::vector<Range> run_shares(const std::vector<Share>& shares, const Tasks& tasks);
  std::vector<Share> shares_of(Range range, device::Breaker::Clock::time_point now);
  void run(const DeviceBatch& batch, Outcome& outcome);
  Engine& fall_back();

  device::Assignment assignment_;
  std::string description_;
  std::vector<std::string> incidents_;
  std::vector<std::unique_ptr<device::SupervisedDevice>> devices_;
  std::vector<device::DeviceSwarms> swarms_;  ///< [device]
  std::shared_ptr<Engine> fallback_;
  bool fallen_back_ = false;  ///< the last batch ran on it
};

}  // namespace gainswarm::engine
