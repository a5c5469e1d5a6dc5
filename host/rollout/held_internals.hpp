// Internals of a sampled law for those who look at them between its samples.
#pragma once

#include <string>
#include <vector>

#include "host/rollout/controller.hpp"
#include "host/rollout/registers.hpp"

namespace gainswarm::rollout {

/// The named internals from new registers, which start at 0; what a sample makes of them is added to
/// `changes`.
Names hold_internals(const LawOutputs& law, const std::vector<std::string>& names, Registers& registers,
                     Changes& changes);

}  // namespace gainswarm::rollout
