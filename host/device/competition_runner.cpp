#include "host/device/competition_runner.hpp"

#include <algorithm>
#include <stdexcept>

namespace gainswarm::device {

CompetitionRunner::Room::Room(LoadedProgram& program, std::int64_t batch, std::int64_t part_of_batch)
    : particles(batch),
      part(part_of_batch),
      gains(program.device, particles * program.work.gains * program.work.number()),
      limits(program.device, particles * 8),
      outputs(program.device, part * program.work.scenarios * program.work.outputs * program.work.number()),
      survived(program.device, part * program.work.scenarios * 8),
      cause(program.device, part * program.work.scenarios * 4),
      scratch(program.device, part * program.work.scenarios * 8),
      rollouts(program, part * program.work.scenarios) {}

double CompetitionRunner::run(std::span<std::byte> memory, std::int64_t particles,
                              const aggregate::Rule& over_scenarios, const OnProgress& progress) {
  const BatchLayout layout(program_.work, particles);
  if (layout.bytes > static_cast<std::int64_t>(memory.size())) {
    throw std::runtime_error("the shared memory is too small for the batch");
  }
  if (program_.work.single_precision) {
    run_as<float>(memory.data(), layout, over_scenarios, progress);
  } else {
    run_as<double>(memory.data(), layout, over_scenarios, progress);
  }
  return program_.take_launch_seconds();
}

std::int64_t CompetitionRunner::part_size(std::int64_t particles) const {
  const Work& work = program_.work;
  return program_.fitting_particles(particles, particles * (work.gains * work.number() + 8),
                                    work.result_bytes() + 8 + StagedRollouts::bytes_of_rollout(work),
                                    "their gains");
}

void CompetitionRunner::reserve(std::int64_t particles) {
  if (room_ && room_->particles >= particles) return;
  room_.reset();
  room_ = std::make_unique<Room>(program_, particles, part_size(particles));
}

template <class Number>
void CompetitionRunner::run_as(std::byte* memory, const BatchLayout& layout,
                               const aggregate::Rule& over_scenarios, const OnProgress& progress) {
  const Work& work = program_.work;
  reserve(layout.particles);
  program_.device.copy(room_->gains, 0, memory + layout.gains, layout.particles * work.gains * work.number());
  program_.device.copy(room_->limits, 0, memory + layout.limits, layout.particles * 8);
  for (std::int64_t first = 0; first < layout.particles; first += room_->part) {
    const std::int64_t count = std::min(room_->part, layout.particles - first);
    run_part<Number>(first, count, over_scenarios, progress);
    copy_results(memory, layout, first, count);
  }
}

/// Runs the particles [first, first + count).
template <class Number>
void CompetitionRunner::run_part(std::int64_t first, std::int64_t count,
                                 const aggregate::Rule& over_scenarios, const OnProgress& progress) {
  const Work& work = program_.work;
  rollout::Batch<Number> batch;
  batch.gains = room_->gains.at<Number>(first * work.gains * work.number());
  batch.scenarios = program_.scenarios.at<Number>();
  batch.outputs = room_->outputs.at<Number>();
  batch.survived = room_->survived.at<std::int64_t>();
  batch.cause = room_->cause.at<std::int32_t>();
  batch.count = count * work.scenarios;
  batch.stride = batch.count;
  batch.particles = count;
  const CostLimits limits{.over_scenarios = over_scenarios,
                          .limits = room_->limits.at<const double>(first * 8),
                          .scratch = room_->scratch.at<double>()};
  room_->rollouts.run(batch, limits, progress);
}

/// Puts a part's results, [scenario][particle of the part], into those of the batch.
void CompetitionRunner::copy_results(std::byte* memory, const BatchLayout& layout, std::int64_t first,
                                     std::int64_t count) const {
  const Work& work = program_.work;
  const bool is_all = count == layout.particles;  // then the scenarios lie one behind the other in both
  const std::int64_t rows = is_all ? 1 : work.scenarios, row = is_all ? layout.rollouts : count;
  const auto copy = [&](std::int64_t to, const Memory& from, std::int64_t array, std::int64_t size) {
    for (std::int64_t i = 0; i < rows; ++i) {
      program_.device.copy(memory + to + (array * layout.rollouts + i * layout.particles + first) * size,
                           from, (array * count * work.scenarios + i * row) * size, row * size);
    }
  };
  for (std::int64_t output = 0; output < work.outputs; ++output)
    copy(layout.outputs, room_->outputs, output, work.number());
  copy(layout.survived, room_->survived, 0, 8);
  copy(layout.cause, room_->cause, 0, 4);
}

}  // namespace gainswarm::device
