// Checks within a plant.
#include <algorithm>
#include <set>

#include "host/spec/checks.hpp"
#include "host/spec/declared.hpp"
#include "host/spec/names.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/scope.hpp"

namespace gainswarm::spec {
namespace {

constexpr std::size_t most_order = 30;  ///< of a block; its equations are unrolled

/// Every entry is one of the states and every state has an entry.
template <class T>
void require_cover(const Map<T>& map, const std::vector<std::string>& names, const std::string& kind,
                   const Position& where) {
  for (const auto& entry : map) {
    if (std::ranges::find(names, entry.name.str()) == names.end()) {
      throw InputError(entry.name.position(),
                       quote(entry.name.str()) + " is not a " + kind + did_you_mean(entry.name.str(), names));
    }
  }
  for (const std::string& name : names) {
    if (find(map, name) == nullptr) {
      throw InputError(where,
                       "the " + kind + " " + quote(name) + " has no entry here (every one needs its own)");
    }
  }
}

void require_size(std::size_t size, std::size_t needed, const std::string& what, const Position& where,
                  const std::string& one_a = "one a coordinate") {
  if (size != needed) {
    throw InputError(where, what + " has " + std::to_string(size) + " entries instead of " +
                                std::to_string(needed) + " (" + one_a + ")");
  }
}

void check_mechanics(const Plant& plant, const Mechanics& mechanics, const YamlNode& node) {
  const std::size_t count = mechanics.coordinates.size();
  require_size(mechanics.velocities.size(), count, "velocities", node.where("velocities"));
  require_size(mechanics.force.size(), count, "force", node.where("force"));
  require_size(mechanics.mass.size(), count, "mass", node.where("mass"));
  for (std::size_t row = 0; row < count; ++row) {
    require_size(mechanics.mass[row].size(), count, "this row of mass",
                 node.find("mass")->items[row].position);
  }
  std::set<std::string> used;
  for (const auto* list : {&mechanics.coordinates, &mechanics.velocities}) {
    for (const Text& name : *list) {
      if (find(plant.states, name.str()) == nullptr) {
        throw InputError(name.position(), quote(name.str()) + " is not a state" +
                                              did_you_mean(name.str(), names_of(plant.states)));
      }
      if (!used.insert(name.str()).second) {
        throw InputError(name.position(), "the state " + quote(name.str()) + " is used twice");
      }
    }
  }
  for (const auto& state : plant.states) {
    if (!used.contains(state.name.str())) {
      throw InputError(state.name.position(), "the state " + quote(state.name.str()) +
                                                  " is neither a coordinate nor a velocity of the mechanics");
    }
  }
}

void check_linearised(const YamlNode& node) {
  for (const char* key : {"states", "inputs", "parameters", "let"}) {
    if (const YamlNode* value = node.find(key)) {
      throw InputError(value->position, quote(key) +
                                            " has no place beside linearise (they are those of the plant "
                                            "that is linearised); remove it");
    }
  }
}

/// `node` is that of the matrix: a list of lists.
void require_shape(const std::vector<std::vector<Text>>& matrix, std::size_t rows, std::size_t columns,
                   const std::string& name, const std::string& one_a_row, const std::string& one_a_column,
                   const YamlNode& node) {
  require_size(matrix.size(), rows, name, node.position, one_a_row);
  for (std::size_t row = 0; row < rows; ++row) {
    require_size(matrix[row].size(), columns, "this row of " + name, node.items[row].position, one_a_column);
  }
}

void check_state_space(const Plant& plant, const YamlNode& plant_node) {
  const StateSpace& matrices = *plant.state_space;
  const YamlNode& node = *plant_node.find("state_space");
  const std::size_t n = plant.states.size(), m = plant.inputs.size(), p = matrices.outputs.size();
  require_shape(matrices.a, n, n, "a", "one a state", "one a state", *node.find("a"));
  require_shape(matrices.b, n, m, "b", "one a state", "one an input", *node.find("b"));
  if (matrices.c.empty() != matrices.outputs.empty()) {
    throw InputError(
        node.position,
        "c and outputs belong together (each row of c gives one named output); give both, or none "
        "to measure the states");
  }
  if (matrices.c.empty() && !matrices.d.empty()) {
    throw InputError(node.where("d"),
                     "d without c and outputs (each row of d is a part of one named output)");
  }
  if (!matrices.c.empty())
    require_shape(matrices.c, p, n, "c", "one an output", "one a state", *node.find("c"));
  if (!matrices.d.empty())
    require_shape(matrices.d, p, m, "d", "one an output", "one an input", *node.find("d"));
}

void check_limits_of_states(const Plant& plant) {
  const Map<std::string> states = all_states(plant);
  for (const auto& limit : plant.limits) {
    const std::string& unit = require_known(states, limit.name, "state");
    require_same_unit(limit.value.unit, unit, limit.name, limit.value.position);
  }
}

/// A dead time that is just a parameter is a time.
void check_dead_times(const Plant& plant) {
  for (const auto& block : plant.blocks) {
    const Text& dead_time = block.value.dead_time.text;
    for (const auto& [name, parameter] : plant.parameters) {
      if (!is_just(dead_time, name.str())) continue;
      if (parse_unit(Text(parameter.unit)).dimension != parse_unit(Text("s")).dimension &&
          !parameter.unit.empty()) {
        throw InputError(dead_time.position(), "the dead time " + quote(name.str()) + " is in " +
                                                   parameter.unit + " (a dead time is in s); give a time");
      }
    }
  }
}

/// Equations, matrices and blocks either all have rates or all step from tick to tick.
void check_time(const Plant& plant, const YamlNode& node) {
  if (!plant.discrete) return;
  for (const char* key : {"dynamics", "mechanics"}) {
    if (const YamlNode* value = node.find(key)) {
      throw InputError(value->position, quote(key) + " has no place in a discrete plant (it gives rates); " +
                                            "give the values at the next tick under next");
    }
  }
}

/// How many of the ways to state the motion of `states` there are.
int ways_of_states(const Plant& plant, const YamlNode& node) {
  const auto counted = [](bool present) { return present ? 1 : 0; };
  return counted(node.find("dynamics") != nullptr) + counted(node.find("next") != nullptr) +
         counted(plant.mechanics.has_value()) + counted(plant.state_space.has_value());
}

void require_one_way(const Plant& plant, const YamlNode& node) {
  const int ways = ways_of_states(plant, node);
  const bool alone = plant.linearise.has_value() && (ways > 0 || !plant.blocks.empty());
  if (ways > 1 || alone) {
    throw InputError(
        node.position,
        "the plant says more than once how it moves; give exactly one of dynamics, next, mechanics, "
        "state_space and linearise");
  }
  if (ways == 0 && !plant.linearise && plant.blocks.empty()) {
    throw InputError(
        node.position,
        "the plant does not say how it moves; give one of dynamics, next, mechanics, state_space, "
        "blocks and linearise");
  }
  if (ways == 0 && !plant.linearise && !plant.states.empty()) {
    throw InputError(
        node.where("states"),
        "nothing says how these states move (blocks bring their own); remove them, or give dynamics");
  }
}

void check_motion(const Plant& plant, const YamlNode& node) {
  if (plant.mechanics) check_mechanics(plant, *plant.mechanics, *node.find("mechanics"));
  if (plant.state_space) check_state_space(plant, node);
  for (const char* key : {"dynamics", "next"}) {
    const Map<Text>& equations = key == std::string_view("next") ? plant.next : plant.dynamics;
    if (node.find(key) != nullptr) {
      require_cover(equations, names_of(plant.states), "state", node.where(key));
    }
  }
  check_time(plant, node);
}

}  // namespace

void check(const Plant& plant, const YamlNode& node) {
  require_one_way(plant, node);
  Scope scope;
  add_names(plant, scope);
  check_limits_of_states(plant);
  check_dead_times(plant);
  if (plant.linearise) {
    check_linearised(node);
    return;
  }
  require_not_empty(plant.states.empty() && plant.blocks.empty(), "states", node, "a plant has at least one");
  require_not_empty(plant.inputs.empty(), "inputs", node, "a controller acts through at least one");
  if (all_states(plant).empty()) {
    throw InputError(
        node.where("blocks"),
        "the plant has no state (nothing in it takes time but a dead time); give one of its blocks "
        "a denominator, as [0.001, 1] s of the actuator or the sensor");
  }
  check_motion(plant, node);
}

void check(const Block& block, const YamlNode& node) {
  const bool has_polynomials = !block.numerator.empty() || !block.denominator.empty();
  const bool has_roots = !block.zeros.empty() || !block.poles.empty();
  if (has_polynomials && has_roots) {
    throw InputError(
        node.position,
        "the transfer function is given twice (by polynomials and by their roots); keep numerator "
        "and denominator, or zeros and poles");
  }
  const Degrees degree = degrees(block);
  if (degree.numerator > degree.denominator) {
    throw InputError(node.where(has_roots ? "zeros" : "numerator"),
                     "the transfer function is not proper (its numerator has degree " +
                         std::to_string(degree.numerator) + ", its denominator " +
                         std::to_string(degree.denominator) +
                         ": it would differentiate its input); add a pole");
  }
  if (degree.denominator > most_order) {
    throw InputError(node.where(has_roots ? "poles" : "denominator"),
                     "a block of order " + std::to_string(degree.denominator) + " (" +
                         std::to_string(most_order) + " is the limit); split it into several");
  }
}

}  // namespace gainswarm::spec
