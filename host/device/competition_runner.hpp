// Runs batches of rollouts on one device as competitions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "host/device/staged_rollouts.hpp"

namespace gainswarm::device {

class CompetitionRunner {
 public:
  /// The program must know stages and outlive this.
  explicit CompetitionRunner(LoadedProgram& program) : program_(program) {}

  /// Runs the particles whose gains and limits lie in `memory` (see BatchLayout) and puts the results there;
  /// gives the seconds that the launches of rollouts took. What the device's memory does not hold at once is
  /// run in parts, each of them all scenarios of some particles. Throws like Runner::run().
  double run(std::span<std::byte> memory, std::int64_t particles, const aggregate::Rule& over_scenarios,
             const OnProgress& progress);

 private:
  /// The device's memory for a batch, and for the particles of it that are run at once.
  struct Room {
    Room(LoadedProgram& program, std::int64_t batch, std::int64_t part);

    std::int64_t particles, part;
    Memory gains, limits;
    Memory outputs, survived, cause, scratch;  ///< of a part
    StagedRollouts rollouts;                   ///< of a part
  };
  template <class Number>
  void run_as(std::byte* memory, const BatchLayout& layout, const aggregate::Rule& over_scenarios,
              const OnProgress& progress);
  template <class Number>
  void run_part(std::int64_t first, std::int64_t count, const aggregate::Rule& over_scenarios,
                const OnProgress& progress);
  void copy_results(std::byte* memory, const BatchLayout& layout, std::int64_t first,
                    std::int64_t count) const;
  void reserve(std::int64_t particles);
  /// Particles whose rollouts fit beside the gains and limits of all.
  [[nodiscard]] std::int64_t part_size(std::int64_t particles) const;

  LoadedProgram& program_;
  std::unique_ptr<Room> room_;  ///< of the largest batch so far
};

}  // namespace gainswarm::device
