// What a rollout carries from stage to stage of a competition, as functions of its device code.
#pragma once

#include <cstdint>
#include <string>

#include "host/rollout/program.hpp"

namespace gainswarm::device {

/// Numbers that are carried: registers, then the places of the delays.
std::int64_t carried(const rollout::Program& program);

/// The functions carry() and resume() that cuda/rollout_stage.hpp asks for.
std::string carry_text(const rollout::Program& program);

}  // namespace gainswarm::device
