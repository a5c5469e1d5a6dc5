#include "host/analysis/gain_expressions.hpp"

#include "host/graph/transform.hpp"

namespace gainswarm::analysis {

GainExpressions::GainExpressions(const spec::Problem& problem)
    : problem_(problem, rollout::Purpose::training), symbols_(rollout::declare_symbols(problem_, graph_)) {}

std::size_t GainExpressions::add(const spec::Text& text) {
  roots_.push_back(rollout::lower_number(rollout::Equation("", text), graph_, symbols_.given).id);
  return roots_.size() - 1;
}

void GainExpressions::finish() {
  nodes_ = graph::reachable(graph_, roots_);
}

std::vector<double> GainExpressions::evaluate(std::span<const double> tuned) const {
  std::vector<double> values(graph_.size()), results;
  for (const graph::NodeId id : nodes_) {
    const graph::Node& node = graph_[id];
    if (node.op == graph::Op::input) {
      values[id] = tuned[node.index];
    } else {
      values[id] = graph::evaluate(node, values[node.a], values[node.b], values[node.c], graph_.precision());
    }
  }
  results.reserve(roots_.size());
  for (const graph::NodeId root : roots_) results.push_back(values[root]);
  return results;
}

}  // namespace gainswarm::analysis
