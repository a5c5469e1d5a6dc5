// Rollouts on a device in stages, between which those that still run are listed, so that the next stage's
// threads all have something to do. In a competition the losers are given up before.
#pragma once

#include <cstdint>
#include <optional>

#include "cuda/aggregate.hpp"
#include "host/device/loaded_program.hpp"

namespace gainswarm::device {

/// What candidates have to cost less than, in the device's memory.
struct CostLimits {
  aggregate::Rule over_scenarios;
  const double* limits = nullptr;  ///< [particle]
  double* scratch = nullptr;       ///< [particle][scenario]
};

class StagedRollouts {
 public:
  /// Takes memory for so many rollouts. The program, which must have stages, must outlive this. Throws
  /// DriverError, as run() does.
  StagedRollouts(LoadedProgram& program, std::int64_t rollouts);
  /// Of the device's memory for each rollout, beside its results and the scratch.
  static std::int64_t bytes_of_rollout(const Work& work);

  /// Runs the rollouts of a batch. Where they compete, it must hold all scenarios of its particles.
  template <class Number>
  void run(const rollout::Batch<Number>& batch, const std::optional<CostLimits>& competition,
           const OnProgress& progress);

 private:
  template <class Number>
  void give_up_losers(const rollout::Batch<Number>& batch, const CostLimits& limits) const;
  std::int64_t list_running(const std::int32_t* cause, std::int64_t rollouts);

  LoadedProgram& program_;
  Memory carried_;  ///< [row][rollout]
  Memory running_;  ///< indices of rollouts
  Memory count_;    ///< of these
};

}  // namespace gainswarm::device
