// The whole rollout of a program as one LLVM function over vectors of lanes.
#pragma once

#include <llvm-c/Core.h>

#include "host/rollout/dependence.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

inline constexpr const char* rollout_function_name = "rollout";

/// Adds the function (a RolloutFunction, see native_code.hpp) to the module. The program runs at least one
/// tick of at least one substep.
void write_rollout(LLVMModuleRef module, const rollout::Program& program, int lanes,
                   rollout::ScenarioOf scenario_of);

}  // namespace gainswarm::engine
