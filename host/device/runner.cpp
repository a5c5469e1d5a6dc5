#include "host/device/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace gainswarm::device {

double Runner::run(std::span<std::byte> memory, std::int64_t particles, const OnProgress& progress) {
  const BatchLayout layout(program_.work, particles);
  if (layout.bytes > static_cast<std::int64_t>(memory.size())) {
    throw std::runtime_error("the shared memory is too small for the batch");
  }
  if (program_.work.single_precision) {
    run_as<float>(memory.data(), layout, progress);
  } else {
    run_as<double>(memory.data(), layout, progress);
  }
  return program_.take_launch_seconds();
}

/// Rollouts whose results fit into the device's memory beside the gains.
std::int64_t Runner::part_size(const BatchLayout& layout) const {
  const Work& work = program_.work;
  const std::int64_t gains = layout.particles * work.gains * work.number();
  const std::int64_t usable = program_.usable_memory(held());
  const std::int64_t fitting = (usable - gains) / work.result_bytes();
  const std::int64_t least = std::min(layout.rollouts, program_.launcher.all_resident());
  if (fitting < least) {
    throw std::runtime_error(fmt::format(
        "{} MiB of its memory are free, and {} particles need {} MiB for their gains and {} MiB for the "
        "first {} rollouts; use fewer particles, or stop what else uses the device",
        usable >> 20, layout.particles, (gains >> 20) + 1, (least * work.result_bytes() >> 20) + 1, least));
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
  const Work& work = program_.work;
  const std::array<std::pair<std::unique_ptr<Memory>*, std::int64_t>, 4> wanted{
      {{&gains_, layout.particles * work.gains * work.number()},
       {&outputs_, part * work.outputs * work.number()},
       {&survived_, part * 8},
       {&cause_, part * 4}}};
  const bool enough = std::ranges::all_of(
      wanted, [](const auto& one) { return *one.first && (*one.first)->bytes() >= one.second; });
  if (enough) return;
  for (const auto& one : wanted) one.first->reset();
  for (const auto& one : wanted) *one.first = std::make_unique<Memory>(program_.device, one.second);
}

template <class Number>
void Runner::run_as(std::byte* memory, const BatchLayout& layout, const OnProgress& progress) {
  const Work& work = program_.work;
  const Device& device = program_.device;
  const std::int64_t part = part_size(layout);
  reserve(layout, part);
  device.copy(*gains_, 0, memory + layout.gains, layout.particles * work.gains * work.number());
  rollout::Batch<Number> batch;
  batch.gains = gains_->at<Number>();
  batch.scenarios = program_.scenarios.at<Number>();
  batch.outputs = outputs_->at<Number>();
  batch.survived = survived_->at<std::int64_t>();
  batch.cause = cause_->at<std::int32_t>();
  batch.stride = part;
  batch.particles = layout.particles;
  for (batch.first = 0; batch.first < layout.rollouts; batch.first += part) {
    batch.count = std::min(part, layout.rollouts - batch.first);
    program_.launcher.run(batch, progress);
    for (std::int64_t i = 0; i < work.outputs; ++i) {
      std::byte* row = memory + layout.outputs + (i * layout.rollouts + batch.first) * work.number();
      device.copy(row, *outputs_, i * part * work.number(), batch.count * work.number());
    }
    device.copy(memory + layout.survived + batch.first * 8, *survived_, 0, batch.count * 8);
    device.copy(memory + layout.cause + batch.first * 4, *cause_, 0, batch.count * 4);
  }
}

}  // namespace gainswarm::device
