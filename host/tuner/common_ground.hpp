// Gains of several searches of one problem, judged in the same scenarios: costs in scenarios that each search
// drew for itself do not compare.
#pragma once

#include <span>

#include "host/engine/engine.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/loop_judge.hpp"
#include "host/tuner/objective.hpp"

namespace gainswarm::tuner {

class CommonGround {
 public:
  /// `engine` runs `program`, which was built for training. All must outlive this. `threads` that judge
  /// linearised loops; 0: one a hardware thread. Throws InputError as GainSpace and LoopJudge do.
  CommonGround(const spec::Problem& problem, const rollout::Program& program, engine::Engine& engine,
               int threads);

  struct Verdict {
    double rank = 0;  ///< the lower the better; see cuda/ranked_cost.hpp
    Breakdown breakdown;
  };
  /// Of gains in the order of the program. Throws what the engine does.
  Verdict judge(std::span<const double> gains);

 private:
  engine::Engine& engine_;
  Objective objective_;
  GainSpace space_;
  LoopJudge judge_;
  engine::Outcome outcome_;
};

}  // namespace gainswarm::tuner
