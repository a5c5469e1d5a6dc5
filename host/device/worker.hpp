// The process that owns a CUDA context. A device error that outlives its cause ends this process and not the
// run: the supervisor (worker_process.hpp) starts another.
#pragma once

namespace gainswarm::device {

/// Descriptors under which a worker finds its channel and its memory.
enum Descriptor : int { channel_descriptor = 3, memory_descriptor = 4 };

/// Answers the supervisor's requests until it hangs up; gives the exit code.
///
///   {do: devices}                            -> {driver, devices: [...]}
///   {do: load, device, work, code_bytes, swarm_code_bytes, largest_launch}
///                                                memory: scenario table, then machine code, of both kinds
///   {do: run, particles, over_scenarios}  -> {launch_seconds}    memory: BatchLayout. `over_scenarios` is
///   given
///                                                when the particles are to compete
///   {do: generation, rules, swarms}  -> {seconds, launch_seconds}    memory: SwarmLayout. `swarms` is given
///                                                when they are to be taken from the memory
///   {do: stop}                                   makes a `run` or `generation` that goes on end early
///
/// Any number of {progress} come before the answer of `run` and `generation`. Every answer has `done`; a
/// failed request has {error, status}, with status a CUresult or 0.
int serve();

}  // namespace gainswarm::device
