#include "host/engine/lanes.hpp"

#include <algorithm>
#include <vector>

#include "host/engine/emission_order.hpp"
#include "host/graph/reach.hpp"
#include "host/graph/transform.hpp"
#include "host/rollout/dependence.hpp"

namespace gainswarm::engine {
namespace {

using graph::NodeId;

/// Nodes behind the roots that are computed again and again while a rollout runs.
std::vector<NodeId> loop_nodes(const rollout::Program& program, const std::vector<NodeId>& roots,
                               const rollout::Dependence& dependence) {
  std::vector<NodeId> nodes = graph::reachable(program.graph, roots);
  std::erase_if(nodes, [&](NodeId id) { return dependence.rate[id] == rollout::Rate::rollout; });
  return nodes;
}

/// How many values a substep keeps at once, at most, in the order in which its code is written.
std::int64_t most_values_kept(const rollout::Program& program, const rollout::Dependence& dependence) {
  const std::vector<NodeId> roots = rollout::substep_roots(program);
  const std::vector<NodeId> order = emission_order(program.graph, loop_nodes(program, roots, dependence));

  std::vector<std::size_t> last_use(program.graph.size(), 0);
  for (std::size_t at = 0; at < order.size(); ++at) {
    graph::visit_operands(program.graph[order[at]], [&](NodeId operand) { last_use[operand] = at; });
  }
  for (const NodeId root : roots) last_use[root] = order.size();
  std::vector<std::int64_t> ends(order.size() + 1, 0);
  std::int64_t kept = 0, most = 0;
  for (std::size_t at = 0; at < order.size(); ++at) {
    most = std::max(most, ++kept);
    ++ends[last_use[order[at]]];
    kept -= ends[at];
  }
  return most;
}

/// Whether two vectors of each value would not fit. With AVX-512, of which the limits of nodes were measured,
/// there are twice as many registers.
bool fills_registers(const rollout::Program& program, const rollout::Dependence& dependence,
                     const HostProcessor& host) {
  // Measured on Zen 3, which has 16: problems whose substep keeps 34 to 69 values run 1.2 to 2 times faster
  // with one vector, those with 18 to 30 slower.
  constexpr std::int64_t most_values_for_two_vectors = 32;
  return host.vector_bits < 512 && most_values_kept(program, dependence) > most_values_for_two_vectors;
}

}  // namespace

int best_lanes(const rollout::Program& program, const HostProcessor& host) {
  // Measured on Zen 5. A node takes some 10 bytes of code a vector; the instruction caches of today hold 32
  // KiB.
  constexpr std::int64_t most_nodes_for_four_vectors = 150;
  constexpr std::int64_t most_nodes_for_two_vectors = 1600;
  if (!host.has_fma) return 1;
  const int lanes = host.vector_bits / (program.graph.precision() == graph::Precision::float64 ? 64 : 32);
  const rollout::Dependence dependence = rollout::analyse(program);
  std::vector<NodeId> roots = rollout::substep_roots(program);
  roots.insert(roots.end(), program.tick.begin(), program.tick.end());
  const std::int64_t nodes = std::ssize(loop_nodes(program, roots, dependence));
  if (nodes > most_nodes_for_two_vectors || fills_registers(program, dependence, host)) return lanes;
  return nodes <= most_nodes_for_four_vectors ? 4 * lanes : 2 * lanes;
}

}  // namespace gainswarm::engine
