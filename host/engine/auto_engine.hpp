// What `engine: auto` stands for: the processor, or the devices when they are faster at the work at hand.
#pragma once

#include <memory>
#include <string>

#include "host/engine/cuda_engine.hpp"
#include "host/engine/engine.hpp"

namespace gainswarm::engine {

/// Batches of fewer rollouts a thread of the processor are finished before a device has begun.
constexpr std::int64_t fewest_rollouts_for_devices = 95;

/// The engine that `auto` means for a program: `cpu` when its batches are small or no device can be used,
/// else an AutoEngine. Its description() tells the choice and the reason.
std::unique_ptr<Engine> choose_engine(const Options& options, const rollout::Program& program,
                                      const rollout::ScenarioTable& scenarios);

/// Measures both engines on the first batches of the real work, then keeps to the faster. Which one it is
/// changes no bit.
class AutoEngine : public Engine {
 public:
  AutoEngine(std::unique_ptr<Engine> devices, std::shared_ptr<Engine> processor, std::int64_t scenarios,
             std::int64_t gains, std::int64_t processor_share);

  void evaluate(std::span<const double> gains, Outcome& outcome) override;
  [[nodiscard]] std::string description() const override;
  [[nodiscard]] std::vector<std::string> incidents() const override { return devices_->incidents(); }

 private:
  enum class Phase { start, measure, chosen };
  void measure(std::span<const double> gains, Outcome& outcome);

  std::unique_ptr<Engine> devices_;
  std::shared_ptr<Engine> processor_;
  std::int64_t scenarios_, gains_;
  std::int64_t processor_share_;  ///< particles that the processor is measured with
  Phase phase_ = Phase::start;
  double devices_speed_ = 0, processor_speed_ = 0;  ///< integration steps a second
  Engine* chosen_;
};

}  // namespace gainswarm::engine
