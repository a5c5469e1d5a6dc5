#include "host/rollout/unit_agreement.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

#include "host/rollout/equations.hpp"
#include "host/rollout/functional_kinds.hpp"
#include "host/rollout/functional_syntax.hpp"
#include "host/spec/connections.hpp"
#include "host/spec/derived_names.hpp"
#include "host/spec/plant_names.hpp"

namespace gainswarm::rollout {
namespace {

using graph::Disagreement;
using graph::UnitScope;
using language::Syntax;
using spec::Dimensions;
using spec::dimensions_of;

constexpr Dimensions seconds{.knowledge = spec::Knowledge::all, .exponents = {0, 0, 1, 0, 0}};

/// What names measure. Later definitions hide earlier ones.
class Table {
 public:
  /// A number that has a name measures something.
  void define(const std::string& name, const Dimensions& dimensions) {
    const bool is_number = dimensions.knowledge == spec::Knowledge::number;
    known_.insert_or_assign(name, is_number ? Dimensions() : dimensions);
  }
  template <class T>
  void define_all(const spec::Map<T>& map) {
    for (const auto& entry : map) define(entry.name.str(), dimensions_of(unit_of(entry.value)));
  }
  void define_all(const Table& other) {
    for (const auto& [name, dimensions] : other.known_) define(name, dimensions);
  }
  [[nodiscard]] std::optional<Dimensions> find(const std::string& name) const {
    const auto found = known_.find(name);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] Dimensions operator[](const std::string& name) const {
    return find(name).value_or(Dimensions());
  }

 private:
  static const std::string& unit_of(const std::string& unit) { return unit; }
  static const std::string& unit_of(const spec::Quantity& quantity) { return quantity.unit; }

  std::unordered_map<std::string, Dimensions> known_;
};

/// Whether a law is written for signals without unit, as one for any plant is: its gains measure nothing but
/// time.
bool is_normalised(const spec::Controller& law) {
  const auto measures_time = [](const auto& gain) {
    spec::Dimension dimension = spec::parse_unit(spec::Text(gain.value)).dimension;
    dimension[2] = 0;
    return dimension == spec::Dimension{};
  };
  return std::ranges::all_of(law.gains, measures_time);
}

class UnitAgreement {
 public:
  explicit UnitAgreement(const spec::Problem& problem) : problem_(problem) {}
  std::vector<Disagreement> check();

 private:
  using Calls = std::function<std::optional<Dimensions>(const Syntax& call, const spec::Text& text)>;

  Dimensions of(const spec::Text& text, const Table& names, const Calls& calls = {});
  void require(const spec::Text& text, const Dimensions& wanted, const std::string& what, const Table& names,
               const Calls& calls = {});
  Table check_plant(const spec::Plant& plant);
  void check_motion(const spec::Plant& plant, const Table& names);
  void check_mechanics(const spec::Mechanics& mechanics, const Table& names);
  [[nodiscard]] Table law_names(const Table& plant);
  Table check_law(const Table& plant, Table names);
  void check_signals(const Table& plant, Table& names);
  void check_objective(const Table& names);
  std::optional<Dimensions> of_plant(const Syntax& call, const Table& plant) const;
  std::optional<Dimensions> of_functional(const Syntax& call, const spec::Text& text, const UnitScope& scope);

