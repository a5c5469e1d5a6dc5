#include "host/engine/cuda_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <map>
#include <utility>

#include "host/device/cache.hpp"
#include "host/device/headers.hpp"
#include "host/device/program_text.hpp"
#include "host/engine/batch.hpp"

namespace gainswarm::engine {
namespace {

/// Machine code of one major version of CUDA needs a driver of that version or a newer one.
void require_driver_for(const std::string& compiler, const std::string& driver) {
  if (std::stoi(compiler) <= std::stoi(driver)) return;
  throw std::runtime_error(
      fmt::format("the driver cannot run the code (it is for CUDA {}, the compiler of CUDA {}); update the "
                  "driver, or set CUDA_PATH to an older toolkit",
                  driver, compiler));
}

/// All code for devices of one compute capability.
struct Compiled {
  device::MachineCode rollouts, swarm;
};

/// Where neither is in the cache, the two compilations, of a second each, run side by side.
Compiled compile(const std::string& text, int capability, const device::Cache& cache) {
  auto swarm = std::async(std::launch::async,
                          [&] { return device::machine_code(device::swarm_text(), capability, cache); });
  device::MachineCode rollouts = device::machine_code(text, capability, cache);
  return {std::move(rollouts), swarm.get()};
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
  std::map<int, Compiled> code;
  std::string names;
  for (const device::DeviceInfo& info : found.list) {
    const auto [made, is_new] = code.try_emplace(info.capability);
    if (is_new) made->second = compile(text, info.capability, cache);
    const auto& [rollouts, swarm] = made->second;
    devices_.push_back(std::make_unique<device::SupervisedDevice>(
        info, device::DeviceCode{rollouts.binary.code, swarm.binary.code}, assignment_, supervision,
        [this](const std::string& incident) { incidents_.push_back(incident); }));
    swarms_.emplace_back(*devices_.back());
    names += fmt::format("{}{} {}", names.empty() ? "" : " + ", info.name,
                         device::capability_name(info.capability));
  }
  require_driver_for(code.begin()->second.rollouts.compiler, found.driver);
  description_ = fmt::format("cuda ({}, driver {}, NVRTC {}, {})", names, found.driver,
                             code.begin()->second.rollouts.compiler, precision_name(program));
}

void CudaEngine::evaluate(std::span<const double> gains, Outcome& outcome) {
  run({assignment_.work, {.gains = gains}}, outcome);
}

void CudaEngine::compete(std::span<const double> gains, const Competition& competition, Outcome& outcome) {
  if (!assignment_.work.competes) return evaluate(gains, outcome);
  run({assignment_.work, {.gains = gains, .competition = competition}}, outcome);
}

void CudaEngine::run(const DeviceBatch& batch, Outcome& outcome) {
  const device::Work& work = assignment_.work;
  resize(outcome, static_cast<std::size_t>(work.outputs), batch.particles() * work.scenarios);
  const auto begin = [&](std::size_t device, Range share) {
    devices_[device]->begin([&, share](device::WorkerProcess& worker) { batch.send(worker, share); });
  };
  const auto finish = [&](std::size_t device, Range share) {
    if (!devices_[device]->finish()) return false;
    batch.collect(devices_[device]->memory(), share, outcome);
    return true;
  };
  const auto without = [&](Range range) {
    batch.run_on(fall_back(), range, outcome);
    return true;
  };
  share_out({0, batch.particles()}, {begin, finish, without});
}

bool CudaEngine::advance(const swarm::Job& job, const swarm::State& state, swarm::Generation& next) {
  next.prepare(state, assignment_.work.scenarios);
  const auto begin = [&](std::size_t device, Range share) { swarms_[device].begin(job, state, share); };
  const auto finish = [&](std::size_t device, Range /*share*/) { return swarms_[device].finish(next); };
  return share_out({0, state.swarms}, {begin, finish, [](Range) { return false; }});
}

/// Gives work to all devices that can be used, and what some of them leave undone to the others. False when
/// `without` gives up.
bool CudaEngine::share_out(Range all, const Tasks& tasks) {
  std::vector<Range> undone{all};
  const auto began = device::Breaker::Clock::now();
  while (!undone.empty()) {
    const Range range = undone.back();
    undone.pop_back();
    const std::vector<Share> shares = shares_of(range, began);
    if (shares.empty() && !tasks.without(range)) return false;
    try {
      for (const Range left : run_shares(shares, tasks)) undone.push_back(left);
    } catch (const support::Interrupted&) {
      for (const Share& share : shares) devices_[share.device]->abandon();
      throw;
    }
  }
  return true;
}

/// What the devices leave undone.
std::vector<CudaEngine::Range> CudaEngine::run_shares(const std::vector<Share>& shares, const Tasks& tasks) {
  std::vector<Range> undone;
  for (const Share& share : shares) devices_[share.device]->prepare();
  for (const Share& share : shares) tasks.begin(share.device, share.range);
  for (const Share& share : shares) {
    if (!tasks.finish(share.device, share.range)) {
      undone.push_back(share.range);
    } else if (std::exchange(fallen_back_, false)) {
      incidents_.emplace_back("rollouts go to devices again");
    }
  }
  return undone;
}

/// Equal shares for the devices that can be used; none when there is no such device.
std::vector<CudaEngine::Share> CudaEngine::shares_of(Range range, device::Breaker::Clock::time_point now) {
  std::vector<std::size_t> ready;
  for (std::size_t device = 0; device < devices_.size(); ++device) {
    if (devices_[device]->usable(now)) ready.push_back(device);
  }
  const auto count = static_cast<std::int64_t>(ready.size());
  std::vector<Share> shares;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t begin = range.count * i / count, end = range.count * (i + 1) / count;
    if (end > begin)
      shares.push_back({ready[static_cast<std::size_t>(i)], {range.first + begin, end - begin}});
  }
  return shares;
}

/// What runs rollouts when no device is left.
Engine& CudaEngine::fall_back() {
  if (!fallback_) {
    throw EngineFailed(
        fmt::format("every CUDA device has failed (the last time: {}); use the engine "
                    "auto, which goes on with the processor, or cpu",
                    incidents_.empty() ? "unknown" : incidents_.back()));
  }
  if (!fallen_back_) incidents_.push_back("no device is left; rollouts go to " + fallback_->description());
  fallen_back_ = true;
  return *fallback_;
}

std::string CudaEngine::description() const {
  return fallen_back_ ? description_ + ", at the end " + fallback_->description() : description_;
}

std::int64_t CudaEngine::side_by_side() const {
  std::int64_t threads = 0;
  for (const device::DeviceInfo& info : devices())
    threads += std::int64_t{info.multiprocessors} * info.resident_threads;
  return std::max<std::int64_t>(threads / assignment_.work.scenarios, 1);
}

double CudaEngine::launch_seconds() const {
  double longest = 0;
  for (const auto& device : devices_) longest = std::max(longest, device->launch_seconds());
  return longest;
}

double CudaEngine::generation_seconds() const {
  double longest = 0;
  for (const auto& device : devices_) longest = std::max(longest, device->seconds());
  return longest;
}

std::vector<device::DeviceInfo> CudaEngine::devices() const {
  std::vector<device::DeviceInfo> infos;
  for (const auto& device : devices_) infos.push_back(device->info());
  return infos;
}

}  // namespace gainswarm::engine
