#include "host/rollout/program.hpp"

#include <algorithm>

#include "host/graph/transform.hpp"
#include "host/support/digest.hpp"

namespace gainswarm::rollout {
namespace {

void add(support::Digest& digest, const std::vector<graph::NodeId>& roots) {
  digest.add(static_cast<std::uint64_t>(roots.size()));
  for (const graph::NodeId root : roots) digest.add(static_cast<std::uint64_t>(root));
}

void add(support::Digest& digest, const graph::Node& node) {
  const auto word = [](auto value) { return static_cast<std::uint64_t>(value); };
  digest.add(word(node.op)).add(word(node.input)).add(word(node.index));
  digest.add(word(node.a)).add(word(node.b)).add(word(node.c)).add(node.value);
}

}  // namespace

std::vector<graph::NodeId> substep_roots(const Program& program) {
  std::vector<graph::NodeId> roots = program.substep;
  for (const Failure& failure : program.failures) roots.push_back(failure.condition);
  for (const Delay& delay : program.delays) roots.push_back(delay.entering);
  return roots;
}

std::vector<std::string> idle_gains(const Program& program) {
  std::vector<graph::NodeId> roots = substep_roots(program);
  for (const auto* block : {&program.start, &program.tick, &program.finish})
    roots.insert(roots.end(), block->begin(), block->end());
  std::vector<bool> read(program.gains.size());
  for (const graph::NodeId id : graph::reachable(program.graph, roots)) {
    const graph::Node& node = program.graph[id];
    if (node.op == graph::Op::input && node.input == graph::InputKind::gain) read[node.index] = true;
  }
  std::vector<std::string> idle;
  for (std::size_t i = 0; i < static_cast<std::size_t>(program.tuned()); ++i) {
    if (!read[i]) idle.push_back(program.gains[i].name);
  }
  return idle;
}

std::int64_t places(const Program& program) {
  std::int64_t sum = 0;
  for (const Delay& delay : program.delays) sum += delay.places();
  return sum;
}

/// Sixteen stages, more of long rollouts: losers run 3 % of a rollout longer than they need to on average.
/// What lies between two stages takes time, too, about that of a few steps.
std::int64_t Program::stage_ticks() const {
  constexpr std::int64_t stages = 16, least_steps = 32;
  const std::int64_t least = (least_steps + substeps - 1) / substeps, most = stage_steps / substeps;
  return std::clamp((ticks + stages - 1) / stages, least, std::max(least, most));
}

std::string hash(const Program& program) {
  support::Digest digest;
  digest.add(static_cast<std::uint64_t>(program.graph.precision()));
  digest.add(static_cast<std::uint64_t>(program.graph.size()));
  for (const graph::Node& node : program.graph.nodes()) add(digest, node);
  for (const auto* block : {&program.start, &program.tick, &program.substep, &program.finish})
    add(digest, *block);
  for (const Failure& failure : program.failures) digest.add(static_cast<std::uint64_t>(failure.condition));
  for (const Delay& delay : program.delays) {
    for (const auto part : {static_cast<std::uint64_t>(delay.reg), static_cast<std::uint64_t>(delay.entering),
                            static_cast<std::uint64_t>(delay.steps)}) {
      digest.add(part);
    }
  }
  if (program.least_cost) digest.add(static_cast<std::uint64_t>(*program.least_cost));
  digest.add(static_cast<std::uint64_t>(program.ticks)).add(static_cast<std::uint64_t>(program.substeps));
  return digest.hex();
}

}  // namespace gainswarm::rollout
