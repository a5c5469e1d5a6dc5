#include "host/device/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <utility>

#include "host/device/program_text.hpp"

namespace gainswarm::device {
namespace {

constexpr std::int64_t warp = 32;

/// A launch is to end after this time, so that the program stays in touch with its device and a display's
/// time limit (two seconds or more) is far.
constexpr std::chrono::duration<double> launch_time{0.5};

/// Part of the free memory that is left to others.
constexpr double spare_memory = 0.1;

std::int64_t all_resident(const DeviceInfo& info) {
  return std::int64_t{info.multiprocessors} * info.resident_threads;
}

constexpr int small_block = static_cast<int>(warp);

int best_block(const Device& device, Kernel kernel) {
  const bool large =
      device.resident_threads(kernel, block_threads) >= device.resident_threads(kernel, small_block);
  return large ? block_threads : small_block;
}

}  // namespace

Runner::Runner(const Driver& driver, const DeviceInfo& info, const Work& work, const std::string& code,
               const void* scenarios, std::int64_t largest_launch)
    : device_(driver, info.index),
      info_(info),
      work_(work),
      kernel_(device_.load(code, kernel_name)),
      best_block_(best_block(device_, kernel_)),
      scenarios_(device_, work.scenario_bytes()),
      largest_launch_(largest_launch > 0 ? largest_launch : std::numeric_limits<std::int64_t>::max()),
      launch_(std::min(warp * info.multiprocessors, largest_launch_)) {
  device_.copy(scenarios_, scenarios, work.scenario_bytes());
}

void Runner::pin(std::span<std::byte> memory) {
  if (device_.pin(memory.data(), static_cast<std::int64_t>(memory.size()))) pinned_ = memory.data();
}

void Runner::unpin() {
  if (pinned_ != nullptr) device_.unpin(pinned_);
  pinned_ = nullptr;
}

double Runner::run(std::span<std::byte> memory, std::int64_t particles,
                   const std::function<void()>& progress) {
  const BatchLayout layout(work_, particles);
  if (layout.bytes > static_cast<std::int64_t>(memory.size())) {
    throw std::runtime_error("the shared memory is too small for the batch");
  }
  launch_seconds_ = 0;
  if (work_.single_precision) {
    run_as<float>(memory.data(), layout, progress);
  } else {
    run_as<double>(memory.data(), layout, progress);
  }
  return launch_seconds_;
}

/// Rollouts whose results fit into the device's memory beside the gains.
std::int64_t Runner::part_size(const BatchLayout& layout) const {
  const std::int64_t gains = layout.particles * work_.gains * work_.number();
  const auto usable =
      static_cast<std::int64_t>(static_cast<double>(device_.free_memory() + held()) * (1 - spare_memory));
  const std::int64_t fitting = (usable - gains) / work_.result_bytes();
  const std::int64_t least = std::min(layout.rollouts, all_resident(info_));
  if (fitting < least) {
    throw std::runtime_error(fmt::format(
        "{} MiB of its memory are free, and {} particles need {} MiB for their gains and {} MiB for the "
        "first {} rollouts; use fewer particles, or stop what else uses the device",
        usable >> 20, layout.particles, (gains >> 20) + 1, (least * work_.result_bytes() >> 20) + 1, least));
  }
  return std::min(layout.rollouts, fitting);
}

/// Bytes that batches before have taken.
std::int64_t Runner::held() const {
  std::int64_t bytes = 0;
  for (const auto* memory : {&gains_, &outputs_, &survived_, &cause_})
    bytes += *memory ? (*memory)->bytes() : 0;
  return bytes;
}

/// Takes memory for a batch. When some of it is too small, all of it is given back first.
void Runner::reserve(const BatchLayout& layout, std::int64_t part) {
  const std::array<std::pair<std::unique_ptr<Memory>*, std::int64_t>, 4> wanted{
      {{&gains_, layout.particles * work_.gains * work_.number()},
       {&outputs_, part * work_.outputs * work_.number()},
       {&survived_, part * 8},
       {&cause_, part * 4}}};
  const bool enough = std::ranges::all_of(
      wanted, [](const auto& one) { return *one.first && (*one.first)->bytes() >= one.second; });
  if (enough) return;
  for (const auto& one : wanted) one.first->reset();
  for (const auto& one : wanted) *one.first = std::make_unique<Memory>(device_, one.second);
}

/// Small blocks for few rollouts, to spread them over the multiprocessors.
int Runner::block_size(std::int64_t rollouts) const {
  return rollouts < std::int64_t{info_.multiprocessors} * block_threads ? small_block : best_block_;
}

template <class Number>
void Runner::run_as(std::byte* memory, const BatchLayout& layout, const std::function<void()>& progress) {
  const std::int64_t part = part_size(layout);
  reserve(layout, part);
  device_.copy(*gains_, memory + layout.gains, layout.particles * work_.gains * work_.number());
  rollout::Batch<Number> batch;
  batch.gains = gains_->at<Number>();
  batch.scenarios = scenarios_.at<Number>();
  batch.outputs = outputs_->at<Number>();
  batch.survived = survived_->at<std::int64_t>();
  batch.cause = cause_->at<std::int32_t>();
  batch.stride = part;
  batch.particles = layout.particles;
  for (batch.first = 0; batch.first < layout.rollouts; batch.first += part) {
    batch.count = std::min(part, layout.rollouts - batch.first);
    run_part(batch, progress);
    for (std::int64_t i = 0; i < work_.outputs; ++i) {
      std::byte* row = memory + layout.outputs + (i * layout.rollouts + batch.first) * work_.number();
      device_.copy(row, *outputs_, i * part * work_.number(), batch.count * work_.number());
    }
    device_.copy(memory + layout.survived + batch.first * 8, *survived_, 0, batch.count * 8);
    device_.copy(memory + layout.cause + batch.first * 4, *cause_, 0, batch.count * 4);
  }
}

/// Runs what fits into the device's memory, in launches whose size follows from how long the last one took.
template <class Number>
void Runner::run_part(rollout::Batch<Number> batch, const std::function<void()>& progress) {
  using Clock = std::chrono::steady_clock;
  const std::int64_t end = batch.first + batch.count;
  while (batch.first < end) {
    batch.count = std::min(launch_, end - batch.first);
    const auto began = Clock::now();
    device_.run(kernel_, batch.count, block_size(batch.count), &batch);
    const std::chrono::duration<double> took = Clock::now() - began;
    launch_seconds_ += took.count();
    progress();
    batch.first += batch.count;
    batch.outputs += batch.count;
    batch.survived += batch.count;
    batch.cause += batch.count;
    if (batch.count == launch_ && took < launch_time / 2) launch_ = std::min(2 * launch_, largest_launch_);
    if (took > launch_time) launch_ = std::max(warp, launch_ / 2);
  }
}

}  // namespace gainswarm::device
