#include "host/rollout/plant.hpp"

#include <algorithm>
#include <cmath>

#include "host/graph/transform.hpp"
#include "host/rollout/effects.hpp"
#include "host/rollout/mechanics.hpp"

namespace gainswarm::rollout {
namespace {

using spec::InputError;

std::vector<Value> constants(graph::Graph& graph, const std::vector<double>& values) {
  std::vector<Value> result;
  result.reserve(values.size());
  for (const double value : values) result.push_back({&graph, graph.constant(value)});
  return result;
}

bool is_zero(Value value) {
  return value.is_constant() && value.constant() == 0;
}

/// sum + row times vector, without what is 0.
Value add_product(Value sum, const Equations& row, std::span<const Value> vector, const Names& parameters,
                  graph::Graph& graph) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Value entry = lower_coefficient(row[i], graph, parameters);
    if (is_zero(entry)) continue;
    const Value term = entry * vector[i];
    sum = is_zero(sum) ? term : sum + term;
  }
  return sum;
}

}  // namespace

std::vector<Value> placeholders(graph::Graph& graph, std::size_t count, std::uint32_t kind) {
  constexpr std::uint32_t first = 1U << 24U;  // beyond every register of a real program
  std::vector<Value> result;
  for (std::uint32_t i = 0; i < count; ++i) {
    result.push_back({&graph, graph.input(graph::InputKind::reg, first * (kind + 1) + i)});
  }
  return result;
}

Names PlantModel::names(const Point& point, graph::Graph& graph) const {
  Names names = linearise_ ? linearise_->plant->names(point, graph) : point.parameters;
  for (std::size_t i = 0; i < states_.size(); ++i) names.define(states_[i].name, point.states[i]);
  for (std::size_t i = 0; i < inputs_.size() && i < point.inputs.size(); ++i) {
    names.define(inputs_[i].name, point.inputs[i]);
  }
  names.define("t", point.time);
  for (const Signal& signal : signals_) {
    if (signal.let != nullptr) {
      names.define(signal.let->name, lower(*signal.let->syntax, signal.let->text, graph, names));
    } else {
      names.define(blocks_[signal.block].name(), respond(signal.block, point, names, graph).output);
    }
  }
  return names;
}

/// Behind its dead time, if it has one.
Value PlantModel::block_input(std::size_t block, const Point& point, const Names& all,
                              graph::Graph& graph) const {
  if (!blocks_[block].dead_time()) return lower_number(blocks_[block].input(), graph, all);
  if (point.delayed.size() != dead_times_.size()) {
    throw InputError(
        blocks_[block].dead_time()->text.position(),
        "the dead time of '" + blocks_[block].name() +
            "' has no place in a model of finite order (such as linearise, drift and influence need); "
            "leave it out, or replace it by lags");
  }
  const auto found = std::ranges::find(dead_times_, &blocks_[block], &DeadTime::block);
  return point.delayed[static_cast<std::size_t>(found - dead_times_.begin())];
}

BlockResponse PlantModel::respond(std::size_t block, const Point& point, const Names& all,
                                  graph::Graph& graph) const {
  const auto first = point.states.begin() + static_cast<std::ptrdiff_t>(first_state_[block]);
  const std::vector<Value> states(first, first + std::ssize(blocks_[block].states()));
  return blocks_[block].respond(states, block_input(block, point, all, graph), point.parameters, graph);
}

std::vector<Value> PlantModel::entering(const Point& point, graph::Graph& graph) const {
  if (dead_times_.empty()) return {};
  const Names all = names(point, graph);
  std::vector<Value> values;
  for (const DeadTime& dead_time : dead_times_) {
    values.push_back(lower_number(dead_time.block->input(), graph, all));
  }
  return values;
}

std::vector<Value> PlantModel::confined(std::vector<Value> states) const {
  for (const Limit& limit : limits_) {
    states[limit.state] = rollout::limit(states[limit.state], limit.range.lower, limit.range.upper);
  }
  return states;
}

/// What would leave its range stands still.
std::vector<Value> PlantModel::stopped_at_limits(const std::vector<Value>& states,
                                                 std::vector<Value> rates) const {
  if (is_discrete_) return confined(std::move(rates));
  for (const Limit& limit : limits_) {
    const Value state = states[limit.state], zero = constant(state, 0);
    Value& rate = rates[limit.state];
    const auto [lower, upper] = std::pair(limit.range.lower, limit.range.upper);
    if (std::isfinite(lower)) rate = select(both(state <= constant(state, lower), rate < zero), zero, rate);
    if (std::isfinite(upper)) rate = select(both(state >= constant(state, upper), rate > zero), zero, rate);
  }
  return rates;
}

std::vector<std::vector<Value>> PlantModel::mass_from(const Names& names, graph::Graph& graph) const {
  std::vector<std::vector<Value>> mass;
  for (const Equations& row : mechanics_->mass) {
    std::vector<Value> values;
    for (const Equation& entry : row) values.push_back(lower_number(entry, graph, names));
    mass.push_back(std::move(values));
  }
  for (std::size_t i = 0; i < mass.size(); ++i) {
    if (mass[i][i].is_constant() && !(mass[i][i].constant() > 0)) {
      throw InputError(
          mechanics_->mass[i][i].text.position(),
          "the mass matrix is not positive definite (this entry of its diagonal is not above 0); " +
              std::string("give every coordinate an inertia"));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (mass[i][j].id == mass[j][i].id) continue;
      throw InputError(
          mechanics_->mass[i][j].text.position(),
          "the mass matrix is not symmetric (this entry and the one mirrored at the diagonal differ); " +
              std::string("write the same expression in both places"));
    }
  }
  return mass;
}

