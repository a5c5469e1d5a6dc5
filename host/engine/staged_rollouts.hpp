// A competition on the processor: rollouts in stages, after each of which what goes on is packed into as few
// lanes as can hold it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/engine/lane_block.hpp"
#include "host/engine/worker_pool.hpp"
#include "host/rollout/scenarios.hpp"

namespace gainswarm::engine {

/// The rollouts of a batch in all scenarios. T is the program's precision. The references must outlive this.
template <class T>
class StagedRollouts {
 public:
  /// gains[particle][gain]; resizes `outcome`.
  StagedRollouts(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
                 const BatchShape& batch, rollout::ScenarioOf scenario_of, std::span<const double> gains,
                 WorkerPool& workers, Outcome& outcome);

  /// Runs all stages. `before_block` is called before a block of lanes runs a stage; it may throw.
  void run(RolloutFunction* function, const Competition& competition,
           const std::function<void()>& before_block);

 private:
  /// Blocks that rollouts may be packed into: those of one scenario, or all of them.
  using Heat = std::vector<LaneBlock<T>>;
  void run_stage(RolloutFunction* function, std::int64_t first, std::int64_t end,
                 const std::function<void()>& before_block);
  /// Keeps the rollouts that have not ended.
  void pack();

  const rollout::Program& program_;
  const rollout::ScenarioTable& scenarios_;
  std::int64_t particles_;
  rollout::ScenarioOf scenario_of_;
  WorkerPool& workers_;
  Outcome& outcome_;
  std::vector<Heat> heats_;
};

}  // namespace gainswarm::engine
