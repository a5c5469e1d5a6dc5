// What `engine: auto` stands for: the processor, or the devices when they are faster at the work at hand.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/engine/batch.hpp"
#include "host/engine/choice.hpp"
#include "host/engine/engine.hpp"

namespace gainswarm::engine {

/// Batches of fewer rollouts a thread of the processor are finished before a device has begun.
constexpr std::int64_t fewest_rollouts_for_devices = 95;

/// The engine that `auto` means for a program: `cpu` when its batches are small or no device can be used,
/// else an AutoEngine. Its description() tells the choice and the reason.
std::unique_ptr<Engine> choose_engine(const Options& options, const rollout::Program& program,
                                      const rollout::ScenarioTable& scenarios);

/// Measures both engines on batches of the real work, unless it is known which is faster; keeps to that.
/// Batches that are small go to the processor in any case. Which engine runs a batch changes no bit.
class AutoEngine : public Engine {
 public:
  struct Sizes {
    std::int64_t gains = 0;      ///< of a particle
    std::int64_t scenarios = 0;  ///< of the table
    std::int64_t small = 0;      ///< particles of a batch that devices do not get
    std::int64_t share = 0;      ///< particles that the processor is measured with
  };
  /// Measures unless the choice is known. Hands what it chose to `keep` once the engine that lost is gone.
  AutoEngine(std::unique_ptr<Engine> devices, std::shared_ptr<Engine> processor, const Sizes& sizes,
             std::function<void(const Choice&)> keep, const std::optional<Choice>& known = std::nullopt);

  void evaluate(std::span<const double> gains, Outcome& outcome) override;
  void compete(std::span<const double> gains, const Competition& competition, Outcome& outcome) override;
  /// False unless devices were chosen.
  bool advance(const swarm::Job& job, const swarm::State& state, swarm::Generation& next) override;
  [[nodiscard]] std::int64_t side_by_side() const override { return present().side_by_side(); }
  [[nodiscard]] std::string description() const override;
  [[nodiscard]] std::vector<std::string> incidents() const override;

 private:
  enum class Phase { start, measure, devices, processor };
  /// What runs the next large batch.
  [[nodiscard]] const Engine& present() const { return phase_ == Phase::processor ? *processor_ : *devices_; }
  void run(const Candidates& candidates, Outcome& outcome);
  void measure(const Candidates& candidates, Outcome& outcome);
  void choose(const Choice& choice, bool is_known);
  void choose_processor(const std::string& reason);

  std::unique_ptr<Engine> devices_;  ///< none when the processor was chosen
  std::shared_ptr<Engine> processor_;
  Sizes sizes_;
  std::function<void(const Choice&)> keep_;
  Phase phase_ = Phase::start;
  int disturbed_ = 0;                   ///< measurements in which a device failed
  std::vector<std::string> incidents_;  ///< of the devices that are no longer used
  std::string reason_ = "nothing measured";
};

}  // namespace gainswarm::engine
