// A program's delays as text.
#pragma once

#include <string>

#include "host/rollout/program.hpp"

namespace gainswarm::device {

/// A member of the program's struct: one ring a delay.
std::string delays_struct(const rollout::Program& program);

/// Lines of `start`: what the registers are stands in every place.
std::string delays_at_start(const rollout::Program& program);

}  // namespace gainswarm::device
