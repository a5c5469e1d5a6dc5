// What `simulate` records at the control ticks.
#pragma once

#include "host/rollout/closed_loop.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::rollout {

/// What a control tick shows.
struct Tick {
  Action action;
  Instant instant;
  std::optional<Value> lateness;  ///< with sampling jitter: after how many steps the law samples
};

/// Adds the signals of a tick to the program: states, outputs, inputs, references and disturbances, the law's
/// internals, what stated sensors measure, and what is late.
void record_signals(const Tick& tick, const ParsedProblem& problem, const ClosedLoop& loop, Program& program);

}  // namespace gainswarm::rollout
