// Checks within one map.
#include "host/spec/checks.hpp"

#include <algorithm>
#include <cmath>

#include "host/spec/declared.hpp"
#include "host/spec/names.hpp"
#include "host/spec/number.hpp"
#include "host/spec/scope.hpp"

namespace gainswarm::spec {
namespace {

/// How often `part` fits into `whole`; throws unless that is a whole number within 1e-9 of it.
double whole_ratio(double whole, double part, const Position& where, const std::string& message) {
  const double ratio = whole / part;
  const double rounded = std::round(ratio);
  if (rounded < 1 || std::abs(ratio - rounded) > 1e-9 * rounded) {
    throw InputError(where, message + " " + not_whole(whole, part));
  }
  return rounded;
}

}  // namespace

bool draws(const ScenarioSet& set) {
  const auto is_drawn = [](const auto& entry) { return entry.value.distribution != Distribution::fixed; };
  return std::ranges::any_of(set.initial_state, is_drawn) || std::ranges::any_of(set.parameters, is_drawn);
}

void check(const Controller& controller, const YamlNode& node) {
  Scope scope;
  add_names(controller, scope);
  require_not_empty(controller.output.empty(), "output", node, "a law sets every input of the plant");
  for (const auto& state : controller.states) {
    if (controller.continuous && !state.value.next.empty()) {
      throw InputError(
          state.value.next.position(),
          "'next' needs a sampled law (a continuous one has no ticks); give a rate, or remove continuous");
    }
  }
}

void check(const ControllerState& state, const YamlNode& node) {
  if (state.rate.empty() == state.next.empty()) {
    throw InputError(node.position,
                     "a controller state needs exactly one of 'rate' (its time derivative) and 'next' "
                     "(its value at the next tick)");
  }
}

void check(const Gain& gain, const YamlNode& node) {
  if (gain.scale == Scale::log && !(gain.low > 0)) {
    throw InputError(node.where("scale"), "a log scale needs bounds above 0 (found " + to_text(gain.low) +
                                              "); raise the lower bound or use scale: linear");
  }
  const double range = gain.scale == Scale::log ? gain.high / gain.low : gain.high - gain.low;
  if (!std::isfinite(range)) {
    throw InputError(node.where("bounds"), "the bounds " + to_text(gain.low) + " and " + to_text(gain.high) +
                                               " are too far apart (their range is beyond double "
                                               "precision); narrow them");
  }
}

void check(const Simulation& simulation, const YamlNode& node) {
  constexpr double most_steps = 1e9;
  const double period = simulation.control_period > 0 ? simulation.control_period : simulation.step;
  const double ticks = whole_ratio(simulation.duration, period, node.where("duration"),
                                   "the duration is not a whole number of control periods");
  const double steps = whole_ratio(period, simulation.step, node.where("control_period"),
                                   "the control period is not a whole number of steps");
  if (ticks * steps > most_steps) {
    throw InputError(node.where("step"), "a rollout of " + to_text(ticks * steps) +
                                             " steps (1e9 is the limit); "
                                             "make the step longer or the duration shorter");
  }
}

void check(const ScenarioSet& set, const YamlNode& node) {
  constexpr std::size_t most_scenarios = 1'000'000;
  if (set.count == 0 && set.list.empty()) {
    throw InputError(node.where("count"), "a scenario set without scenarios; give a count, a list or both");
  }
  if (set.count == 0 && draws(set)) {
    throw InputError(node.position,
                     "something is drawn but no scenario uses it (the count is 0); give a count");
  }
  if (set.list.size() + static_cast<std::size_t>(set.count) > most_scenarios) {
    throw InputError(node.where("count"), "more than 1e6 scenarios");
  }
  for (const auto& entry : set.initial_state) {
    if (entry.value.distribution == Distribution::relative_uniform ||
        entry.value.distribution == Distribution::relative_normal) {
      throw InputError(entry.value.position,
                       "a state has no nominal value to be relative to; use uniform or normal");
    }
  }
}

void check(const Requirement& requirement, const YamlNode& node) {
  if (std::isinf(requirement.below) && std::isinf(requirement.above)) {
    throw InputError(node.position, "a requirement without a limit; give 'below', 'above' or both");
  }
  if (!(requirement.above < requirement.below)) {
    throw InputError(node.where("above"), "no value is both above " + to_text(requirement.above) +
                                              " and below " + to_text(requirement.below));
  }
}

namespace {

void check_pareto(const Objective& objective, const YamlNode& node) {
  if (node.find("terms") != nullptr) {
    throw InputError(node.where("terms"),
                     "terms beside pareto (a cost is one objective, and here there are several); make each "
                     "term one of the objectives");
  }
  if (objective.pareto.size() < 2 || objective.pareto.size() > 4) {
    throw InputError(node.where("pareto"), std::to_string(objective.pareto.size()) +
                                               " objectives (a front has 2 to 4); give one as terms, or join "
                                               "some to a weighted sum");
  }
  for (const auto& [name, requirement] : objective.require) {
    if (!requirement.is_soft()) continue;
    throw InputError(name.position(),
                     "a soft requirement beside pareto (there is no cost that its excess "
                     "could be added to); leave out its weight");
  }
  for (const auto& [kind, name, limit] : required_margins(objective.margins)) {
    if (!limit.is_soft()) continue;
    throw InputError(
        limit.position,
        "a soft margin beside pareto (there is no cost that its excess could be added to); leave "
        "out its weight");
  }
}

/// Both are reported side by side.
void refuse_same_names(const Objective& objective) {
  const std::vector<RequiredMargin> margins = required_margins(objective.margins);
  for (const auto& [name, requirement] : objective.require) {
    if (std::ranges::find(margins, name.str(), &RequiredMargin::name) == margins.end()) continue;
    throw InputError(name.position(),
                     "the requirement " + quote(name.str()) +
                         " has the name of a margin that is required, too (nobody could tell "
                         "them apart); give it another name");
  }
}

}  // namespace

void check(const Objective& objective, const YamlNode& node) {
  refuse_same_names(objective);
  if (node.find("pareto") != nullptr) return check_pareto(objective, node);
  if (node.find("terms") == nullptr) {
    throw InputError(node.position, "the objective has no 'terms' (The cost is their weighted sum.)");
  }
  require_not_empty(objective.terms.empty(), "terms", node, "the cost needs at least one");
  if (std::ranges::all_of(objective.terms, [](const auto& term) { return term.value.weight == 0; })) {
    throw InputError(node.where("terms"), "every term has weight 0, so that all gains would be equally good");
  }
}

void check(const Swarm& swarm, const YamlNode& node) {
  constexpr std::int64_t most_particles = 10'000'000;
  if (swarm.swarms * swarm.particles > most_particles) {
    throw InputError(node.where("particles"), std::to_string(swarm.swarms) + " swarms of " +
                                                  std::to_string(swarm.particles) +
                                                  " particles are more than 1e7 particles");
  }
}

}  // namespace gainswarm::spec
