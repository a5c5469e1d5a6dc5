#include "host/engine/device_batch.hpp"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "host/device/carry_text.hpp"
#include "host/device/messages.hpp"

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
          .scenarios = scenarios.scenarios,
          .ticks = program.ticks,
          .competes = program.least_cost.has_value(),
          .is_long = program.is_long(),
          .stage_ticks = program.stage_ticks(),
          .carried = device::carried(program)};
}

DeviceBatch::DeviceBatch(const device::Work& work, const Candidates& candidates)
    : work_(work),
      candidates_(candidates),
      particles_(candidates.particles(work.gains)),
      numbers_(as_numbers(candidates.gains, work.single_precision)) {}

void DeviceBatch::send(device::WorkerProcess& worker, device::Range share) const {
  const device::BatchLayout layout(work_, share.count);
  worker.memory().grow(layout.bytes);
  const auto write = [&](std::int64_t offset, std::span<const std::byte> all, std::int64_t row) {
    const auto own =
        all.subspan(static_cast<std::size_t>(share.first * row), static_cast<std::size_t>(share.count * row));
    std::ranges::copy(own, worker.memory().bytes().subspan(static_cast<std::size_t>(offset)).begin());
  };
  write(layout.gains, numbers_, work_.gains * work_.number());
  nlohmann::json request{{"do", "run"}, {"particles", share.count}};
  if (candidates_.competition) {
    write(layout.limits, std::as_bytes(candidates_.competition->limits), 8);
    request["over_scenarios"] = candidates_.competition->over_scenarios;
  }
  worker.ask(request);
}

void DeviceBatch::collect(std::span<const std::byte> memory, device::Range share, Outcome& outcome) const {
  const device::BatchLayout layout(work_, share.count);
  const std::int64_t rollouts = particles_ * work_.scenarios;
  for (std::int64_t scenario = 0; scenario < work_.scenarios; ++scenario) {
    const std::int64_t from = scenario * share.count;
    const std::int64_t to = scenario * particles_ + share.first;
    copy_out<std::int64_t>(&memory[static_cast<std::size_t>(layout.survived + from * 8)], share.count,
                           &outcome.survived[static_cast<std::size_t>(to)]);
    copy_out<std::int32_t>(&memory[static_cast<std::size_t>(layout.cause + from * 4)], share.count,
                           &outcome.cause[static_cast<std::size_t>(to)]);
    for (std::int64_t output = 0; output < work_.outputs; ++output) {
      const std::byte* source = &memory[static_cast<std::size_t>(
          layout.outputs + (output * layout.rollouts + from) * work_.number())];
      double* target = &outcome.outputs[static_cast<std::size_t>(output * rollouts + to)];
      work_.single_precision ? copy_out<float>(source, share.count, target)
                             : copy_out<double>(source, share.count, target);
    }
  }
}

void DeviceBatch::run_on(Engine& engine, device::Range share, Outcome& outcome) const {
  Outcome part;
  candidates_.part(share.first, share.count, work_.gains).run_on(engine, part);
  place(part, work_.scenarios, share.first, outcome);
}

}  // namespace gainswarm::engine
