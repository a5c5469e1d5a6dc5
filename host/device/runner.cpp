#include "host/device/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace gainswarm::device {

Runner::Room::Room(LoadedProgram& program, std::int64_t batch, std::int64_t part_of_batch)
    : particles(batch),
      part(part_of_batch),
      gains(program.device, particles * program.work.gains * program.work.number()),
      outputs(program.device, part * program.work.outputs * program.work.number()),
      survived(program.device, part * 8),
      cause(program.device, part * 4) {
  if (program.work.is_long) staged.emplace(program, part);
}

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

/// Rollouts that fit into the device's memory beside the gains.
std::int64_t Runner::part_size(const BatchLayout& layout) const {
  const Work& work = program_.work;
  const std::int64_t gains = layout.particles * work.gains * work.number();
  const std::int64_t rollout =
      work.result_bytes() + (work.is_long ? StagedRollouts::bytes_of_rollout(work) : 0);
  const std::int64_t usable = program_.usable_memory();
  const std::int64_t fitting = (usable - gains) / rollout;
  const std::int64_t least = std::min(layout.rollouts, program_.launcher.all_resident());
  if (fitting < least) {
    throw std::runtime_error(fmt::format(
        "{} MiB of its memory are free, and {} particles need {} MiB for their gains and {} MiB for the "
        "first {} rollouts; use fewer particles, or stop what else uses the device",
        usable >> 20, layout.particles, (gains >> 20) + 1, (least * rollout >> 20) + 1, least));
  }
  return std::min(layout.rollouts, fitting);
}

void Runner::reserve(const BatchLayout& layout) {
  if (room_ && room_->particles >= layout.particles) return;
  room_.reset();
  room_ = std::make_unique<Room>(program_, layout.particles, part_size(layout));
}

template <class Number>
void Runner::run_as(std::byte* memory, const BatchLayout& layout, const OnProgress& progress) {
  const Work& work = program_.work;
  const Device& device = program_.device;
  reserve(layout);
  const std::int64_t part = room_->part;
  device.copy(room_->gains, 0, memory + layout.gains, layout.particles * work.gains * work.number());
  rollout::Batch<Number> batch;
  batch.gains = room_->gains.at<Number>();
  batch.scenarios = program_.scenarios.at<Number>();
  batch.outputs = room_->outputs.at<Number>();
  batch.survived = room_->survived.at<std::int64_t>();
  batch.cause = room_->cause.at<std::int32_t>();
  batch.stride = part;
  batch.particles = layout.particles;
  for (batch.first = 0; batch.first < layout.rollouts; batch.first += part) {
    batch.count = std::min(part, layout.rollouts - batch.first);
    if (room_->staged) {
      room_->staged->run<Number>(batch, {}, progress);
    } else {
      program_.launcher.run(batch, progress);
    }
    for (std::int64_t i = 0; i < work.outputs; ++i) {
      std::byte* row = memory + layout.outputs + (i * layout.rollouts + batch.first) * work.number();
      device.copy(row, room_->outputs, i * part * work.number(), batch.count * work.number());
    }
    device.copy(memory + layout.survived + batch.first * 8, room_->survived, 0, batch.count * 8);
    device.copy(memory + layout.cause + batch.first * 4, room_->cause, 0, batch.count * 4);
  }
}

}  // namespace gainswarm::device
