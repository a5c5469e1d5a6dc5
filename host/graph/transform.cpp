#include "host/graph/transform.hpp"

#include <cassert>
#include <optional>
#include <unordered_map>

#include "host/graph/reach.hpp"

namespace gainswarm::graph {
namespace {

/// Nodes and what became of them.
using Images = std::unordered_map<NodeId, NodeId>;

/// The node made anew in `target`, from the images of its operands.
NodeId rebuild(const Graph& source, NodeId id, const Images& images, Graph& target) {
  const Node node = source[id];  // a copy: the source may be the target, and grow
  if (node.op == Op::input) return target.input(node.input, node.index);
  if (node.op == Op::constant) {
    return source.is_condition(id) ? target.condition(node.value != 0) : target.constant(node.value);
  }
  const int count = arity(node.op);
  return target.apply(node.op, images.at(node.a), count > 1 ? images.at(node.b) : 0,
                      count > 2 ? images.at(node.c) : 0);
}

/// What was known of the node holds for its image, too.
void keep_expansion(Graph& graph, NodeId id, const Images& images) {
  const Expansion* known = graph.expansion(id);
  if (known == nullptr || !images.contains(known->x) || !images.contains(known->y)) return;
  graph.remember(images.at(id), {known->function, images.at(known->x), images.at(known->y)});
}

/// A sum or difference with a product for one operand.
struct ProductAndTerm {
  NodeId factor, other_factor, term;
  bool negate_product, negate_term;
};

std::optional<ProductAndTerm> joinable(const Graph& graph, const Node& node) {
  if (node.op != Op::add && node.op != Op::subtract) return {};
  const bool difference = node.op == Op::subtract;
  const Node& left = graph[node.a];
  const Node& right = graph[node.b];
  if (left.op == Op::multiply) return ProductAndTerm{left.a, left.b, node.b, false, difference};
  if (right.op == Op::multiply) return ProductAndTerm{right.a, right.b, node.a, difference, false};
  return {};
}

}  // namespace

std::vector<NodeId> reachable(const Graph& graph, std::span<const NodeId> roots) {
  return reach(graph, roots, [&](NodeId id, auto visit) { visit_operands(graph[id], visit); });
}

std::vector<Value> substitute(std::span<const Value> roots, std::span<const Value> from,
                              std::span<const Value> to) {
  assert(from.size() == to.size());
  if (roots.empty()) return {};
  Graph& graph = *roots.front().graph;
  Images images;
  for (std::size_t i = 0; i < from.size(); ++i) {
    assert(graph[from[i].id].op == Op::input && from[i].graph == &graph && to[i].graph == &graph);
    images.emplace(from[i].id, to[i].id);
  }
  std::vector<NodeId> ids;
  ids.reserve(roots.size());
  for (const Value root : roots) ids.push_back(root.id);
  for (const NodeId id : reachable(graph, ids)) {
    if (images.contains(id)) continue;
    images.emplace(id, rebuild(graph, id, images, graph));
    keep_expansion(graph, id, images);
  }
  std::vector<Value> results;
  results.reserve(ids.size());
  for (const NodeId id : ids) results.push_back({&graph, images.at(id)});
  return results;
}

std::vector<NodeId> fuse(const Graph& source, std::span<const NodeId> roots, Graph& target) {
  assert(&source != &target && source.precision() == target.precision());
  const auto visit_needs = [&](NodeId id, auto visit) {
    const auto joined = joinable(source, source[id]);
    if (!joined) return visit_operands(source[id], visit);
    visit(joined->factor);
    visit(joined->other_factor);
    visit(joined->term);
  };
  Images images;
  const auto signed_image = [&](NodeId id, bool negate) {
    return negate ? target.apply(Op::negate, images.at(id)) : images.at(id);
  };
  for (const NodeId id : reach(source, roots, visit_needs)) {
    const auto joined = joinable(source, source[id]);
    const NodeId image = joined ? target.apply(Op::fma, signed_image(joined->factor, joined->negate_product),
                                               images.at(joined->other_factor),
                                               signed_image(joined->term, joined->negate_term))
                                : rebuild(source, id, images, target);
    images.emplace(id, image);
  }
  std::vector<NodeId> results;
  results.reserve(roots.size());
  for (const NodeId root : roots) results.push_back(images.at(root));
  return results;
}

}  // namespace gainswarm::graph
