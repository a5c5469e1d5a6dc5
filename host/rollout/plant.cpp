#include "host/rollout/plant.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "host/graph/transform.hpp"
#include "host/rollout/mechanics.hpp"

namespace gainswarm::rollout {
namespace {

using spec::InputError;

std::vector<Label> labels(const spec::Map<std::string>& map) {
  std::vector<Label> result;
  for (const auto& entry : map) result.push_back({entry.name.str(), entry.value});
  return result;
}

std::string unit_of(const std::vector<Label>& all, const std::string& name) {
  for (const Label& label : all) {
    if (label.name == name) return label.unit;
  }
  return "";
}

std::vector<double> operating_values(const std::vector<Label>& all, const spec::Map<spec::Quantity>& about) {
  std::vector<double> values;
  for (const Label& label : all) {
    double value = 0;
    for (const auto& entry : about) {
      if (entry.name.str() == label.name) value = entry.value.value;
    }
    values.push_back(value);
  }
  return values;
}

std::vector<Value> constants(graph::Graph& graph, const std::vector<double>& values) {
  std::vector<Value> result;
  result.reserve(values.size());
  for (const double value : values) result.push_back({&graph, graph.constant(value)});
  return result;
}

bool is_zero(Value value) {
  return value.is_constant() && value.constant() == 0;
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

PlantModel::PlantModel(const spec::Plant& plant)
    : position_(plant.name.position()),
      parameters_(plant.parameters),
      let_(parse_all(plant.let)),
      measurements_(parse_all(plant.outputs)),
      fails_when_(parse_all(plant.fails_when)) {
  if (plant.linearise) read_linearisation(*plant.linearise);
  read_labels(plant);
  if (plant.mechanics) read_mechanics(*plant.mechanics);
  read_dynamics(plant);
}

void PlantModel::read_labels(const spec::Plant& plant) {
  if (!linearise_) {
    states_ = labels(plant.states);
    inputs_ = labels(plant.inputs);
  }
  if (measurements_.empty()) outputs_ = linearise_ ? linearise_->plant->outputs() : states_;
  for (const Equation& output : measurements_) {
    const bool is_state = output.syntax->kind == language::Kind::name;
    outputs_.push_back({output.name, is_state ? unit_of(states_, output.syntax->name) : ""});
  }
}

/// The configuration's checks leave only names of states here, each in its place once.
std::size_t PlantModel::state_index(const spec::Text& name) const {
  const auto found = std::find_if(states_.begin(), states_.end(),
                                  [&](const Label& state) { return state.name == name.str(); });
  assert(found != states_.end());
  return static_cast<std::size_t>(found - states_.begin());
}

void PlantModel::read_dynamics(const spec::Plant& plant) {
  if (mechanics_ || linearise_) return;
  std::vector<const spec::Text*> rates(states_.size(), nullptr);
  for (const auto& entry : plant.dynamics) rates[state_index(entry.name)] = &entry.value;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    assert(rates[i] != nullptr);
    dynamics_.emplace_back(states_[i].name, *rates[i]);
  }
}

void PlantModel::read_mechanics(const spec::Mechanics& mechanics) {
  constexpr std::size_t most = 12;  // the unrolled elimination grows with the cube, its derivatives faster
  if (mechanics.coordinates.size() > most) {
    throw InputError(mechanics.coordinates[most].position(),
                     "more than " + std::to_string(most) +
                         " coordinates (their mass matrix is solved by unrolled " +
                         "elimination, which would grow too large); state the accelerations under dynamics");
  }
  MechanicsEquations equations;
  for (const auto& name : mechanics.coordinates) equations.coordinates.push_back(state_index(name));
  for (const auto& name : mechanics.velocities) equations.velocities.push_back(state_index(name));
  for (const auto& row : mechanics.mass) {
    Equations parsed;
    for (const auto& entry : row) parsed.emplace_back("mass", entry);
    equations.mass.push_back(std::move(parsed));
  }
  for (const auto& entry : mechanics.force) equations.force.emplace_back("force", entry);
  mechanics_ = std::move(equations);
}

void PlantModel::read_linearisation(const spec::Linearisation& linearise) {
  auto inner = std::make_shared<const PlantModel>(*linearise.plant);
  states_ = inner->states();
  inputs_ = inner->inputs();
  if (parameters_.empty()) parameters_ = inner->parameters();
  linearise_ = LinearisationOf{inner, operating_values(states_, linearise.about),
                               operating_values(inputs_, linearise.about)};
}

Names PlantModel::names(const Point& point, graph::Graph& graph) const {
  Names names = linearise_ ? linearise_->plant->names(point, graph) : point.parameters;
  for (std::size_t i = 0; i < states_.size(); ++i) names.define(states_[i].name, point.states[i]);
  for (std::size_t i = 0; i < inputs_.size() && i < point.inputs.size(); ++i) {
    names.define(inputs_[i].name, point.inputs[i]);
  }
  names.define("t", point.time);
  define_in_order(let_, graph, names);
  return names;
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
  std::vector<Value> rates(states_.size());
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

std::vector<Value> PlantModel::rates(const Point& point, graph::Graph& graph) const {
  if (mechanics_) return mechanical_rates(point, graph);
  if (linearise_) return linear_rates(point, graph);
  const Names all = names(point, graph);
  std::vector<Value> rates;
  for (const Equation& rate : dynamics_) rates.push_back(lower_number(rate, graph, all));
  return rates;
}

std::vector<Value> PlantModel::measure(const Point& point, graph::Graph& graph) const {
  if (measurements_.empty()) return linearise_ ? linearise_->plant->measure(point, graph) : point.states;
  const Names all = names(point, graph);
  std::vector<Value> outputs;
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
