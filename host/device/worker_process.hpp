// A worker as its supervisor sees it. The supervisor itself never talks to the driver.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "host/device/channel.hpp"
#include "host/device/shared_memory.hpp"
#include "host/support/interrupted.hpp"

namespace gainswarm::device {

/// The worker answered that it could not do what it was asked for.
class WorkerError : public std::runtime_error {
 public:
  WorkerError(int status, const std::string& message) : std::runtime_error(message), status_(status) {}
  [[nodiscard]] int status() const { return status_; }  ///< CUresult, or 0 if it was no error of the driver

 private:
  int status_;
};

class WorkerProcess {
 public:
  /// Starts `program worker`. Throws std::system_error when it cannot be started.
  explicit WorkerProcess(const std::string& program);
  /// Hangs up and waits a moment for the process to end; then kills it.
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  /// Ends the process at once, whatever it does.
  void kill() const;
  /// Begins a request (see worker.hpp). Throws ChannelError.
  void ask(const nlohmann::json& request) const;
  /// Its answer. A worker that gives no sign of life for longer than `patience` counts as gone. Throws
  /// ChannelError, or WorkerError when the worker answered with an error, and Interrupted, after which the
  /// answer is still owed.
  [[nodiscard]] nlohmann::json answer(std::chrono::milliseconds patience,
                                      const support::AskInterrupted& interrupted = {}) const;
  [[nodiscard]] SharedMemory& memory() { return memory_; }

 private:
  [[nodiscard]] nlohmann::json receive(std::chrono::milliseconds patience,
                                       const support::AskInterrupted& interrupted) const;
  [[nodiscard]] bool ends_within(std::chrono::milliseconds limit) const;

  SharedMemory memory_;
  std::unique_ptr<Channel> channel_;
  pid_t process_ = -1;
};

}  // namespace gainswarm::device