std::vector<std::vector<Value>> PlantModel::mass_matrix(const Point& point, graph::Graph& graph) const {
  if (!mechanics_) return {};
  return mass_from(names(point, graph), graph);
}

std::vector<Value> PlantModel::mechanical_rates(const Point& point, graph::Graph& graph) const {
  const Names all = names(point, graph);
  std::vector<Value> force;
  for (const Equation& entry : mechanics_->force) force.push_back(lower_number(entry, graph, all));
  const std::vector<Value> accelerations = solve_symmetric(mass_from(all, graph), std::move(force));
  std::vector<Value> rates(2 * accelerations.size());
  for (std::size_t i = 0; i < accelerations.size(); ++i) {
    rates[mechanics_->coordinates[i]] = point.states[mechanics_->velocities[i]];
    rates[mechanics_->velocities[i]] = accelerations[i];
  }
  return rates;
}

std::vector<Value> PlantModel::linear_rates(const Point& point, graph::Graph& graph) const {
  const std::size_t n = states_.size();
  Point symbolic{placeholders(graph, n, 0), placeholders(graph, inputs_.size(), 1), point.parameters,
                 point.time};
  const std::vector<Value> nonlinear = linearise_->plant->rates(symbolic, graph);
  std::vector<Value> from = symbolic.states;
  from.insert(from.end(), symbolic.inputs.begin(), symbolic.inputs.end());
  std::vector<double> centre = linearise_->states;
  centre.insert(centre.end(), linearise_->inputs.begin(), linearise_->inputs.end());
  std::vector<Value> actual = point.states;
  actual.insert(actual.end(), point.inputs.begin(), point.inputs.end());

  const std::vector<Value> to = constants(graph, centre);
  std::vector<Value> rates;
  for (const Value& rate : nonlinear) {
    std::vector<Value> terms = graph::derivatives(rate, from);
    terms.push_back(rate);
    terms = graph::substitute(terms, from, to);
    require_finite(terms, rates.size());
    Value sum = terms.back();
    for (std::size_t j = 0; j < from.size(); ++j) {
      if (is_zero(terms[j])) continue;
      const Value term = terms[j] * (centre[j] == 0 ? actual[j] : actual[j] - to[j]);
      sum = is_zero(sum) ? term : sum + term;
    }
    rates.push_back(sum);
  }
  return rates;
}

/// `terms` are the derivatives of state `state`'s rate at the operating point, and the rate itself.
void PlantModel::require_finite(const std::vector<Value>& terms, std::size_t state) const {
  for (const Value& term : terms) {
    if (!term.is_constant() || std::isfinite(term.constant())) continue;
    throw InputError(position_,
                     "the rate of state '" + states_[state].name + "' has no finite derivative at the " +
                         "operating point (it cannot be linearised there); choose another one under about");
  }
}

std::vector<Value> PlantModel::matrix_rates(const Point& point, graph::Graph& graph) const {
  std::vector<Value> rates;
  for (std::size_t i = 0; i < matrices_->a.size(); ++i) {
    const Value sum =
        add_product({&graph, graph.constant(0)}, matrices_->a[i], point.states, point.parameters, graph);
    rates.push_back(add_product(sum, matrices_->b[i], point.inputs, point.parameters, graph));
  }
  return rates;
}

/// Of the states that are not those of blocks.
std::vector<Value> PlantModel::own_rates(const Point& point, const Names& all, graph::Graph& graph) const {
  if (mechanics_) return mechanical_rates(point, graph);
  if (matrices_) return matrix_rates(point, graph);
  std::vector<Value> rates;
  for (const Equation& rate : dynamics_) rates.push_back(lower_number(rate, graph, all));
  return rates;
}

std::vector<Value> PlantModel::rates(const Point& point, graph::Graph& graph) const {
  if (linearise_) return stopped_at_limits(point.states, linear_rates(point, graph));
  const Names all = names(point, graph);
  std::vector<Value> rates = own_rates(point, all, graph);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const std::vector<Value> next = respond(i, point, all, graph).rates;
    rates.insert(rates.end(), next.begin(), next.end());
  }
  return stopped_at_limits(point.states, std::move(rates));
}

std::vector<Value> PlantModel::measure(const Point& point, graph::Graph& graph) const {
  if (measurements_.empty() && linearise_) return linearise_->plant->measure(point, graph);
  std::vector<Value> outputs;
  if (matrices_) {
    for (std::size_t i = 0; i < matrices_->c.size(); ++i) {
      Value sum =
          add_product({&graph, graph.constant(0)}, matrices_->c[i], point.states, point.parameters, graph);
      if (!matrices_->d.empty()) {
        sum = add_product(sum, matrices_->d[i], point.inputs, point.parameters, graph);
      }
      outputs.push_back(sum);
    }
  }
  if (measurements_.empty() && outputs.empty() && blocks_.empty()) return point.states;
  const Names all = names(point, graph);
  if (measurements_.empty() && outputs.empty()) {
    for (const Label& output : outputs_) outputs.push_back(*all.find(output.name));
  }
  for (const Equation& output : measurements_) outputs.push_back(lower_number(output, graph, all));
  return outputs;
}

std::vector<std::pair<std::string, Value>> PlantModel::failures(const Point& point,
                                                                graph::Graph& graph) const {
  if (fails_when_.empty() && linearise_) return linearise_->plant->failures(point, graph);
  std::vector<std::pair<std::string, Value>> conditions;
  const Names all = names(point, graph);
  for (const Equation& cause : fails_when_)
    conditions.emplace_back(cause.name, lower_condition(cause, graph, all));
  return conditions;
}

}  // namespace gainswarm::rollout
