#include "host/device/idle_workers.hpp"

namespace gainswarm::device {

WorkerProcess& IdleWorkers::any(const std::string& program) {
  if (workers_.empty()) keep(std::make_unique<WorkerProcess>(program), no_device);
  return *workers_.begin()->second;
}

std::unique_ptr<WorkerProcess> IdleWorkers::take(const std::string& program, int device) {
  for (const int owner : {device, no_device}) {
    if (auto kept = workers_.extract(owner)) return std::move(kept.mapped());
  }
  return std::make_unique<WorkerProcess>(program);
}

void IdleWorkers::keep(std::unique_ptr<WorkerProcess> worker, int device) {
  workers_[device] = std::move(worker);
}

}  // namespace gainswarm::device
