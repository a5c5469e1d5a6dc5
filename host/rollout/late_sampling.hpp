// Sampling jitter: a sampled law whose ticks come late, within the substeps.
//
// The tick block only draws how late the tick is. In the substep of that number, and in no other, the
// registers of law, sensors and actuators first become what a tick makes of them. Blocks read registers as
// they were on entry, so every root of the substep reads
//
//   select(now, what the sample makes of the register, the register)
//
// where it read the register. Functionals and signals stay at the nominal ticks and see what the last sample
// left; before the first one, internals and measurements are those that a sample at the start would show.
#pragma once

#include "host/rollout/closed_loop.hpp"

namespace gainswarm::rollout {

/// An action as it is seen until the next sample: its inputs are those that act when a block begins, its
/// internals and what stated sensors measure come from new registers. What a sample makes of these is added
/// to `changes`.
Action held_until_next_sample(const Action& sampled, const ParsedProblem& problem, const ClosedLoop& loop,
                              Registers& registers, Changes& changes);

/// Has the registers change before everything else in the substep in which `now`, a condition, holds. The
/// program's roots are still nodes of `graph`.
void sample_within_substep(Program& program, graph::Graph& graph, Value now, const Changes& changes);

}  // namespace gainswarm::rollout
