#include "host/engine/auto_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "host/device/cache.hpp"
#include "host/engine/batch.hpp"
#include "host/engine/cpu_engine.hpp"
#include "host/engine/cuda_engine.hpp"
#include "host/engine/worker_pool.hpp"
#include "host/support/stopwatch.hpp"

namespace gainswarm::engine {
namespace {

/// Measurements that a failing device may spoil before the processor is chosen.
constexpr int most_disturbed = 3;

/// Integration steps a second of one batch, those really executed. Where the batch is a competition, so is
/// what is measured: it is the work that is to come, and who gives up losers soon may run at another speed.
double speed_of(Engine& engine, const Candidates& candidates, Outcome& outcome) {
  const support::Stopwatch stopwatch;
  candidates.run_on(engine, outcome);
  const double seconds = stopwatch.seconds();
  const auto steps = std::accumulate(outcome.survived.begin(), outcome.survived.end(), std::int64_t{0});
  return static_cast<double>(steps) / seconds;
}

/// Messages read "problem (why); what to do": what comes before the advice, which is for those who asked for
/// a device.
std::string without_advice(const std::string& message) {
  const std::string line = message.substr(0, message.find('\n'));
  const std::size_t end = line.find("); ");
  return line.substr(0, end == std::string::npos ? line.find("; ") : end + 1);
}

/// Fills the lanes of every thread twice, whatever their width.
std::int64_t processor_share(std::int64_t threads, std::int64_t scenarios) {
  constexpr std::int64_t most_lanes = 64;
  const std::int64_t blocks = (2 * threads + scenarios - 1) / scenarios;
  return most_lanes * std::max<std::int64_t>(blocks, 1);
}

}  // namespace

std::unique_ptr<Engine> choose_engine(const Options& options, const rollout::Program& program,
                                      const rollout::ScenarioTable& scenarios) {
  const auto processor = [&](const std::string& reason) {
    return std::make_unique<CpuEngine>(program, scenarios, options, reason);
  };
  const auto without_devices = [&](const std::string& reason) {
    options.supervision.idle->end();
    return processor(reason);
  };
  const std::int64_t threads = options.threads > 0 ? options.threads : available_threads();
  const std::int64_t rollouts = options.particles * scenarios.scenarios;
  const std::int64_t fewest = threads * fewest_rollouts_for_devices;
  if (rollouts < fewest) {
    return processor(
        fmt::format("auto: no device was looked for, batches of {} rollouts are small", rollouts));
  }
  try {
    const device::Devices found = device::find_devices(options.supervision);
    const std::shared_ptr<Engine> cpu = processor("");
    const ChoiceCache cache(device::Cache::default_folder());
    const std::string key = choice_key(program, found, cpu->description(), rollouts);
    const std::optional<Choice> known = cache.find(key, Choice::Clock::now());
    if (known && !known->devices)
      return without_devices(fmt::format("auto: {}, {}", known->speeds, origin(*known, true)));
    auto devices = std::make_unique<CudaEngine>(program, scenarios, options.supervision, found, cpu);
    const AutoEngine::Sizes sizes{.gains = static_cast<std::int64_t>(program.gains.size()),
                                  .scenarios = scenarios.scenarios,
                                  .small = (fewest + scenarios.scenarios - 1) / scenarios.scenarios,
                                  .share = processor_share(threads, scenarios.scenarios)};
    const auto keep = [cache, key, idle = options.supervision.idle](const Choice& choice) {
      cache.keep(key, choice);
      if (!choice.devices) idle->end();
    };
    return std::make_unique<AutoEngine>(std::move(devices), cpu, sizes, keep, known);
  } catch (const std::runtime_error& reason) {
    return without_devices("auto: " + without_advice(reason.what()));
  }
}

AutoEngine::AutoEngine(std::unique_ptr<Engine> devices, std::shared_ptr<Engine> processor, const Sizes& sizes,
                       std::function<void(const Choice&)> keep, const std::optional<Choice>& known)
    : devices_(std::move(devices)), processor_(std::move(processor)), sizes_(sizes), keep_(std::move(keep)) {
  if (known) choose(*known, true);
}

void AutoEngine::evaluate(std::span<const double> gains, Outcome& outcome) {
  run({.gains = gains}, outcome);
}

void AutoEngine::compete(std::span<const double> gains, const Competition& competition, Outcome& outcome) {
  run({.gains = gains, .competition = competition}, outcome);
}

/// The first batch starts the devices' workers; the next is measured.
void AutoEngine::run(const Candidates& candidates, Outcome& outcome) {
  const std::int64_t particles = candidates.particles(sizes_.gains);
  if (phase_ == Phase::processor || particles < sizes_.small) {
    candidates.run_on(*processor_, outcome);
  } else if (phase_ == Phase::measure) {
    measure(candidates, outcome);
  } else {
    candidates.run_on(*devices_, outcome);
    if (phase_ == Phase::start) phase_ = Phase::measure;
  }
}

bool AutoEngine::advance(const swarm::Job& job, const swarm::State& state, swarm::Generation& next) {
  const bool small = state.swarms * state.particles < sizes_.small;
  return phase_ == Phase::devices && !small && devices_->advance(job, state, next);
}

/// The whole batch on the devices; its first particles on the processor too.
void AutoEngine::measure(const Candidates& candidates, Outcome& outcome) {
  const std::size_t incidents = devices_->incidents().size();
  const double devices = speed_of(*devices_, candidates, outcome);
  if (devices_->incidents().size() > incidents) {
    if (++disturbed_ == most_disturbed) choose_processor("the devices fail again and again");
    return;
  }
  Outcome some;
  const std::int64_t share = std::min(sizes_.share, candidates.particles(sizes_.gains));
  const double processor = speed_of(*processor_, candidates.part(0, share, sizes_.gains), some);
  const Choice choice{
      .devices = devices >= processor,
      .speeds = fmt::format("{:.2g} steps/s on devices, {:.2g} on the processor", devices, processor),
      .measured = Choice::Clock::now()};
  choose(choice, false);
  keep_(choice);
}

void AutoEngine::choose(const Choice& choice, bool is_known) {
  const std::string reason = fmt::format("{}, {}", choice.speeds, origin(choice, is_known));
  if (!choice.devices) return choose_processor(reason);
  phase_ = Phase::devices;
  reason_ = reason;
}

void AutoEngine::choose_processor(const std::string& reason) {
  phase_ = Phase::processor;
  reason_ = reason;
  incidents_ = devices_->incidents();
  devices_.reset();
}

std::string AutoEngine::description() const {
  return fmt::format("{} (auto: {})", present().description(), reason_);
}

std::vector<std::string> AutoEngine::incidents() const {
  return devices_ ? devices_->incidents() : incidents_;
}

}  // namespace gainswarm::engine
