#include "host/analysis/gain_expressions.hpp"

#include "host/analysis/evaluation.hpp"
#include "host/graph/transform.hpp"

namespace gainswarm::analysis {

GainExpressions::GainExpressions(const spec::Problem& problem)
    : problem_(problem, rollout::Purpose::training), symbols_(rollout::declare_symbols(problem_, graph_)) {}

std::size_t GainExpressions::add(const spec::Text& text) {
  roots_.push_back(
      rollout::lower_finite(rollout::Equation("the expression", text), graph_, symbols_.given).id);
  return roots_.size() - 1;
}

void GainExpressions::finish() {
  nodes_ = graph::reachable(graph_, roots_);
}

std::vector<double> GainExpressions::evaluate(std::span<const double> tuned) const {
  const std::vector<double> values =
      analysis::evaluate(graph_, nodes_, [&](const graph::Node& input) { return tuned[input.index]; });
  std::vector<double> results;
  results.reserve(roots_.size());
  for (const graph::NodeId root : roots_) results.push_back(values[root]);
  return results;
}

}  // namespace gainswarm::analysis
