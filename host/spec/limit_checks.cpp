// What a problem must not exceed although each of its parts is in order: products of sizes, and numbers that
// its precision cannot hold.
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "host/spec/checks.hpp"
#include "host/spec/number.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

constexpr std::int64_t most_rollouts = 100'000'000;         ///< evaluated at once
constexpr std::int64_t most_compared = 20'000;              ///< with each other at once, for a front
constexpr double most_single_steps = 1 << 24;               ///< that single precision can count
constexpr std::int64_t most_coordinates = 100'000'000;      ///< of all candidates
constexpr std::int64_t most_scenario_values = 100'000'000;  ///< of one scenario table

std::int64_t size(const ScenarioSet& set) {
  return static_cast<std::int64_t>(set.list.size()) + set.count;
}

/// Where a key of a section stands; without it, the section or the problem.
const Position& where(const YamlNode& problem, std::string_view section, std::string_view key) {
  const YamlNode* found = problem.find(section);
  return found != nullptr ? found->where(key) : problem.position;
}

/// Gains that are searched at once: by the swarms, or by the simplices of the final search.
struct Candidates {
  std::int64_t count;
  std::string counted;  ///< how the count comes about
  Position position;
};

void require_room(const Candidates& candidates, std::int64_t gains, std::int64_t scenarios) {
  if (candidates.count * scenarios > most_rollouts) {
    throw InputError(candidates.position, candidates.counted + " in " + std::to_string(scenarios) +
                                              " training scenarios are more than 1e8 rollouts at once; "
                                              "reduce one of these numbers");
  }
  if (candidates.count * gains > most_coordinates) {
    throw InputError(candidates.position,
                     candidates.counted + " with " + std::to_string(gains) +
                         " gains are more than 1e8 numbers; reduce one of these numbers");
  }
}

/// Of two objectives, candidates are sorted instead.
void require_comparable(const Candidates& candidates, const Problem& problem) {
  if (problem.objective.pareto.size() > 2 && candidates.count > most_compared) {
    throw InputError(candidates.position,
                     candidates.counted +
                         " are more than 20000 candidates at once (a front of three or more "
                         "objectives compares each with each other); reduce one of these numbers");
  }
}

void check_candidates(const Problem& problem, const YamlNode& node) {
  const Swarm& swarm = problem.swarm;
  const std::int64_t scenarios = size(problem.scenarios.training);
  const auto gains = static_cast<std::int64_t>(
      std::ranges::count_if(problem.gains, [](const auto& gain) { return !gain.value.fixed; }));
  const auto require = [&](const Candidates& candidates) {
    require_room(candidates, gains, scenarios);
    require_comparable(candidates, problem);
  };
  require({swarm.swarms * swarm.particles,
           std::to_string(swarm.swarms) + " swarms of " + std::to_string(swarm.particles) + " particles",
           where(node, "swarm", "particles")});
  if (!problem.polish.enabled) return;
  const bool has_front = !problem.objective.pareto.empty();  // then each swarm is polished
  const std::int64_t starts = has_front ? swarm.swarms : std::min(problem.polish.starts, swarm.swarms);
  const std::int64_t trials = std::max<std::int64_t>(gains, 4);  // of one simplex in one step
  require({starts * trials,
           std::to_string(starts) + " polished starts of " + std::to_string(trials) + " points",
           has_front ? where(node, "swarm", "swarms") : where(node, "polish", "starts")});
}

/// `columns` without those of noise and jitter.
void check_table(const ScenarioSet& set, const Loop& loop, std::size_t columns, const YamlNode& node) {
  const auto noisy = static_cast<std::size_t>(std::ranges::count_if(loop.sensors, is_noisy));
  columns += 3 * (noisy + (loop.jitter > 0 ? 1 : 0) + (loop.sampling_jitter > 0 ? 1 : 0));
  const auto values = size(set) * static_cast<std::int64_t>(columns);
  if (values > most_scenario_values) {
    throw InputError(node.where("count"),
                     std::to_string(size(set)) + " scenarios of " + std::to_string(columns) +
                         " states, uncertain parameters and starts of noise are more than 1e8 numbers; "
                         "reduce the count");
  }
}

