#include "host/tuner/objective.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "host/swarm/fitness.hpp"

namespace gainswarm::tuner {

namespace {

aggregate::Rule rule_of(const spec::Aggregation& aggregation) {
  const auto kind = [&] {
    switch (aggregation.kind) {
      case spec::Aggregate::sum:
        return aggregate::Kind::sum;
      case spec::Aggregate::worst:
        return aggregate::Kind::worst;
      case spec::Aggregate::mean_plus_worst:
        return aggregate::Kind::mean_plus_worst;
      case spec::Aggregate::cvar:
        return aggregate::Kind::cvar;
      case spec::Aggregate::percentile:
        return aggregate::Kind::percentile;
      case spec::Aggregate::mean:
        break;
    }
    return aggregate::Kind::mean;
  };
  return {kind(), aggregation.parameter};
}

/// Costs with those that are not finite replaced by the largest number.
std::vector<double> guarded_costs(const engine::Outcome& outcome) {
  const std::span<const double> given = outcome.output(0);
  std::vector<double> costs(given.size());
  std::ranges::transform(given, costs.begin(), ranked_cost::finite);
  return costs;
}

/// Scenarios in the order in which the rule reads their costs.
std::vector<std::size_t> rank_order(const aggregate::Rule& rule, std::span<const double> costs) {
  std::vector<std::size_t> order(costs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (rule.ranked()) std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return costs[i]; });
  return order;
}

}  // namespace

Objective::Objective(const spec::Problem& problem, const rollout::Program& program)
    : parts_(spec::cost_parts(problem.objective)),
      requirements_(spec::hard_requirements(problem.objective)),
      program_(&program) {
  if (static_cast<std::size_t>(program.terms) != parts_.size() ||
      static_cast<std::size_t>(program.requirements) != requirements_.size()) {
    throw std::invalid_argument("the program's terms and requirements are not those of the problem");
  }
  for (const auto& required : requirements_) limits_.push_back({required.value.below, required.value.above});
  rule_ = {.over_scenarios = rule_of(problem.objective.over_scenarios),
           .terms = program.terms,
           .requirements = program.requirements,
           .limits = limits_.data(),
           .steps = static_cast<double>(program.steps()),
           .has_others = !problem.objective.margins.empty()};
}

swarm::Totals Objective::rank(const engine::Outcome& outcome, std::span<double> costs) const {
  const std::size_t rollouts = outcome.survived.size(), particles = costs.size();
  std::vector<double> scratch(rollouts);
  std::vector<ranked_cost::Tally> tallies(particles);
  const ranked_cost::RankCosts<double> functor{
      .rule = rule_,
      .rollouts = {.scenarios = static_cast<std::int64_t>(rollouts / particles),
                   .particles = static_cast<std::int64_t>(particles),
                   .outputs = outcome.outputs.data(),
                   .stride = static_cast<std::int64_t>(rollouts),
                   .survived = outcome.survived.data(),
                   .cause = outcome.cause.data()},
      .scratch = scratch.data(),
      .costs = costs.data(),
      .tallies = tallies.data()};
  swarm::Totals totals{.rollouts = static_cast<std::int64_t>(rollouts)};
  swarm::rank_costs(functor, static_cast<std::int64_t>(particles));
  for (const ranked_cost::Tally& tally : tallies) totals.add(tally);
  return totals;
}

double Objective::aggregated(std::vector<double> costs) const {
  const auto scenarios = static_cast<std::int64_t>(costs.size());
  return ranked_cost::finite(aggregate::over_scenarios(rule_.over_scenarios, costs.data(), scenarios));
}

Breakdown Objective::breakdown(const engine::Outcome& outcome) const {
  const std::vector<double> costs = guarded_costs(outcome);
  Breakdown result;
  result.scenarios = static_cast<std::int64_t>(costs.size());
  result.cost = aggregated(costs);
  add_components(outcome, costs, result);
  add_failures(outcome, result);
  add_requirements(outcome, result);
  return result;
}

std::vector<double> Objective::terms_of(const engine::Outcome& outcome, std::size_t particle,
                                        std::size_t particles) const {
  std::vector<double> terms, over_scenarios;
  for (std::int64_t term = 0; term < program_->terms; ++term) {
    const std::span<const double> values = outcome.output(1 + term);
    over_scenarios.clear();
    for (std::size_t i = particle; i < values.size(); i += particles) over_scenarios.push_back(values[i]);
    terms.push_back(aggregate::over_scenarios(rule_.over_scenarios, over_scenarios.data(),
                                              static_cast<std::int64_t>(over_scenarios.size())));
  }
  return terms;
}

