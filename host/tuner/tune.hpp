// The tuning run: swarms, then polish.
#pragma once

#include <functional>
#include <span>

#include "host/engine/engine.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

struct TuningInput {
  const spec::Problem& problem;
  const rollout::Program& program;    ///< built for training
  engine::Engine& engine;             ///< runs that program in the training scenarios
  std::function<bool()> interrupted;  ///< asked after every batch of rollouts; may be empty
  /// What an earlier run of the same search found, if this goes on from there: with the same bits as if it
  /// had never stopped. Problem and program may differ in budgets, polish and validation.
  const Tuning* resume = nullptr;
  std::span<const double> start{};  ///< tuned gains that one particle starts with; empty: none
  int threads = 0;                  ///< that judge linearised loops; 0: one a hardware thread
  /// Called when the search is over, before what it found is looked at. May be empty.
  std::function<void()> searched{};
};

/// Called after each iteration.
using Observer = std::function<void(const Generation&)>;

/// Tunes. The swarms stop after swarm.iterations, or earlier by the `stop` options; stop.evaluations counts
/// the polish too, for which its own budget (at most half of them) is kept back. Then the best swarms are
/// polished (of several objectives the best of every swarm, and the knee of the front is the result), unless
/// the target is reached, the time is over or the run was interrupted. A run that goes on has the history of
/// the one before; stop.time_limit counts anew. Everything but `validation` and the times follows from the
/// input alone, bit for bit. A generation in which the engine is interrupted counts as not begun, and the
/// best of a polish is kept. Throws InputError when no gain is to be tuned, or when nothing can be said about
/// the loop whose margins are required, swarm::UnsoundState when what is to go on is no search of this
/// problem, and engine::EngineFailed or engine::Interrupted when that happens before the first generation is
/// done.
Tuning tune(const TuningInput& input, const Observer& observer);

}  // namespace gainswarm::tuner
