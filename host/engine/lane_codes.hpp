// The machine code that a batch of rollouts runs on: lanes that share a scenario, or lanes of any scenario.
#pragma once

#include <optional>

#include "host/engine/batch_shape.hpp"
#include "host/engine/native_code.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

/// Lanes that share a scenario compute what depends on it alone, such as noise, once for all of them. Lanes
/// of any scenario have rollouts even where particles are few: in a polish, or a validation.
class LaneCodes {
 public:
  /// Compiles what the usual batches will run on; the reference must outlive this. Throws std::runtime_error
  /// as NativeCode does.
  LaneCodes(const rollout::Program& program, const BatchShape& usual);

  /// What a batch runs on best, of what has been compiled. Code for lanes of any scenario is compiled
  /// here, once the batches so far would have spared as much time with it as compiling takes.
  rollout::ScenarioOf choose(const BatchShape& batch);
  /// Compiles it where that was not done yet.
  RolloutFunction* function(rollout::ScenarioOf scenario_of);
  /// A batch took so long, in seconds.
  void note(const BatchShape& batch, rollout::ScenarioOf scenario_of, double seconds);
  /// What a batch would run on now.
  [[nodiscard]] rollout::ScenarioOf present(const BatchShape& batch) const;

 private:
  std::optional<NativeCode>& code(rollout::ScenarioOf scenario_of) {
    return scenario_of == rollout::ScenarioOf::block ? of_block_ : of_lanes_;
  }

  const rollout::Program& program_;
  int lanes_;
  std::optional<NativeCode> of_block_, of_lanes_;
  double compiled_in_ = 0;  ///< s, one of them
  double missed_ = 0;       ///< s, that lanes of any scenario would have spared
};

}  // namespace gainswarm::engine
