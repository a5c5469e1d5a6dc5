// The whole rollout of a program as one LLVM function over vectors of lanes.
#pragma once

#include <llvm-c/Core.h>

#include <string>

#include "host/rollout/program.hpp"

namespace gainswarm::engine {

/// The type of the generated function; `void*` is T* with T the program's precision. `outputs` and `survived`
/// are written for all lanes, `cause` likewise (-1: no failure).
///   gains    [gain][lane]        scenario  [column], shared by all lanes
///   outputs  [output][lane]      survived, cause  [lane]
using RolloutFunction = void(const void* gains, const void* scenario, void* outputs, std::int64_t* survived,
                             std::int32_t* cause);

inline constexpr const char* rollout_function_name = "rollout";

/// Adds the function to the module. The program runs at least one tick of at least one substep.
void write_rollout(LLVMModuleRef module, const rollout::Program& program, int lanes);

}  // namespace gainswarm::engine
