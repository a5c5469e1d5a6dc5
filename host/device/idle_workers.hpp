// Worker processes between two engines of a run: one that has started the driver need not be started again.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "host/device/worker_process.hpp"

namespace gainswarm::device {

class IdleWorkers {
 public:
  /// One of them, which stays; a new one, of `program worker`, if there is none. Throws std::system_error
  /// when it cannot be started.
  WorkerProcess& any(const std::string& program);
  /// A worker for the device: the one that had it, else one that had none, else a new one as above.
  std::unique_ptr<WorkerProcess> take(const std::string& program, int device);
  /// Keeps a worker that owes no answer. A device needs one at most: another of the same ends.
  void keep(std::unique_ptr<WorkerProcess> worker, int device);
  /// Ends them all.
  void end() { workers_.clear(); }

 private:
  static constexpr int no_device = -1;
  std::map<int, std::unique_ptr<WorkerProcess>> workers_;  ///< by the device they have opened
};

}  // namespace gainswarm::device
