// Whole generations of swarms on the devices: what of their time is not rollouts.
#pragma once

#include <cstdint>
#include <string>

#include "host/engine/cuda_engine.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::bench {

/// Medians over some generations.
struct GenerationSpeed {
  std::string precision;
  std::int64_t rollouts = 0;         ///< of a generation
  double seconds = 0;                ///< of a generation, as the caller sees it
  double steps_per_second = 0;       ///< really executed, in those seconds
  double share_beside_rollouts = 0;  ///< of the device's time: moves, costs, copying of the snapshot
};

/// Runs the problem's own swarm options, with as many swarms as make `rollouts`. Throws EngineFailed when the
/// devices do not move the swarms.
GenerationSpeed measure_generations(engine::CudaEngine& engine, const spec::Problem& problem,
                                    const rollout::Program& program, std::int64_t scenarios,
                                    std::int64_t rollouts);

}  // namespace gainswarm::bench
