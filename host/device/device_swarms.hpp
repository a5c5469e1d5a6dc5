// The swarms that one device moves, as its supervisor sees them. They stay with the device from generation to
// generation; it gets them anew whenever it does not hold those that are asked for.
#pragma once

#include <cstdint>
#include <optional>

#include "host/device/supervised_device.hpp"
#include "host/device/swarm_work.hpp"
#include "host/swarm/generation.hpp"

namespace gainswarm::device {

/// [first, first + count) of all.
struct Range {
  std::int64_t first = 0, count = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

class DeviceSwarms {
 public:
  /// The device must outlive this.
  explicit DeviceSwarms(SupervisedDevice& device) : device_(device) {}

  /// Begins the generation that follows `state` for some of its swarms; job and state must live until it is
  /// finished, and of two states after the same number of iterations the second must be the first.
  void begin(const swarm::Job& job, const swarm::State& state, Range range);
  /// Waits for it and puts what became of those swarms into `next`, which has room for all; false if the
  /// device gets no more work for now. Then the device goes on with the next generation, if there is one,
  /// while the caller looks at this one.
  bool finish(swarm::Generation& next);

 private:
  /// What the device holds, or will when it has finished.
  struct Held {
    Range range;
    std::int64_t iteration = 0;
    SupervisedDevice::Tenure tenure;
    friend bool operator==(const Held&, const Held&) = default;
  };
  [[nodiscard]] SwarmWork work() const;
  void write_swarms(std::span<std::byte> memory) const;
  void send(WorkerProcess& worker, bool holds) const;
  void begin_ahead();
  void collect(swarm::Generation& next) const;

  SupervisedDevice& device_;
  const swarm::Job* job_ = nullptr;
  const swarm::State* state_ = nullptr;
  Range range_;
  std::int64_t iteration_ = 0;  ///< of the state
  std::optional<Held> held_;
};

}  // namespace gainswarm::device