/// A table has a column for each state and for each parameter or constant that some set varies, and what
/// noise starts from.
void check_tables(const Problem& problem, const YamlNode& node) {
  std::set<std::string> varied;
  const auto add = [&](const ScenarioSet& set) {
    for (const auto& draw : set.parameters) {
      varied.insert(draw.name.str());
    }
    for (const ExplicitScenario& scenario : set.list) {
      for (const auto& value : scenario.parameters) {
        varied.insert(value.name.str());
      }
    }
  };
  add(problem.scenarios.training);
  for (const auto& set : problem.scenarios.validation) {
    add(set.value);
  }
  const std::size_t columns = all_states(moving_plant(problem.plant)).size() + varied.size();
  check_table(problem.scenarios.training, problem.loop, columns, *node.find("training"));
  for (const auto& [name, set] : problem.scenarios.validation) {
    check_table(set, set.loop ? *set.loop : problem.loop, columns,
                *node.find("validation")->find(name.str()));
  }
}

/// Whether a rollout failed is seen from the steps that it survived.
void require_countable(const Simulation& simulation, const Position& position) {
  if (simulation.duration / simulation.step <= most_single_steps) return;
  throw InputError(
      position,
      "single precision cannot count the steps of a rollout (more than 2^24); use precision: double");
}

void require_single(double value, const std::string& unit, const Position& position) {
  constexpr double largest = std::numeric_limits<float>::max();
  constexpr double smallest = std::numeric_limits<float>::denorm_min();
  const double size = std::abs(value);
  if (std::isfinite(value) && (size > largest || (size > 0 && size < smallest))) {
    throw InputError(position, to_text(value, unit) +
                                   " is beyond the range of single precision (about 1e-45 to 3e38); "
                                   "use precision: double");
  }
}

void require_single(const Quantity& quantity) {
  require_single(quantity.value, quantity.unit, quantity.position);
}

void require_single(const Map<Quantity>& quantities) {
  for (const auto& [name, quantity] : quantities) {
    require_single(quantity);
  }
}

void require_single(const Loop& loop) {
  for (const auto& [name, actuator] : loop.actuators) {
    require_single(actuator.lower, actuator.unit, actuator.position);
    require_single(actuator.upper, actuator.unit, actuator.position);
    for (const auto* part :
         {&actuator.dead_zone, &actuator.backlash, &actuator.quantum, &actuator.rate_limit}) {
      require_single(*part);
    }
  }
  for (const auto& [name, sensor] : loop.sensors) {
    require_single(sensor.noise);
    require_single(sensor.quantum);
  }
}

void require_single(const Plant& plant) {
  require_single(plant.parameters);
  if (plant.linearise) {
    require_single(plant.linearise->about);
    require_single(*plant.linearise->plant);
  }
}

void require_single(const ScenarioSet& set) {
  for (const auto* draws : {&set.initial_state, &set.parameters}) {
    for (const auto& [name, draw] : *draws) {
      require_single(draw.a, draw.unit, draw.position);
      require_single(draw.b, draw.unit, draw.position);
    }
  }
  for (const ExplicitScenario& scenario : set.list) {
    require_single(scenario.initial_state);
    require_single(scenario.parameters);
  }
  if (set.loop) require_single(*set.loop);
}

void require_single(const Problem& problem) {
  require_single(problem.plant);
  require_single(problem.controller.parameters);
  require_single(problem.parameters);
  require_single(problem.constants);
  for (const auto& [name, gain] : problem.gains) {
    for (const double value : {gain.low, gain.high, gain.fixed.value_or(0)}) {
      require_single(value, gain.unit, gain.position);
    }
  }
  require_single(problem.loop);
  for (const auto& [name, term] : problem.objective.terms) {
    require_single(term.weight, "", name.position());
  }
  for (const auto& [name, requirement] : problem.objective.require) {
    if (!requirement.is_soft()) continue;
    for (const double number : {requirement.weight, requirement.below, requirement.above}) {
      if (std::isfinite(number)) require_single(number, "", name.position());
    }
  }
  require_single(problem.scenarios.training);
  for (const auto& set : problem.scenarios.validation) {
    require_single(set.value);
  }
}

}  // namespace

void check_limits(const Problem& problem, const YamlNode& node) {
  check_candidates(problem, node);
  check_tables(problem, *node.find("scenarios"));
  if (problem.simulation.precision == Precision::float32) {
    require_countable(problem.simulation, where(node, "simulation", "precision"));
    require_single(problem);
  }
}

}  // namespace gainswarm::spec
