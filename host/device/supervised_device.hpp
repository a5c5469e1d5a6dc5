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
#include "host/device/idle_workers.hpp"
#include "host/device/loaded_program.hpp"
#include "host/device/worker_process.hpp"

namespace gainswarm::device {

/// How workers are run and how much is forgiven them.
struct Supervision {
  std::string program = "/proc/self/exe";      ///< run as `program worker`
  std::chrono::milliseconds patience{60'000};  ///< without a sign of life
  int restarts = 2;                            ///< in a row, before the breaker opens
  std::chrono::milliseconds back_off{250};     ///< before the first restart; doubles
  std::chrono::milliseconds rest{30'000};      ///< of an open breaker; doubles
  support::AskInterrupted interrupted{};       ///< asked while a worker works
  /// Common to all engines that are made with copies of this.
  std::shared_ptr<IdleWorkers> idle = std::make_shared<IdleWorkers>();
};

/// Devices as a worker sees them.
struct Devices {
  std::string driver;  ///< version
  std::vector<DeviceInfo> list;
};

/// Asks one of the idle workers. Throws std::runtime_error with the reason when there
/// is no driver or no device, and Interrupted.
Devices find_devices(const Supervision& supervision);

/// What is to be run on every device: sizes, and the scenario table as Number.
struct Assignment {
  Work work;
  std::vector<std::byte> scenarios;
};

class SupervisedDevice {
 public:
  using Report = std::function<void(const std::string& incident)>;

  /// Puts work into a worker's memory and asks for it.
  using Request = std::function<void(WorkerProcess& worker)>;

  /// `code` is machine code for the device. Starts nothing yet. The assignment must outlive it.
  SupervisedDevice(DeviceInfo info, DeviceCode code, const Assignment& assignment, Supervision supervision,
                   Report report);
  /// A worker that works no more is left to the next who needs one for the device.
  ~SupervisedDevice();
  SupervisedDevice(const SupervisedDevice&) = delete;
  SupervisedDevice& operator=(const SupervisedDevice&) = delete;

  [[nodiscard]] const DeviceInfo& info() const { return info_; }
  [[nodiscard]] Breaker::State state() const { return breaker_.state(); }
  /// Whether work may be given to it, at a time that lies before the batch's work: a device that fails in a
  /// batch is not tried again in the same one.
  bool usable(Breaker::Clock::time_point now) { return breaker_.allows(now); }
  /// Starts a worker if there is none, without waiting until it is ready: several devices start side by side.
  void prepare();
  /// Begins a request, which may be put again to a worker that takes the place of one that failed. Throws
  /// Interrupted, as finish() does; then abandon() what was begun.
  void begin(Request request);
  /// Waits for the answer, starting workers anew as long as the breaker allows. Then memory() holds what the
  /// worker left; false if the device gets no more work for now.
  bool finish();
  /// Gives up what was begun, with the worker if that does not end it soon.
  void abandon();
  /// Asks for something that nobody waits for yet. It ends without effect when another request begins.
  void begin_ahead(const nlohmann::json& request);
  /// What was begun ahead is now the request that finish() waits for; `again` is put to another worker if
  /// that is necessary. False if nothing runs ahead.
  bool take_ahead(Request again);

  /// How many workers were started, and how many requests were begun that nothing was known of before: what
  /// was left with the worker lies there as long as both are the same.
  struct Tenure {
    std::int64_t workers = 0, requests = 0;
    friend bool operator==(const Tenure&, const Tenure&) = default;
  };
  [[nodiscard]] const Tenure& tenure() const { return tenure_; }
  /// What the last request's launches of rollouts took, and all of it where the worker told.
  [[nodiscard]] double launch_seconds() const { return launch_seconds_; }
  [[nodiscard]] double seconds() const { return seconds_; }
  [[nodiscard]] std::span<const std::byte> memory() const { return worker_->memory().bytes(); }

 private:
  void start();
  void send();
  void end_ahead(std::chrono::milliseconds patience);
  void drop_worker();
  bool attempt(const std::function<void()>& action);
  void note_failure(int status, const std::string& reason);

  DeviceInfo info_;
  DeviceCode code_;
  const Assignment& assignment_;
  Supervision supervision_;
  Report report_;
  Breaker breaker_;
  std::unique_ptr<WorkerProcess> worker_;
  Request request_;
  bool loading_ = false;  ///< the worker has not yet answered that it is ready
  bool asked_ = false;    ///< the worker has not yet answered the request
  bool ahead_ = false;    ///< something runs that nobody waits for
  Tenure tenure_;
  std::int64_t largest_launch_ = 0;  ///< 0: any
  double launch_seconds_ = 0, seconds_ = 0;
};

}  // namespace gainswarm::device
