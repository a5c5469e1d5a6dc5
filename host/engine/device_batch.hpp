// The numbers of a batch of rollouts on their way to devices and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "host/device/work.hpp"
#include "host/engine/engine.hpp"

namespace gainswarm::engine {

/// Values as the program's numbers, in the bytes that a device takes.
std::vector<std::byte> as_numbers(std::span<const double> values, bool single_precision);

device::Work work_of(const rollout::Program& program, const rollout::ScenarioTable& scenarios);

/// Puts the results of some particles, which begin with `first`, into those of all.
void collect(const device::Work& work, std::span<const std::byte> memory, const device::BatchLayout& layout,
             std::int64_t first, Outcome& outcome);

}  // namespace gainswarm::engine
