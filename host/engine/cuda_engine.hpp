// Rollouts on the CUDA devices of this machine, one thread a rollout.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/device/supervised_device.hpp"
#include "host/engine/engine.hpp"

namespace gainswarm::engine {

/// Shares the particles of a batch out to all devices. What a failing device leaves undone goes to the
/// others, then to `fallback` if there is one.
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
  [[nodiscard]] std::string description() const override;
  [[nodiscard]] std::vector<std::string> incidents() const override { return incidents_; }

  /// Of the last batch, on the device that took longest: its launches alone, without any copying.
  [[nodiscard]] double launch_seconds() const;
  [[nodiscard]] std::vector<device::DeviceInfo> devices() const;

 private:
  /// Particles [first, first + count) of a batch.
  struct Range {
    std::int64_t first = 0, count = 0;
  };
  using Ready = std::vector<device::SupervisedDevice*>;
  std::vector<Range> run(Range range, const Ready& ready, std::span<const std::byte> gains, Outcome& outcome);
  void fall_back(Range range, std::span<const double> gains, Outcome& outcome);

  device::Assignment assignment_;
  std::string description_;
  std::vector<std::string> incidents_;
  std::vector<std::unique_ptr<device::SupervisedDevice>> devices_;
  std::shared_ptr<Engine> fallback_;
  bool fallen_back_ = false;  ///< the last batch ran on it
};

}  // namespace gainswarm::engine
