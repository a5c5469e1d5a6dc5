#include "host/device/launcher.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "host/device/program_text.hpp"

namespace gainswarm::device {
namespace {

constexpr std::int64_t warp = 32;
constexpr int small_block = static_cast<int>(warp);

/// A launch is to end after this time, so that the program stays in touch with its device and a display's
/// time limit (two seconds or more) is far.
constexpr std::chrono::duration<double> launch_time{0.5};

int best_block(const Device& device, Kernel kernel) {
  const bool large =
      device.resident_threads(kernel, block_threads) >= device.resident_threads(kernel, small_block);
  return large ? block_threads : small_block;
}

}  // namespace

Launcher::Launcher(const Device& device, const DeviceInfo& info, Kernel kernel, std::int64_t largest_launch)
    : device_(device),
      info_(info),
      kernel_(kernel),
      best_block_(best_block(device, kernel)),
      largest_launch_(largest_launch > 0 ? largest_launch : std::numeric_limits<std::int64_t>::max()),
      launch_(std::min(warp * info.multiprocessors, largest_launch_)) {}

void Launcher::reserve_stack() const {
  rollout::Stage<double> none;  // of any argument the first member is the count
  device_.launch(kernel_, 1, small_block, &none);
  device_.synchronise();
}

double Launcher::take_seconds() {
  return std::exchange(seconds_, 0);
}

std::int64_t Launcher::all_resident() const {
  return std::int64_t{info_.multiprocessors} * info_.resident_threads;
}

/// Small blocks for few rollouts, to spread them over the multiprocessors.
int Launcher::block_size(std::int64_t rollouts) const {
  return rollouts < std::int64_t{info_.multiprocessors} * block_threads ? small_block : best_block_;
}

/// One launch, after whose time the size of the next is chosen.
void Launcher::launch(void* argument, std::int64_t rollouts) {
  using Clock = std::chrono::steady_clock;
  const auto began = Clock::now();
  device_.launch(kernel_, rollouts, block_size(rollouts), argument);
  device_.synchronise();
  const std::chrono::duration<double> took = Clock::now() - began;
  seconds_ += took.count();
  if (rollouts == launch_ && took < launch_time / 2) launch_ = std::min(2 * launch_, largest_launch_);
  if (took > launch_time) launch_ = std::max(warp, launch_ / 2);
}

template <class Number>
void Launcher::run(rollout::Batch<Number> batch, const OnProgress& progress) {
  const std::int64_t end = batch.first + batch.count;
  while (batch.first < end) {
    batch.count = std::min(launch_, end - batch.first);
    launch(&batch, batch.count);
    progress();
    batch.first += batch.count;
    batch.outputs += batch.count;
    batch.survived += batch.count;
    batch.cause += batch.count;
  }
}

template <class Number>
void Launcher::run(rollout::Stage<Number> stage, const OnProgress& progress) {
  const std::int64_t end = stage.first + stage.count;
  while (stage.first < end) {
    stage.count = std::min(launch_, end - stage.first);
    launch(&stage, stage.count);
    progress();
    stage.first += stage.count;
  }
}

template void Launcher::run(rollout::Batch<float> batch, const OnProgress& progress);
template void Launcher::run(rollout::Batch<double> batch, const OnProgress& progress);
template void Launcher::run(rollout::Stage<float> stage, const OnProgress& progress);
template void Launcher::run(rollout::Stage<double> stage, const OnProgress& progress);

}  // namespace gainswarm::device
