// What a plant calls its states and outputs, those of its transfer functions included.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// Degrees of a block's numerator and denominator.
struct Degrees {
  std::size_t numerator = 0;
  std::size_t denominator = 0;
  /// Whether the input acts on the output at once, dead time aside.
  [[nodiscard]] bool pass_through() const { return numerator == denominator; }
};
Degrees degrees(const Block& block);

/// The block's states along the way of the signal: name_1, name_2, ...; the last one is the output and has
/// the block's name, unless the input acts on the output at once.
std::vector<std::string> state_names(const std::string& name, const Block& block);

/// Name and unit of every state, those of blocks behind those declared.
Map<std::string> all_states(const Plant& plant);

/// Name and, where it is known, unit of what can be measured: the outputs, else every declared state and the
/// output of every block.
Map<std::optional<std::string>> all_outputs(const Plant& plant);

/// Whether the plant moves from control tick to control tick.
bool is_discrete(const Plant& plant);

}  // namespace gainswarm::spec
