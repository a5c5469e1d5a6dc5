// Runs batches of rollouts on one device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "host/device/loaded_program.hpp"
#include "host/device/staged_rollouts.hpp"

namespace gainswarm::device {

class Runner {
 public:
  /// The program must outlive this.
  explicit Runner(LoadedProgram& program) : program_(program) {}

  /// Runs all rollouts of the particles whose gains lie in `memory` (see BatchLayout) and puts the results
  /// there; gives the seconds that the launches took. More than the device's memory holds are run in parts,
  /// and every launch is kept so short that the caller hears of progress. Throws DriverError;
  /// std::runtime_error when not even one part fits.
  double run(std::span<std::byte> memory, std::int64_t particles, const OnProgress& progress);

 private:
  /// The device's memory for a batch, and for the rollouts of it that are run at once.
  struct Room {
    Room(LoadedProgram& program, std::int64_t batch, std::int64_t part_of_batch);

    std::int64_t particles, part;
    Memory gains, outputs, survived, cause;
    std::optional<StagedRollouts> staged;  ///< if rollouts are long
  };
  template <class Number>
  void run_as(std::byte* memory, const BatchLayout& layout, const OnProgress& progress);
  [[nodiscard]] std::int64_t part_size(const BatchLayout& layout) const;
  void reserve(const BatchLayout& layout);

  LoadedProgram& program_;
  std::unique_ptr<Room> room_;  ///< of the largest batch so far
};

}  // namespace gainswarm::device