bool Objective::is_costed(const engine::Outcome& outcome, std::size_t rollout) const {
  double sum = 0;
  for (std::int64_t term = 0; term < program_->terms; ++term) {
    const double weight = parts_[static_cast<std::size_t>(term)].weight;
    sum += weight * outcome.output(1 + term)[rollout];
  }
  return outcome.cause[rollout] < 0 && std::abs(sum) <= rollout::largest_cost(program_->graph.precision());
}

void Objective::add_components(const engine::Outcome& outcome, std::span<const double> costs,
                               Breakdown& breakdown) const {
  const auto scenarios = static_cast<std::int64_t>(costs.size());
  const std::vector<std::size_t> order = rank_order(rule_.over_scenarios, costs);
  std::vector<double> penalty(costs.begin(), costs.end()), ranked;
  for (std::size_t scenario = 0; scenario < costs.size(); ++scenario) {
    if (is_costed(outcome, scenario)) penalty[scenario] = 0;
  }
  const auto add = [&](const std::string& name, auto value) {
    ranked.clear();
    for (const std::size_t scenario : order) ranked.push_back(value(scenario));
    breakdown.components.push_back(
        {name, aggregate::combine(rule_.over_scenarios, ranked.data(), scenarios)});
  };
  for (std::int64_t term = 0; term < program_->terms; ++term) {
    const spec::CostPart& weighted = parts_[static_cast<std::size_t>(term)];
    const std::span<const double> values = outcome.output(1 + term);
    add(weighted.name, [&](std::size_t i) { return penalty[i] == 0 ? weighted.weight * values[i] : 0; });
  }
  const bool penalised = std::ranges::any_of(penalty, [](double cost) { return cost != 0; });
  if (penalised) add("failure penalty", [&](std::size_t i) { return penalty[i]; });
}

void Objective::add_requirements(const engine::Outcome& outcome, Breakdown& breakdown) const {
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    const std::string name = requirements_[i].name.str();
    const std::span<const double> values = outcome.output(1 + program_->terms + static_cast<std::int64_t>(i));
    double smallest = spec::infinity, worst = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t scenario = 0; scenario < values.size(); ++scenario) {
      if (outcome.cause[scenario] >= 0 || limits_[i].margin(values[scenario]) >= smallest) continue;
      smallest = limits_[i].margin(values[scenario]);
      worst = values[scenario];
    }
    breakdown.requirements.push_back({name, worst});
    if (!(smallest > 0)) breakdown.unmet.push_back(name);
  }
  const bool required = !limits_.empty() || rule_.has_others;
  breakdown.requirements_met = !required || (breakdown.unmet.empty() && breakdown.failed == 0);
}

std::vector<std::uint8_t> Objective::requirements_met(const engine::Outcome& outcome) const {
  std::vector<std::uint8_t> met(outcome.cause.size(), 1);
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    const std::span<const double> values = outcome.output(1 + program_->terms + static_cast<std::int64_t>(i));
    for (std::size_t scenario = 0; scenario < met.size(); ++scenario) {
      if (outcome.cause[scenario] >= 0 || !(limits_[i].margin(values[scenario]) > 0)) met[scenario] = 0;
    }
  }
  return met;
}

void Objective::add_failures(const engine::Outcome& outcome, Breakdown& breakdown) const {
  breakdown.causes.assign(outcome.cause.size(), -1);
  const auto add = [&](const std::string& cause, auto applies) {
    const auto index = static_cast<std::int64_t>(breakdown.failures.size());
    std::int64_t count = 0;
    for (std::size_t rollout = 0; rollout < outcome.cause.size(); ++rollout) {
      if (!applies(rollout)) continue;
      breakdown.causes[rollout] = index;
      ++count;
    }
    if (count == 0) return;
    breakdown.failures.push_back({cause, static_cast<double>(count)});
    breakdown.failed += count;
  };
  for (std::size_t cause = 0; cause < program_->failures.size(); ++cause) {
    add(program_->failures[cause].cause,
        [&](std::size_t rollout) { return outcome.cause[rollout] == static_cast<std::int32_t>(cause); });
  }
  add("the cost is no finite number",
      [&](std::size_t rollout) { return outcome.cause[rollout] < 0 && !is_costed(outcome, rollout); });
}

}  // namespace gainswarm::tuner
