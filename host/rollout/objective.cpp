#include "host/rollout/objective.hpp"

#include <cmath>

#include "host/graph/extremes.hpp"
#include "host/rollout/functional_syntax.hpp"
#include "host/spec/cost_parts.hpp"

namespace gainswarm::rollout {
namespace {

Value constant(graph::Graph& graph, double value) {
  return {&graph, graph.constant(value)};
}

Value weighted_sum(const std::vector<Value>& terms, const std::vector<double>& weights) {
  Value sum = terms.front() * weights.front();
  for (std::size_t i = 1; i < terms.size(); ++i) sum = sum + terms[i] * weights[i];
  return sum;
}

Value is_finite(Value cost) {
  return absolute(cost) <= constant(*cost.graph, largest_cost(cost.graph->precision()));
}

/// The weighted sum; for a failed rollout, or a sum that is not finite, a penalty that grows with the time
/// left. `survived` counts the steps before the failure, all of them if there was none.
Value total_cost(Value sum, Value survived, double steps, double failure_penalty) {
  graph::Graph& graph = *sum.graph;
  const Value left = (constant(graph, steps) - survived) / constant(graph, steps);
  const Value penalty = failure_penalty * left + failure_penalty;
  return select(both(survived == constant(graph, steps), is_finite(sum)), sum, penalty);
}

/// How far the value lies outside the limits, relative to the size of the limit unless that is 0; 0 inside.
/// No number if the value is none.
Value excess(Value value, const spec::Requirement& limits) {
  Value worst = constant(*value.graph, 0);
  const auto count = [&](Value outside, double limit) {
    if (std::isinf(limit)) return;
    const Value relative = limit == 0 ? outside : outside / std::abs(limit);
    worst = select(relative > worst, relative, worst);
  };
  count(value - limits.below, limits.below);
  count(limits.above - value, limits.above);
  return select(value == value, worst, value);
}

std::string signal_outside_functional(const std::string& name) {
  return "'" + name +
         "' is a signal, which changes with time (here one number is needed for the whole rollout); write "
         "integral(...), max(...), final(...) or another functional of it";
}

}  // namespace

bool gives_up_losers(const spec::Problem& problem, Purpose purpose) {
  const spec::Aggregation& aggregation = problem.objective.over_scenarios;
  const bool grows = aggregation.kind != spec::Aggregate::mean_plus_worst || aggregation.parameter >= 0;
  return purpose == Purpose::training && problem.swarm.early_abandonment && grows &&
         problem.objective.pareto.empty();
}

Objective::Objective(const spec::Objective& objective, Purpose purpose)
    : purpose_(purpose), failure_penalty_(objective.failure_penalty) {
  for (const spec::CostPart& part : spec::cost_parts(objective)) {
    terms_.emplace_back(part.name, part.value);
    weights_.push_back(part.weight);
    soft_.push_back(part.soft != nullptr ? std::optional(*part.soft) : std::nullopt);
  }
  for (const auto& entry : spec::hard_requirements(objective))
    requirements_.emplace_back(entry.name.str(), entry.value.value);
  if (purpose != Purpose::validation) return;
  if (!objective.success.empty()) success_.emplace("success", objective.success);
  for (const auto& metric : objective.metrics) metrics_.emplace_back(metric.name.str(), metric.value.value);
}

std::vector<const Equation*> Objective::expressions() const {
  std::vector<const Equation*> all;
  for (const Equation& term : terms_) all.push_back(&term);
  for (const Equation& requirement : requirements_) all.push_back(&requirement);
  if (success_) all.push_back(&*success_);
  for (const Equation& metric : metrics_) all.push_back(&metric);
  return all;
}

std::vector<Value> Objective::add_outputs(Program& program, graph::Graph& graph, const Names& names,
                                          const CallHandler& calls, const Names& signals) const {
  const auto output = [&](const std::string& name, Value value) {
    program.outputs.push_back({name, ""});
    program.finish.push_back(value.id);
  };
  const Advice advice{functional_names, [&](const std::string& name) {
                        return signals.find(name) ? signal_outside_functional(name) : "";
                      }};
  std::vector<Value> terms;
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const Value value = lower_finite(terms_[i], graph, names, calls, advice);
    terms.push_back(soft_[i] ? excess(value, *soft_[i]) : value);
  }
  const Value sum = weighted_sum(terms, weights_);
  const Value survived{&graph, graph.input(graph::InputKind::survived)};
  const auto steps = static_cast<double>(program.steps());
  output("cost", total_cost(sum, survived, steps, failure_penalty_));
  for (std::size_t i = 0; i < terms.size(); ++i) output(terms_[i].name, terms[i]);
  for (const Equation& requirement : requirements_) {
    output(requirement.name, lower_finite(requirement, graph, names, calls, advice));
  }
  program.terms = static_cast<std::int64_t>(terms_.size());
  program.requirements = static_cast<std::int64_t>(requirements_.size());
  if (purpose_ != Purpose::validation) return terms;
  Value success = both(survived == constant(graph, steps), is_finite(sum));
  if (success_) success = both(success, lower_condition(*success_, graph, names, calls, advice));
  output("success", select(success, constant(graph, 1), constant(graph, 0)));
  for (const Equation& metric : metrics_)
    output(metric.name, lower_finite(metric, graph, names, calls, advice));
  program.metrics = static_cast<std::int64_t>(metrics_.size());
  return terms;
}

/// A failure later on costs the penalty at least; a sum that is no number will cost it, too.
void Objective::add_least_cost(const std::vector<Value>& terms, LowerBounds& bounds, Program& program) const {
  std::vector<Value> least;
  std::vector<double> weights;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (weights_[i] == 0) continue;
    const Bound bound = bounds.of(terms[i]);
    if (weights_[i] < 0 || !bound.least) {
      program.falling_term = terms_[i].name;
      return;
    }
    least.push_back(*bound.least);
    weights.push_back(weights_[i]);
  }
  if (least.empty()) return;
  const Value sum = weighted_sum(least, weights);
  // The lowest cost where the sum is lower still, or no number because nothing is known.
  const Value known = larger(constant(*sum.graph, -largest_cost(sum.graph->precision())), sum);
  program.least_cost = smaller(constant(*sum.graph, failure_penalty_), known).id;
}

}  // namespace gainswarm::rollout
