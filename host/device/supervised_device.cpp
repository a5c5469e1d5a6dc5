#include "host/device/supervised_device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "host/device/messages.hpp"

namespace gainswarm::device {
namespace {

constexpr int launch_timeout = 702;  ///< CUDA_ERROR_LAUNCH_TIMEOUT
constexpr std::int64_t smallest_launch = 32;

Devices ask_for_devices(const Supervision& supervision) {
  const WorkerProcess& worker = supervision.idle->any(supervision.program);
  worker.ask({{"do", "devices"}});
  const nlohmann::json answer = worker.answer(supervision.patience, supervision.interrupted);
  return {answer.at("driver"), answer.at("devices").get<std::vector<DeviceInfo>>()};
}

}  // namespace

Devices find_devices(const Supervision& supervision) {
  const auto unusable = [](const std::string& reason) {
    return std::runtime_error(
        fmt::format("no CUDA device can be used ({}); {}, or use the engine cpu", reason,
                    reason.starts_with(driver_not_found) ? "install it where there is such a device"
                                                         : "see what nvidia-smi says"));
  };
  Devices devices;
  for (int failures = 0; devices.driver.empty();) {
    try {
      devices = ask_for_devices(supervision);
    } catch (const support::Interrupted&) {
      supervision.idle->end();  // it owes an answer
      throw;
    } catch (const ChannelError& error) {  // a worker that died may be replaced
      supervision.idle->end();
      if (++failures > supervision.restarts) throw unusable(error.what());
    } catch (const std::exception& error) {
      throw unusable(error.what());
    }
  }
  if (devices.list.empty()) throw unusable(fmt::format("the driver, for CUDA {}, sees none", devices.driver));
  return devices;
}

SupervisedDevice::SupervisedDevice(DeviceInfo info, DeviceCode code, const Assignment& assignment,
                                   Supervision supervision, Report report)
    : info_(std::move(info)),
      code_(std::move(code)),
      assignment_(assignment),
      supervision_(std::move(supervision)),
      report_(std::move(report)),
      breaker_(supervision_.restarts + 1, supervision_.rest) {}

SupervisedDevice::~SupervisedDevice() {
  if (!worker_ || loading_ || asked_) return;
  try {
    end_ahead(std::min(supervision_.patience, std::chrono::milliseconds(2000)));
    supervision_.idle->keep(std::move(worker_), info_.index);
  } catch (const std::exception&) {
    worker_.reset();  // it works on, or is gone: nobody needs it any more
  }
}

void SupervisedDevice::start() {
  ++tenure_.workers;
  worker_ = supervision_.idle->take(supervision_.program, info_.index);
  SharedMemory& memory = worker_->memory();
  const std::array<std::span<const std::byte>, 3> parts{
      assignment_.scenarios, std::as_bytes(std::span(code_.rollouts)), std::as_bytes(std::span(code_.swarm))};
  memory.grow(static_cast<std::int64_t>(parts[0].size() + parts[1].size() + parts[2].size()));
  auto place = memory.bytes().begin();
  for (const auto& part : parts) place = std::ranges::copy(part, place).out;
  worker_->ask({{"do", "load"},
                {"device", info_},
                {"work", assignment_.work},
                {"code_bytes", code_.rollouts.size()},
                {"swarm_code_bytes", code_.swarm.size()},
                {"largest_launch", largest_launch_}});
  loading_ = true;
}

void SupervisedDevice::prepare() {
  if (!worker_) attempt([this] { start(); });
}

void SupervisedDevice::send() {
  if (!worker_) start();
  if (loading_) (void)worker_->answer(supervision_.patience, supervision_.interrupted);
  loading_ = false;
  end_ahead(supervision_.patience);
  asked_ = true;
  request_(*worker_);
}

/// Memory that it might write to is free then.
void SupervisedDevice::end_ahead(std::chrono::milliseconds patience) {
  if (!std::exchange(ahead_, false)) return;
  worker_->ask({{"do", "stop"}});
  (void)worker_->answer(patience);
  (void)worker_->answer(patience);
}

void SupervisedDevice::begin(Request request) {
  ++tenure_.requests;
  request_ = std::move(request);
  attempt([this] { send(); });
}

void SupervisedDevice::begin_ahead(const nlohmann::json& request) {
  try {
    worker_->ask(request);
    ahead_ = true;
  } catch (const ChannelError&) {
    ahead_ = false;  // the next request will find the worker gone
  }
}

bool SupervisedDevice::take_ahead(Request again) {
  if (!std::exchange(ahead_, false)) return false;
  asked_ = true;
  request_ = std::move(again);
  return true;
}

bool SupervisedDevice::finish() {
  while (breaker_.state() != Breaker::State::open) {
    const bool done = attempt([this] {
      if (!worker_) send();
      const nlohmann::json answer = worker_->answer(supervision_.patience, supervision_.interrupted);
      asked_ = false;
      launch_seconds_ = answer.value("launch_seconds", 0.0);
      seconds_ = answer.value("seconds", launch_seconds_);
    });
    if (done) {
      breaker_.succeeded();
      return true;
    }
  }
  return false;
}

void SupervisedDevice::abandon() {
  constexpr std::chrono::milliseconds soon(1000);
  if (!worker_ || !(loading_ || asked_)) return;
  try {
    if (loading_) (void)worker_->answer(soon);
    loading_ = false;
    ahead_ = std::exchange(asked_, false);
    end_ahead(soon);
  } catch (const std::exception&) {
    drop_worker();
  }
}

void SupervisedDevice::drop_worker() {
  if (worker_) worker_->kill();
  worker_.reset();
  loading_ = asked_ = ahead_ = false;
}

/// Does something with the worker; one that fails is ended, and what happened is noted.
bool SupervisedDevice::attempt(const std::function<void()>& action) {
  try {
    action();
    return true;
  } catch (const support::Interrupted&) {
    throw;
  } catch (const WorkerError& error) {
    note_failure(error.status(), error.what());
  } catch (const Silence& error) {
    note_failure(loading_ ? 0 : launch_timeout, error.what());
  } catch (const std::exception& error) {
    note_failure(0, error.what());
  }
  return false;
}

void SupervisedDevice::note_failure(int status, const std::string& reason) {
  drop_worker();
  const std::string device = fmt::format("device {} ({})", info_.index, info_.name);
  if (status == launch_timeout && largest_launch_ != smallest_launch) {
    const std::int64_t resident = std::int64_t{info_.multiprocessors} * info_.resident_threads;
    largest_launch_ = std::max(smallest_launch, (largest_launch_ == 0 ? resident : largest_launch_) / 16);
    report_(fmt::format("{}: a launch took too long ({}); now at most {} rollouts a launch", device, reason,
                        largest_launch_));
    return;
  }
  breaker_.failed(Breaker::Clock::now());
  const bool open = breaker_.state() == Breaker::State::open;
  report_(fmt::format("{}: {}; {}", device, reason,
                      open ? "breaker open, no more work for a while" : "worker started anew"));
  if (!open)
    std::this_thread::sleep_for(supervision_.back_off * (1 << std::min(breaker_.failures() - 1, 10)));
}

}  // namespace gainswarm::device
