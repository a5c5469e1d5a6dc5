#include "host/device/loaded_program.hpp"

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
  if (work.competes())
    stages.emplace(device, info, device.kernel(rollouts, stage_kernel_name), largest_launch);
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

std::int64_t LoadedProgram::usable_memory(std::int64_t held) const {
  return static_cast<std::int64_t>(static_cast<double>(device.free_memory() + held) * (1 - spare_memory));
}

}  // namespace gainswarm::device
