#include "host/engine/cuda_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "host/device/cache.hpp"
#include "host/device/program_text.hpp"
#include "host/engine/batch.hpp"

namespace gainswarm::engine {
namespace {

using Bytes = std::vector<std::byte>;

template <class Number>
Bytes as_numbers(std::span<const double> values) {
  Bytes bytes(values.size() * sizeof(Number));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto number = static_cast<Number>(values[i]);
    std::memcpy(&bytes[i * sizeof(Number)], &number, sizeof(Number));
  }
  return bytes;
}

Bytes as_numbers(std::span<const double> values, bool single_precision) {
  return single_precision ? as_numbers<float>(values) : as_numbers<double>(values);
}

device::Work work_of(const rollout::Program& program, const rollout::ScenarioTable& scenarios) {
  return {.single_precision = program.graph.precision() == graph::Precision::float32,
          .gains = static_cast<std::int64_t>(program.gains.size()),
          .columns = scenarios.columns,
          .outputs = static_cast<std::int64_t>(program.outputs.size()),
          .scenarios = scenarios.scenarios};
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

/// Puts the results of some particles, which begin with `first`, into those of all.
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

/// Machine code of one major version of CUDA needs a driver of that version or a newer one.
void require_driver_for(const std::string& compiler, const std::string& driver) {
  if (std::stoi(compiler) <= std::stoi(driver)) return;
  throw std::runtime_error(
      fmt::format("the driver cannot run the code (it is for CUDA {}, the compiler of CUDA {}); update the "
                  "driver, or set CUDA_PATH to an older toolkit",
                  driver, compiler));
}

}  // namespace

CudaEngine::CudaEngine(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
                       const device::Supervision& supervision, std::shared_ptr<Engine> fallback)
    : CudaEngine(program, scenarios, supervision, device::find_devices(supervision), std::move(fallback)) {}

CudaEngine::CudaEngine(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
                       const device::Supervision& supervision, const device::Devices& found,
                       std::shared_ptr<Engine> fallback)
    : fallback_(std::move(fallback)) {
  assignment_.work = work_of(program, scenarios);
  assignment_.scenarios = as_numbers(scenarios.values, assignment_.work.single_precision);
  const std::string text = device::program_text(program);
  const device::Cache cache(device::Cache::default_folder());
  std::map<int, device::MachineCode> code;
  std::string names;
  for (const device::DeviceInfo& info : found.list) {
    const auto [made, is_new] = code.try_emplace(info.capability);
    if (is_new) made->second = device::machine_code(text, info.capability, cache);
    devices_.push_back(std::make_unique<device::SupervisedDevice>(
        info, made->second.binary.code, assignment_, supervision,
        [this](const std::string& incident) { incidents_.push_back(incident); }));
    names += fmt::format("{}{} {}", names.empty() ? "" : " + ", info.name,
                         device::capability_name(info.capability));
  }
  require_driver_for(code.begin()->second.compiler, found.driver);
  description_ = fmt::format("cuda ({}, driver {}, NVRTC {}, {})", names, found.driver,
                             code.begin()->second.compiler, precision_name(program));
}

void CudaEngine::evaluate(std::span<const double> gains, Outcome& outcome) {
  const std::int64_t dimensions = assignment_.work.gains;
  const std::int64_t particles = dimensions == 0 ? 1 : static_cast<std::int64_t>(gains.size()) / dimensions;
  resize(outcome, static_cast<std::size_t>(assignment_.work.outputs), particles * assignment_.work.scenarios);
  const Bytes numbers = as_numbers(gains, assignment_.work.single_precision);
  std::vector<Range> undone{{0, particles}};
  const auto began = device::Breaker::Clock::now();
  while (!undone.empty()) {
    const Range range = undone.back();
    undone.pop_back();
    std::vector<device::SupervisedDevice*> ready;
    for (const auto& device : devices_) {
      if (device->usable(began)) ready.push_back(device.get());
    }
    if (ready.empty()) {
      fall_back(range, gains, outcome);
    } else {
      const std::vector<Range> failed = run(range, ready, numbers, outcome);
      undone.insert(undone.end(), failed.begin(), failed.end());
    }
  }
}

/// Shares the range out to the devices; returns what those that failed left undone.
std::vector<CudaEngine::Range> CudaEngine::run(Range range, const Ready& ready,
                                               std::span<const std::byte> gains, Outcome& outcome) {
  const auto count = static_cast<std::int64_t>(ready.size());
  const std::int64_t row = assignment_.work.gains * assignment_.work.number();
  std::vector<Range> shares;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t begin = range.count * i / count, end = range.count * (i + 1) / count;
    shares.push_back({range.first + begin, end - begin});
    const Range& share = shares.back();
    if (share.count == 0) continue;
    ready[static_cast<std::size_t>(i)]->begin(gains.subspan(static_cast<std::size_t>(share.first * row),
                                                            static_cast<std::size_t>(share.count * row)),
                                              share.count);
  }
  std::vector<Range> undone;
  for (std::size_t i = 0; i < ready.size(); ++i) {
    if (shares[i].count == 0) continue;
    if (ready[i]->finish()) {
      const device::BatchLayout layout(assignment_.work, shares[i].count);
      if (std::exchange(fallen_back_, false)) incidents_.emplace_back("rollouts go to devices again");
      collect(assignment_.work, ready[i]->memory(), layout, shares[i].first, outcome);
    } else {
      undone.push_back(shares[i]);
    }
  }
  return undone;
}

void CudaEngine::fall_back(Range range, std::span<const double> gains, Outcome& outcome) {
  if (!fallback_) {
    throw EngineFailed(
        fmt::format("every CUDA device has failed (the last time: {}); use the engine "
                    "auto, which goes on with the processor, or cpu",
                    incidents_.empty() ? "unknown" : incidents_.back()));
  }
  if (!fallen_back_) incidents_.push_back("no device is left; rollouts go to " + fallback_->description());
  fallen_back_ = true;
  const auto dimensions = static_cast<std::size_t>(assignment_.work.gains);
  Outcome part;
  fallback_->evaluate(gains.subspan(static_cast<std::size_t>(range.first) * dimensions,
                                    static_cast<std::size_t>(range.count) * dimensions),
                      part);
  place(part, assignment_.work.scenarios, range.first, outcome);
}

std::string CudaEngine::description() const {
  return fallen_back_ ? description_ + ", at the end " + fallback_->description() : description_;
}

double CudaEngine::launch_seconds() const {
  double longest = 0;
  for (const auto& device : devices_) longest = std::max(longest, device->launch_seconds());
  return longest;
}

std::vector<device::DeviceInfo> CudaEngine::devices() const {
  std::vector<device::DeviceInfo> infos;
  for (const auto& device : devices_) infos.push_back(device->info());
  return infos;
}

}  // namespace gainswarm::engine
