#include "host/device/loaded_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "host/device/program_text.hpp"

namespace gainswarm::device {
namespace {

/// Part of the free memory that is left to others.
constexpr double spare_memory = 0.1;

}  // namespace

LoadedProgram::LoadedProgram(const Driver& driver, const DeviceInfo& info, const Work& size,
                             const DeviceCode& code, const void* scenario_table, std::int64_t largest_launch)
    : device(driver, info.index),
      work(size),
      scenarios(device, work.scenario_bytes()),
      rollouts(device.load(code.rollouts)),
      launcher(device, info, device.kernel(rollouts, kernel_name), largest_launch),
      swarm(device, code.swarm, largest_launch) {
  device.copy(scenarios, 0, scenario_table, work.scenario_bytes());
  if (work.has_stages())
    stages.emplace(device, info, device.kernel(rollouts, stage_kernel_name), largest_launch);
  launcher.reserve_stack();  // before anybody asks how much memory is free
  if (stages) stages->reserve_stack();
}

double LoadedProgram::take_launch_seconds() {
  return launcher.take_seconds() + (stages ? stages->take_seconds() : 0);
}

void LoadedProgram::pin(std::span<std::byte> memory) {
  if (device.pin(memory.data(), static_cast<std::int64_t>(memory.size()))) pinned_ = memory.data();
}

void LoadedProgram::unpin() {
  if (pinned_ != nullptr) device.unpin(pinned_);
  pinned_ = nullptr;
}

std::int64_t LoadedProgram::usable_memory() const {
  return static_cast<std::int64_t>(static_cast<double>(device.free_memory()) * (1 - spare_memory));
}

std::int64_t LoadedProgram::fitting_particles(std::int64_t particles, std::int64_t fixed,
                                              std::int64_t bytes_of_rollout, const char* purpose) const {
  const std::int64_t particle = work.scenarios * bytes_of_rollout, usable = usable_memory();
  const std::int64_t fitting = (usable - fixed) / particle;
  const std::int64_t resident = (launcher.all_resident() + work.scenarios - 1) / work.scenarios;
  const std::int64_t least = std::min(particles, resident);
  if (fitting < least) {
    throw std::runtime_error(fmt::format(
        "{} MiB of its memory are free, and {} particles need {} MiB for {} and {} MiB for the "
        "rollouts of the first {}; use fewer particles, or stop what else uses the device",
        usable >> 20, particles, (fixed >> 20) + 1, purpose, (least * particle >> 20) + 1, least));
  }
  return std::min(particles, fitting);
}

}  // namespace gainswarm::device
