// Runs whole generations of swarms on one device: moves, gains, rollouts, costs, personal bests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "host/device/loaded_program.hpp"
#include "host/device/staged_rollouts.hpp"
#include "host/device/swarm_work.hpp"

namespace gainswarm::device {

class SwarmRunner {
 public:
  /// Takes the swarms over as `memory` holds them after `iteration` iterations (see SwarmLayout). The program
  /// must outlive this. Throws DriverError; std::runtime_error when they do not fit into the device's memory.
  SwarmRunner(LoadedProgram& program, const SwarmWork& work, std::span<const std::byte> memory,
              std::int64_t iteration);

  /// Runs the generation of these rules and leaves its snapshot in `memory`; gives the seconds that the
  /// launches of rollouts took. As many particles as the device's memory allows are run at once. After an
  /// exception, its own or one of `progress`, the swarms are of no more use. Throws DriverError.
  double run(const swarm::Rules& rules, std::span<std::byte> memory, const OnProgress& progress);

 private:
  template <class Number>
  void run_as(const swarm::Rules& rules, const OnProgress& progress);
  template <class Number>
  void judge(std::int64_t first, std::int64_t count, const OnProgress& progress);
  void check(std::span<const std::byte> memory) const;
  /// Particles whose rollouts fit beside the swarms.
  [[nodiscard]] std::int64_t part_size() const;
  [[nodiscard]] swarm::View view() const;
  /// Where an array of the snapshot lies on the device.
  template <class T>
  [[nodiscard]] T* at(std::int64_t offset) const {
    return memory_->at<T>(layout_.constant_bytes + offset);
  }

  LoadedProgram& program_;
  SwarmWork work_;
  SwarmLayout layout_;
  std::int64_t part_;                ///< particles whose rollouts are run at once
  std::unique_ptr<Memory> memory_;   ///< constants and a snapshot
  std::unique_ptr<Memory> leaders_;  ///< [swarm]
  std::unique_ptr<Memory> gains_;    ///< [swarm][particle][gain]
  std::unique_ptr<Memory> outputs_, survived_, cause_, scratch_;  ///< of a part
  std::unique_ptr<StagedRollouts> staged_;                        ///< of a part; if the program has stages
};

}  // namespace gainswarm::device
