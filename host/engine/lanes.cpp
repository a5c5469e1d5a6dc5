#include "host/engine/lanes.hpp"

#include <algorithm>
#include <vector>

#include "host/graph/transform.hpp"
#include "host/rollout/dependence.hpp"

namespace gainswarm::engine {
namespace {

using graph::NodeId;

/// Nodes that are computed again and again while a rollout runs.
std::int64_t loop_nodes(const rollout::Program& program) {
  std::vector<NodeId> roots = rollout::substep_roots(program);
  roots.insert(roots.end(), program.tick.begin(), program.tick.end());
  const rollout::Dependence dependence = rollout::analyse(program);
  const std::vector<NodeId> nodes = graph::reachable(program.graph, roots);
  return std::count_if(nodes.begin(), nodes.end(),
                       [&](NodeId id) { return dependence.rate[id] != rollout::Rate::rollout; });
}

}  // namespace

int best_lanes(const rollout::Program& program, const HostProcessor& host) {
  // Measured on Zen 5. A node takes some 10 bytes of code a vector; the instruction caches of today hold 32
  // KiB.
  constexpr std::int64_t most_nodes_for_four_vectors = 150;
  constexpr std::int64_t most_nodes_for_two_vectors = 1600;
  if (!host.has_fma) return 1;
  const int lanes = host.vector_bits / (program.graph.precision() == graph::Precision::float64 ? 64 : 32);
  const std::int64_t nodes = loop_nodes(program);
  if (nodes <= most_nodes_for_four_vectors) return 4 * lanes;
  return nodes <= most_nodes_for_two_vectors ? 2 * lanes : lanes;
}

}  // namespace gainswarm::engine
