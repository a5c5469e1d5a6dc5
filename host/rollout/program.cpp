#include "host/rollout/program.hpp"

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

std::string hash(const Program& program) {
  support::Digest digest;
  digest.add(static_cast<std::uint64_t>(program.graph.precision()));
  digest.add(static_cast<std::uint64_t>(program.graph.size()));
  for (const graph::Node& node : program.graph.nodes()) add(digest, node);
  for (const auto* block : {&program.start, &program.tick, &program.substep, &program.finish})
    add(digest, *block);
  for (const Failure& failure : program.failures) digest.add(static_cast<std::uint64_t>(failure.condition));
  digest.add(static_cast<std::uint64_t>(program.ticks)).add(static_cast<std::uint64_t>(program.substeps));
  return digest.hex();
}

}  // namespace gainswarm::rollout