  const spec::Problem& problem_;
  std::vector<Disagreement> found_;
};

Dimensions UnitAgreement::of(const spec::Text& text, const Table& names, const Calls& calls) {
  const UnitScope scope{
      [&](const std::string& name) { return names.find(name); },
      [&](const Syntax& call) { return calls ? calls(call, text) : std::optional<Dimensions>(); }};
  return check_units(*language::parse(text), text, scope, found_);
}

void UnitAgreement::require(const spec::Text& text, const Dimensions& wanted, const std::string& what,
                            const Table& names, const Calls& calls) {
  if (text.empty()) return;
  const Dimensions measured = of(text, names, calls);
  if (!disagree(measured, wanted)) return;
  found_.push_back({text.position(), what + " is measured in " + to_string(wanted) + ", but this comes to " +
                                         to_string(measured) + " (they measure different things); " +
                                         graph::unit_advice});
}

/// Names of a plant: what it states of them, and what its equations come to.
Table UnitAgreement::check_plant(const spec::Plant& plant) {
  if (plant.linearise) {
    Table names = check_plant(*plant.linearise->plant);
    names.define_all(plant.parameters);
    return names;
  }
  Table names;
  names.define_all(plant.parameters);
  names.define_all(spec::all_states(plant));
  names.define_all(plant.inputs);
  for (const auto& block : plant.blocks) names.define(block.name.str(), dimensions_of(block.value.unit));
  for (const auto& entry : plant.let) names.define(entry.name.str(), of(entry.value, names));
  for (const auto& block : plant.blocks) of(block.value.input, names);
  check_motion(plant, names);
  for (const auto& failure : plant.fails_when) of(failure.value, names);
  for (const auto& output : plant.outputs) names.define(output.name.str(), of(output.value, names));
  return names;
}

void UnitAgreement::check_motion(const spec::Plant& plant, const Table& names) {
  for (const auto& entry : plant.dynamics) {
    const std::string& state = entry.name.str();
    require(entry.value, names[state] / seconds, "the rate of " + state, names);
  }
  for (const auto& entry : plant.next) require(entry.value, names[entry.name.str()], entry.name.str(), names);
  if (plant.mechanics) check_mechanics(*plant.mechanics, names);
}

/// Each product of the mass matrix with an acceleration measures what the force of its row does.
void UnitAgreement::check_mechanics(const spec::Mechanics& mechanics, const Table& names) {
  for (std::size_t row = 0; row < mechanics.force.size(); ++row) {
    Dimensions force = of(mechanics.force[row], names);
    if (!force.are_known()) force = {};
    for (std::size_t column = 0; column < mechanics.mass[row].size(); ++column) {
      const std::string& velocity = mechanics.velocities[column].str();
      require(mechanics.mass[row][column], force * seconds / names[velocity],
              "the mass that the rate of " + velocity + " has in this row's force", names);
    }
  }
}

std::optional<Dimensions> UnitAgreement::of_plant(const Syntax& call, const Table& plant) const {
  const auto of_operand = [&](std::size_t i) {
    return plant[spec::connected(problem_.connect, call.operands[i]->name)];
  };
  const std::size_t count = call.operands.size();
  if (call.name == "drift" && count == 1) return of_operand(0) / seconds;
  if (call.name == "influence" && count == 2) return of_operand(0) / seconds / of_operand(1);
  if ((call.name == "lower" || call.name == "upper" || call.name == "previous") && count == 1)
    return of_operand(0);
  return std::nullopt;
}

/// References, constants and disturbances.
void UnitAgreement::check_signals(const Table& plant, Table& names) {
  names.define_all(problem_.constants);
  names.define("period", seconds);
  names.define("duration", seconds);
  names.define("t", {});
  const auto of_formula = [&](const spec::Formula& formula) {
    return formula.unit.empty() ? of(formula.text, names) : dimensions_of(formula.unit);
  };
  for (const auto& entry : problem_.disturbances) {
    if (entry.value.unit.empty()) require(entry.value.text, plant[entry.name.str()], entry.name.str(), names);
  }
  Table references;
  for (const auto& entry : problem_.references) references.define(entry.name.str(), of_formula(entry.value));
  names.define_all(references);
}

/// What the law knows. Units of a law that was written for any plant mean nothing here, but for those of
/// gains that the problem states.
Table UnitAgreement::law_names(const Table& plant) {
  Table names = plant;
  check_signals(plant, names);
  const spec::Controller& law = problem_.controller;
  const bool is_for_any_plant = !problem_.connect.empty() || is_normalised(law);
  names.define_all(law.parameters);
  for (const auto& gain : law.gains) {
    const spec::Gain* stated = spec::find(problem_.gains, gain.name.str());
    const bool is_stated = stated != nullptr && !stated->unit.empty();
    names.define(gain.name.str(), dimensions_of(is_for_any_plant && !is_stated ? "" : gain.value));
  }
  names.define_all(spec::derived_gains(problem_));
  for (const auto& [name, target] : problem_.connect) names.define(name.str(), names[target.str()]);
  for (const auto& state : law.states)
    names.define(state.name.str(), dimensions_of(is_for_any_plant ? "" : state.value.unit));
  return names;
}

Table UnitAgreement::check_law(const Table& plant, Table names) {
  const Calls calls = [&](const Syntax& call, const spec::Text& /*text*/) { return of_plant(call, plant); };
  const spec::Controller& law = problem_.controller;
  for (const auto& entry : law.let) names.define(entry.name.str(), of(entry.value, names, calls));
  for (const auto& [name, state] : law.states) {
    const Dimensions own = names[name.str()];
    require(state.start, own, "the start of " + name.str(), names);
    require(state.rate, own / seconds, "the rate of " + name.str(), names, calls);
    require(state.next, own, name.str(), names, calls);
  }
  for (const auto& [name, output] : law.output) {
    const std::string& input = spec::connected(problem_.connect, name.str());
    require(output, plant[input], input, names, calls);
  }
  return names;
}

/// Its signals measure the same; what it gives measures powers of that and of time.
std::optional<Dimensions> UnitAgreement::of_functional(const Syntax& call, const spec::Text& text,
                                                       const UnitScope& scope) {
  if (!is_functional(call)) return std::nullopt;
  const TickKind* at_ticks = find_kind(tick_kinds(), call.name);
  const IntegralKind* integral = find_kind(integral_kinds(), call.name);
  const std::size_t signals = at_ticks != nullptr ? at_ticks->signals : 1;
  const Powers powers = at_ticks != nullptr ? at_ticks->measures : integral->measures;
  Dimensions signal;
  for (std::size_t i = 0; i < call.operands.size(); ++i) {
    const Dimensions operand = check_units(*call.operands[i], text, scope, found_);
    if (i >= signals) continue;
    if (disagree(signal, operand)) {
      found_.push_back({text.at(call.operands[i]->offset),
                        call.name + "() looks at " + to_string(signal) + " and " + to_string(operand) +
                            " (they measure different things); " + graph::unit_advice});
    }
    signal = i == 0 ? operand : agreed(signal, operand);
  }
  if (!signal.are_known() && powers.of_signal != 0) return Dimensions();
  return raised(signal.are_known() ? signal : spec::dimensionless, powers.of_signal) *
         raised(seconds, powers.of_time);
}

/// Not the terms: their sums are weighted, x^2 + v^2 by 1 of whatever unit it takes.
void UnitAgreement::check_objective(const Table& names) {
  const spec::Objective& objective = problem_.objective;
  const Calls calls = [&](const Syntax& call, const spec::Text& text) {
    const UnitScope scope{[&](const std::string& name) { return names.find(name); }, {}};
    return of_functional(call, text, scope);
  };
  for (const auto& requirement : objective.require) of(requirement.value.value, names, calls);
  for (const auto& metric : objective.metrics)
    require(metric.value.value, dimensions_of(metric.value.unit), metric.name.str(), names, calls);
  if (!objective.success.empty()) of(objective.success, names, calls);
  for (const auto& set : problem_.scenarios.validation) {
    if (!set.value.success.empty()) of(set.value.success, names, calls);
  }
}

std::vector<Disagreement> UnitAgreement::check() {
  const Table plant = check_plant(problem_.plant);
  Table seen = check_law(plant, law_names(plant));
  seen.define_all(plant);  // whatever the law calls its signals
  check_objective(seen);
  return std::move(found_);
}

}  // namespace

std::vector<Disagreement> unit_disagreements(const spec::Problem& problem) {
  return UnitAgreement(problem).check();
}

}  // namespace gainswarm::rollout
