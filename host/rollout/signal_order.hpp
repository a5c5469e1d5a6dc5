// In which order a plant's intermediate expressions and its pass-through blocks can be computed.
#pragma once

#include <vector>

#include "host/rollout/blocks.hpp"

namespace gainswarm::rollout {

/// One of the two, by its index.
struct Signal {
  const Equation* let = nullptr;
  std::size_t block = 0;  ///< when there is no let
};

/// Expressions of `let` and the blocks whose output is no state, each behind those that it uses; without such
/// blocks the expressions as they stand. A dead time breaks the chain. Throws InputError at a block's input
/// when a chain comes back to itself, which would be an equation to solve.
std::vector<Signal> signal_order(const Equations& let, const std::vector<BlockModel>& blocks);

}  // namespace gainswarm::rollout
