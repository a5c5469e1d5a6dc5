#include "host/engine/device_batch.hpp"

#include <cstring>

namespace gainswarm::engine {
namespace {

template <class Number>
std::vector<std::byte> as_numbers(std::span<const double> values) {
  std::vector<std::byte> bytes(values.size() * sizeof(Number));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto number = static_cast<Number>(values[i]);
    std::memcpy(&bytes[i * sizeof(Number)], &number, sizeof(Number));
  }
  return bytes;
}

/// Copies numbers of a device's memory to where they belong.
template <class Number, class Value>
void copy_out(const std::byte* from, std::int64_t count, Value* to) {
  for (std::int64_t i = 0; i < count; ++i) {
    Number number;
    std::memcpy(&number, from + i * static_cast<std::int64_t>(sizeof(Number)), sizeof(Number));
    to[i] = static_cast<Value>(number);
  }
}

}  // namespace

std::vector<std::byte> as_numbers(std::span<const double> values, bool single_precision) {
  return single_precision ? as_numbers<float>(values) : as_numbers<double>(values);
}

device::Work work_of(const rollout::Program& program, const rollout::ScenarioTable& scenarios) {
  return {.single_precision = program.graph.precision() == graph::Precision::float32,
          .gains = static_cast<std::int64_t>(program.gains.size()),
          .columns = scenarios.columns,
          .outputs = static_cast<std::int64_t>(program.outputs.size()),
          .scenarios = scenarios.scenarios};
}

void collect(const device::Work& work, std::span<const std::byte> memory, const device::BatchLayout& layout,
             std::int64_t first, Outcome& outcome) {
  const std::int64_t count = layout.particles;
  const auto rollouts = static_cast<std::int64_t>(outcome.cause.size());
  const std::int64_t particles = rollouts / work.scenarios;
  for (std::int64_t scenario = 0; scenario < work.scenarios; ++scenario) {
    const std::int64_t from = scenario * count;
    const std::int64_t to = scenario * particles + first;
    copy_out<std::int64_t>(&memory[static_cast<std::size_t>(layout.survived + from * 8)], count,
                           &outcome.survived[static_cast<std::size_t>(to)]);
    copy_out<std::int32_t>(&memory[static_cast<std::size_t>(layout.cause + from * 4)], count,
                           &outcome.cause[static_cast<std::size_t>(to)]);
    for (std::int64_t output = 0; output < work.outputs; ++output) {
      const std::byte* source = &memory[static_cast<std::size_t>(
          layout.outputs + (output * layout.rollouts + from) * work.number())];
      double* target = &outcome.outputs[static_cast<std::size_t>(output * rollouts + to)];
      work.single_precision ? copy_out<float>(source, count, target)
                            : copy_out<double>(source, count, target);
    }
  }
}

}  // namespace gainswarm::engine
