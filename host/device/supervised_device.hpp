// One device with the worker process that owns it. A worker that fails is replaced and its batch run again,
// which gives the same bits; a device that keeps failing gets no more work for a while.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/device/breaker.hpp"
#include "host/device/driver.hpp"
#include "host/device/work.hpp"
#include "host/device/worker_process.hpp"

namespace gainswarm::device {

/// How workers are run and how much is forgiven them.
struct Supervision {
  std::string program = "/proc/self/exe";      ///< run as `program worker`
  std::chrono::milliseconds patience{60'000};  ///< without a sign of life
  int restarts = 2;                            ///< in a row, before the breaker opens
  std::chrono::milliseconds back_off{250};     ///< before the first restart; doubles
  std::chrono::milliseconds rest{30'000};      ///< of an open breaker; doubles
};

/// Devices as a worker sees them.
struct Devices {
  std::string driver;  ///< version
  std::vector<DeviceInfo> list;
};

/// Asks a worker. Throws std::runtime_error with the reason when there is no driver or no device.
Devices find_devices(const Supervision& supervision);

/// What is to be run on every device: sizes, and the scenario table as Number.
struct Assignment {
  Work work;
  std::vector<std::byte> scenarios;
};

class SupervisedDevice {
 public:
  using Report = std::function<void(const std::string& incident)>;

  /// `code` is machine code for the device. Starts nothing yet. The assignment must outlive it.
  SupervisedDevice(DeviceInfo info, std::string code, const Assignment& assignment, Supervision supervision,
                   Report report);

  [[nodiscard]] const DeviceInfo& info() const { return info_; }
  [[nodiscard]] Breaker::State state() const { return breaker_.state(); }
  /// Whether work may be given to it, at a time that lies before the batch's work: a device that fails in a
  /// batch is not tried again in the same one.
  bool usable(Breaker::Clock::time_point now) { return breaker_.allows(now); }
  /// Begins a batch; gains as Number, [particle][gain], must live until it is finished.
  void begin(std::span<const std::byte> gains, std::int64_t particles);
  /// Waits for the batch, starting workers anew as long as the breaker allows. Then the results lie in
  /// memory(), see BatchLayout; false if the device gets no more work for now.
  bool finish();
  /// What the launches of the last batch took.
  [[nodiscard]] double launch_seconds() const { return launch_seconds_; }
  [[nodiscard]] std::span<const std::byte> memory() const { return worker_->memory().bytes(); }

 private:
  void start();
  void send_batch();
  bool attempt(const std::function<void()>& action);
  void note_failure(int status, const std::string& reason);

  DeviceInfo info_;
  std::string code_;
  const Assignment& assignment_;
  Supervision supervision_;
  Report report_;
  Breaker breaker_;
  std::unique_ptr<WorkerProcess> worker_;
  std::span<const std::byte> gains_;
  std::int64_t particles_ = 0;
  std::int64_t largest_launch_ = 0;  ///< 0: any
  double launch_seconds_ = 0;
};

}  // namespace gainswarm::device
