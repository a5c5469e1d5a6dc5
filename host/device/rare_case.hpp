// What an optimistic substep (cuda/optimism.hpp) computes without its rare cases.
#pragma once

#include <optional>

#include "host/device/words.hpp"
#include "host/graph/graph.hpp"

namespace gainswarm::device {

/// The node in a word of cuda/optimism.hpp, if it is one of floats that has such cases. What a substep of
/// doubles takes are its operations on doubles; the instructions beside them count for little.
std::optional<Phrase> with_rare_case(const graph::Graph& graph, graph::NodeId id);

}  // namespace gainswarm::device
