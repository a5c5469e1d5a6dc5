#include "host/engine/auto_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "host/engine/batch.hpp"
#include "host/engine/cpu_engine.hpp"
#include "host/engine/worker_pool.hpp"

namespace gainswarm::engine {
namespace {

/// Integration steps a second of one batch.
double speed_of(Engine& engine, std::span<const double> gains, Outcome& outcome) {
  const auto began = std::chrono::steady_clock::now();
  engine.evaluate(gains, outcome);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  const auto steps = std::accumulate(outcome.survived.begin(), outcome.survived.end(), std::int64_t{0});
  return static_cast<double>(steps) / took.count();
}

/// Messages read "problem (why); what to do": the problem.
std::string gist(const std::string& message) {
  return message.substr(0, std::min(message.find(" ("), message.find(';')));
}

std::unique_ptr<CpuEngine> processor(const Options& options, const rollout::Program& program,
                                     const rollout::ScenarioTable& scenarios, const std::string& reason) {
  return std::make_unique<CpuEngine>(program, scenarios, options.simd, options.threads, reason);
}

}  // namespace

std::unique_ptr<Engine> choose_engine(const Options& options, const rollout::Program& program,
                                      const rollout::ScenarioTable& scenarios) {
  const std::int64_t threads = options.threads > 0 ? options.threads : available_threads();
  const std::int64_t rollouts = options.particles * scenarios.scenarios;
  if (rollouts < threads * fewest_rollouts_for_devices) {
    return processor(options, program, scenarios,
                     fmt::format("auto: batches of {} rollouts are few for a device", rollouts));
  }
  try {
    const std::shared_ptr<Engine> cpu = processor(options, program, scenarios, "");
    auto devices = std::make_unique<CudaEngine>(program, scenarios, options.supervision, cpu);
    const std::int64_t share = std::max<std::int64_t>(64 * threads / scenarios.scenarios, 1);
    return std::make_unique<AutoEngine>(std::move(devices), cpu, scenarios.scenarios,
                                        static_cast<std::int64_t>(program.gains.size()), share);
  } catch (const std::runtime_error& reason) {
    return processor(options, program, scenarios, "auto: " + gist(reason.what()));
  }
}

AutoEngine::AutoEngine(std::unique_ptr<Engine> devices, std::shared_ptr<Engine> processor,
                       std::int64_t scenarios, std::int64_t gains, std::int64_t processor_share)
    : devices_(std::move(devices)),
      processor_(std::move(processor)),
      scenarios_(scenarios),
      gains_(gains),
      processor_share_(processor_share),
      chosen_(devices_.get()) {}

/// The first batch starts the devices' workers; the next with enough particles is measured.
void AutoEngine::evaluate(std::span<const double> gains, Outcome& outcome) {
  const bool enough = gains_ > 0 && static_cast<std::int64_t>(gains.size()) / gains_ > processor_share_;
  if (phase_ == Phase::measure && enough) {
    measure(gains, outcome);
    phase_ = Phase::chosen;
  } else {
    chosen_->evaluate(gains, outcome);
    if (phase_ == Phase::start) phase_ = Phase::measure;
  }
}

/// A few particles on the processor, the others on the devices.
void AutoEngine::measure(std::span<const double> gains, Outcome& outcome) {
  const auto border = static_cast<std::size_t>(processor_share_ * gains_);
  const auto rollouts =
      gains.size() / static_cast<std::size_t>(gains_) * static_cast<std::size_t>(scenarios_);
  Outcome few, others;
  processor_speed_ = speed_of(*processor_, gains.first(border), few);
  devices_speed_ = speed_of(*devices_, gains.subspan(border), others);
  outcome.outputs.resize(few.outputs.size() / few.cause.size() * rollouts);
  outcome.survived.resize(rollouts);
  outcome.cause.resize(rollouts);
  place(few, scenarios_, 0, outcome);
  place(others, scenarios_, processor_share_, outcome);
  chosen_ = devices_speed_ >= processor_speed_ ? devices_.get() : processor_.get();
}

std::string AutoEngine::description() const {
  const bool devices = chosen_ == devices_.get();
  if (phase_ != Phase::chosen) return devices_->description() + " (auto: nothing measured)";
  return fmt::format("{} (auto: {:.2g} steps/s; {} on {})", chosen_->description(),
                     devices ? devices_speed_ : processor_speed_,
                     fmt::format("{:.2g}", devices ? processor_speed_ : devices_speed_),
                     devices ? processor_->description() : devices_->description());
}

}  // namespace gainswarm::engine
