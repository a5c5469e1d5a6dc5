// What a plant's configuration becomes: labels, parsed equations, and their order.
#include <algorithm>
#include <cassert>

#include "host/rollout/plant.hpp"
#include "host/spec/plant_names.hpp"

namespace gainswarm::rollout {
namespace {

std::vector<Label> labels(const spec::Map<std::string>& map) {
  std::vector<Label> result;
  for (const auto& entry : map) result.push_back({entry.name.str(), entry.value});
  return result;
}

std::vector<double> operating_values(const std::vector<Label>& all, const spec::Map<spec::Quantity>& about) {
  std::vector<double> values;
  values.reserve(all.size());
  for (const Label& label : all) values.push_back(spec::operating_value(about, label.name));
  return values;
}

std::vector<Equations> rows_of(const std::vector<std::vector<spec::Text>>& matrix, const std::string& name) {
  std::vector<Equations> rows;
  for (const auto& row : matrix) {
    Equations entries;
    for (const spec::Text& entry : row) entries.emplace_back(name, entry);
    rows.push_back(std::move(entries));
  }
  return rows;
}

}  // namespace

PlantModel::PlantModel(const spec::Plant& plant)
    : position_(plant.name.position()),
      parameters_(plant.parameters),
      let_(parse_all(plant.let)),
      measurements_(parse_all(plant.outputs)),
      fails_when_(parse_all(plant.fails_when)),
      is_discrete_(spec::is_discrete(plant)) {
  if (plant.linearise) read_linearisation(*plant.linearise);
  read_labels(plant);
  if (plant.mechanics) read_mechanics(*plant.mechanics);
  if (plant.state_space) read_state_space(*plant.state_space);
  read_dynamics(plant);
  read_blocks(plant);
  read_outputs(plant);
  signals_ = signal_order(let_, blocks_);
  for (const auto& limit : plant.limits) limits_.push_back({state_index(limit.name), limit.value});
}

void PlantModel::read_labels(const spec::Plant& plant) {
  if (!linearise_) {
    states_ = labels(plant.states);
    inputs_ = labels(plant.inputs);
  }
}

void PlantModel::read_blocks(const spec::Plant& plant) {
  for (const auto& block : plant.blocks) {
    blocks_.emplace_back(block);
    first_state_.push_back(states_.size());
    const std::vector<Label>& own = blocks_.back().states();
    states_.insert(states_.end(), own.begin(), own.end());
  }
  for (const BlockModel& block : blocks_) {
    if (block.dead_time()) dead_times_.push_back({&block});
  }
}

void PlantModel::read_outputs(const spec::Plant& plant) {
  for (const auto& output : spec::all_outputs(plant)) {
    outputs_.push_back({output.name.str(), output.value.value_or("")});
  }
}

void PlantModel::read_state_space(const spec::StateSpace& matrices) {
  matrices_ = Matrices{rows_of(matrices.a, "a"), rows_of(matrices.b, "b"), rows_of(matrices.c, "c"),
                       rows_of(matrices.d, "d")};
}

/// The configuration's checks leave only names of states here, each in its place once.
std::size_t PlantModel::state_index(const spec::Text& name) const {
  const auto found = std::find_if(states_.begin(), states_.end(),
                                  [&](const Label& state) { return state.name == name.str(); });
  assert(found != states_.end());
  return static_cast<std::size_t>(found - states_.begin());
}

void PlantModel::read_dynamics(const spec::Plant& plant) {
  if (mechanics_ || linearise_ || matrices_) return;
  std::vector<const spec::Text*> rates(states_.size(), nullptr);
  const spec::Map<spec::Text>& equations = plant.next.empty() ? plant.dynamics : plant.next;
  for (const auto& entry : equations) rates[state_index(entry.name)] = &entry.value;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    assert(rates[i] != nullptr);
    dynamics_.emplace_back(states_[i].name, *rates[i]);
  }
}

void PlantModel::read_mechanics(const spec::Mechanics& mechanics) {
  constexpr std::size_t most = 12;  // the unrolled elimination grows with the cube, its derivatives faster
  if (mechanics.coordinates.size() > most) {
    throw spec::InputError(
        mechanics.coordinates[most].position(),
        "more than " + std::to_string(most) + " coordinates (their mass matrix is solved by unrolled " +
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
  if (inner->is_discrete()) {
    throw spec::InputError(
        position_,
        "a discrete plant cannot be linearised here (its next values are no rates); write its matrices "
        "under state_space");
  }
  states_ = inner->states();
  inputs_ = inner->inputs();
  if (parameters_.empty()) parameters_ = inner->parameters();
  linearise_ = LinearisationOf{inner, operating_values(states_, linearise.about),
                               operating_values(inputs_, linearise.about)};
}

}  // namespace gainswarm::rollout
