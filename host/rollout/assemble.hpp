// The last step of building: from one graph in which everything was derived to the program's own.
#pragma once

#include "host/rollout/program.hpp"
#include "host/spec/source.hpp"

namespace gainswarm::rollout {

/// Joins products and sums over all blocks at once and keeps only what some root needs. The program's roots
/// are nodes of `derived` before and of Program::graph after. Throws InputError at `where` when the loop is
/// too large to compile.
Program assemble(Program program, const graph::Graph& derived, const spec::Position& where);

}  // namespace gainswarm::rollout
