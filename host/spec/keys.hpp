// Every key of the configuration, once: the reader, the writer, the JSON Schema and the reference text all
// come from these visits. fields(archive, x) shows the archive each member of x with its key; about(x) names
// the kind of map.
#pragma once

#include <type_traits>

#include "host/spec/key.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// A kind of map: its name in the schema and one sentence about it.
struct About {
  std::string_view name;
  std::string_view documentation;
};

// ---------------------------------------------------------------- values that are written more briefly than
// as a map

/// [lower, upper], or one number for both sides of 0.
struct Interval {
  double lower = -infinity;
  double upper = infinity;
  std::string unit;
};

/// [low, high], both finite.
struct Bounds {
  double low = 0;
  double high = 0;
  std::string unit;
};

/// "constriction", a constant weight, or [start, end] of a linear schedule.
struct Inertia {
  bool constriction = true;
  double start = 0;
  double end = 0;
};

// ---------------------------------------------------------------- plant

constexpr About about(const Mechanics& /*of*/) {
  return {"mechanics", "Mass matrix and forces: mass * (time derivative of velocities) = force."};
}

template <class Archive>
void fields(Archive& archive, Mechanics& mechanics) {
  archive(Key("coordinates", "States that are positions, one a degree of freedom.")
              .as(Holds::identifier)
              .required(),
          mechanics.coordinates);
  archive(Key("velocities", "Their time derivatives, in the same order.").as(Holds::identifier).required(),
          mechanics.velocities);
  archive(Key("mass", "The symmetric mass matrix, row by row.").required(), mechanics.mass);
  archive(Key("force", "Everything else on the right-hand side, one expression a row.").required(),
          mechanics.force);
}

constexpr About about(const Linearisation& /*of*/) {
  return {"linearise", "The linear plant that another one becomes about an operating point."};
}

template <class Archive>
void fields(Archive& archive, Linearisation& linearisation) {
  archive(Key("plant", "The plant to linearise.").required(), linearisation.plant);
  archive(Key("about", "States and inputs of the operating point; those not named are 0.").in_any_unit(),
          linearisation.about);
}

constexpr About about(const Plant& /*of*/) {
  return {"plant", "What is controlled, as equations: dynamics, mechanics or linearise."};
}

template <class Archive>
void fields(Archive& archive, Plant& plant) {
  archive(Key("name", "Title; default: the file's name.").as(Holds::prose), plant.name);
  archive(Key("description", "Anything worth knowing about it.").as(Holds::prose), plant.description);
  archive(Key("states", "State variables and their SI units.").as(Holds::unit), plant.states);
  archive(Key("inputs", "What a controller sets, and the SI units.").as(Holds::unit), plant.inputs);
  archive(Key("parameters", "Constants: a number, '1.5 kg' or {value, unit}.").in_any_unit(),
          plant.parameters);
  archive(Key("let", "Named intermediate expressions; each may use those above it."), plant.let);
  archive(Key("dynamics", "Time derivative of every state."), plant.dynamics);
  archive(Key("mechanics", "Instead of dynamics: mass matrix and forces."), plant.mechanics);
  archive(Key("linearise", "Instead of dynamics: another plant, linearised."), plant.linearise);
  archive(Key("outputs", "What is measured; default: every state under its own name."), plant.outputs);
  archive(
      Key("fails_when", "Conditions that end a rollout, each under the name of its cause; or one condition.")
          .or_one_named("failed"),
      plant.fails_when);
}

// ---------------------------------------------------------------- controller

constexpr About about(const ControllerState& /*of*/) {
  return {"controller_state", "A memory of the law, continuous (rate) or renewed every tick (next)."};
}

template <class Archive>
void fields(Archive& archive, ControllerState& state) {
  archive(Key("start", "Value at the beginning."), state.start);
  archive(Key("rate", "Time derivative; exactly one of rate and next is given."), state.rate);
  archive(Key("next", "Value at the next control tick; sampled laws only."), state.next);
  archive(Key("unit", "Its SI unit.").as(Holds::unit), state.unit);
}

constexpr About about(const Controller& /*of*/) {
  return {"controller", "The control law, whose gains are tuned."};
}

template <class Archive>
void fields(Archive& archive, Controller& controller) {
  archive(Key("name", "Title; default: the file's name.").as(Holds::prose), controller.name);
  archive(Key("description", "Anything worth knowing about it.").as(Holds::prose), controller.description);
  archive(Key("gains", "What may be tuned, and the SI units.").as(Holds::unit), controller.gains);
  archive(Key("parameters", "Constants: a number, '1.5 kg' or {value, unit}.").in_any_unit(),
          controller.parameters);
  archive(Key("let", "Named intermediate expressions; each may use those above it."), controller.let);
  archive(Key("states", "Memories of the law."), controller.states);
  archive(Key("output", "The law: an expression for every input of the plant.").required(),
          controller.output);
  archive(Key("continuous", "Evaluate the law in every integration stage instead of once a control tick."),
          controller.continuous);
}

// ---------------------------------------------------------------- problem

constexpr About about(const Gain& /*of*/) {
  return {"gain", "Where a gain is searched; or one number: a gain that stays fixed."};
}

template <class Archive>
void fields(Archive& archive, Gain& gain) {
  Bounds bounds{gain.low, gain.high, gain.unit};
  archive(Key("bounds", "Lowest and highest value.").in_any_unit().required(), bounds);
  archive(Key("scale", "How the range between them is searched."), gain.scale);
  gain.low = bounds.low;
  gain.high = bounds.high;
  gain.unit = bounds.unit;
}

constexpr About about(const Simulation& /*of*/) {
  return {"simulation", "How long and how finely a rollout is integrated."};
}

template <class Archive>
void fields(Archive& archive, Simulation& simulation) {
  archive(Key("duration", "Length of every rollout; a whole number of control periods.").in("s").above(0),
          simulation.duration);
  archive(Key("step", "Integration step.").in("s").above(0), simulation.step);
  archive(Key("control_period",
              "Time between two evaluations of the law, a whole number of steps; 0: every step.")
              .in("s")
              .at_least(0),
          simulation.control_period);
  archive(Key("integrator", "Integration method."), simulation.integrator);
  archive(Key("precision", "Precision of every number in a rollout."), simulation.precision);
}

constexpr About about(const Actuator& /*of*/) {
  return {"actuator", "What the actuator does to the law's output."};
}

template <class Archive>
void fields(Archive& archive, Actuator& actuator) {
  Interval saturation{actuator.lower, actuator.upper, actuator.unit};
  archive(
      Key("saturation", "Limits of the input: [lower, upper], or one number for both sides of 0; inf: none.")
          .in_any_unit()
          .or_infinite(),
      saturation);
  actuator.lower = saturation.lower;
  actuator.upper = saturation.upper;
  actuator.unit = saturation.unit;
}

constexpr About about(const Loop& /*of*/) {
  return {"loop", "What stands between the law and the plant."};
}

template <class Archive>
void fields(Archive& archive, Loop& loop) {
  archive(Key("actuators", "Limits of the plant's inputs; an input not named has none."), loop.actuators);
}

constexpr About about(const ExplicitScenario& /*of*/) {
  return {"explicit_scenario", "One scenario written out by hand."};
}

template <class Archive>
void fields(Archive& archive, ExplicitScenario& scenario) {
  archive(Key("initial_state", "States at the start; those not named are 0.").in_any_unit(),
          scenario.initial_state);
  archive(Key("parameters", "Parameters that differ from their nominal value.").in_any_unit(),
          scenario.parameters);
}

constexpr About about(const ScenarioSet& /*of*/) {
  return {"scenario_set", "The explicit scenarios, followed by count drawn ones."};
}

template <class Archive>
void fields(Archive& archive, ScenarioSet& set) {
  archive(Key("list", "Scenarios written out by hand."), set.list);
  archive(Key("count", "Number of scenarios to draw.").at_least(0).at_most(1e6), set.count);
  archive(Key("sampling", "How they are drawn."), set.sampling);
  archive(
      Key("initial_state", "How each state starts: a number, uniform(low, high) or normal(mean, deviation).")
          .in_any_unit(),
      set.initial_state);
  archive(Key("parameters",
              "Uncertain parameters: as above, or relative_uniform(share) or relative_normal(share) about "
              "the nominal.")
              .in_any_unit(),
          set.parameters);
  archive(Key("seed", "Default: made from swarm.seed and the set's name."), set.seed);
}

constexpr About about(const Scenarios& /*of*/) {
  return {"scenarios",
          "Starts and parameters: those that are tuned on, and different ones that judge the result."};
}

template <class Archive>
void fields(Archive& archive, Scenarios& scenarios) {
  archive(Key("training", "What every particle is evaluated on.").required(), scenarios.training);
  archive(Key("validation", "Named sets that are never tuned on; the first gives the headline success rate."),
          scenarios.validation);
}

constexpr About about(const Term& /*of*/) {
  return {"term", "A part of the cost; or one expression: a term of weight 1."};
}

template <class Archive>
void fields(Archive& archive, Term& term) {
  archive(Key("value", "An expression over the rollout, such as integral(theta^2).").required(), term.value);
  archive(Key("weight", "What the value is multiplied by."), term.weight);
}

constexpr About about(const Requirement& /*of*/) {
  return {"requirement", "A value that must stay within limits in every training scenario."};
}

template <class Archive>
void fields(Archive& archive, Requirement& requirement) {
  archive(Key("value", "An expression over the rollout.").required(), requirement.value);
  archive(Key("below", "It must be less than this.").in_any_unit().or_infinite(), requirement.below);
  archive(Key("above", "It must be greater than this.").in_any_unit().or_infinite(), requirement.above);
}

constexpr About about(const Objective& /*of*/) {
  return {"objective", "What a good rollout is."};
}

template <class Archive>
void fields(Archive& archive, Objective& objective) {
  archive(Key("terms", "The cost is their weighted sum.").required(), objective.terms);
  archive(Key("require", "Requirements that good gains meet."), objective.require);
  archive(Key("over_scenarios",
              "How a particle's costs become one: mean, sum, worst, mean_plus_worst(k), cvar(q) or "
              "percentile(q)."),
          objective.over_scenarios);
  archive(
      Key("failure_penalty", "Cost of a rollout that fails at the very end; twice that if it fails at once.")
          .above(0),
      objective.failure_penalty);
  archive(Key("success", "When a rollout counts as a success; default: it did not fail."), objective.success);
}

constexpr About about(const Swarm& /*of*/) {
  return {"swarm", "The particle swarms that search the gains."};
}

template <class Archive>
void fields(Archive& archive, Swarm& swarm) {
  archive(Key("algorithm", "How particles learn."), swarm.algorithm);
  archive(Key("swarms", "Number of isolated swarms.").at_least(1).at_most(1e5), swarm.swarms);
  archive(Key("particles", "Particles of each swarm.").at_least(1).at_most(1e6), swarm.particles);
  archive(Key("iterations", "Moves of every particle.").at_least(1).at_most(1e9), swarm.iterations);
  archive(Key("seed", "The same seed gives the same bits."), swarm.seed);
  archive(Key("start", "How the first particles are placed."), swarm.start);
  Inertia inertia{swarm.constriction, swarm.inertia_start, swarm.inertia_end};
  archive(Key("inertia",
              "How velocities are damped: constriction (global_best; comprehensive_learning then falls from "
              "0.9 to 0.4), a "
              "weight, or [start, end] changing linearly.")
              .at_least(0)
              .at_most(2),
          inertia);
  swarm.constriction = inertia.constriction;
  swarm.inertia_start = inertia.start;
  swarm.inertia_end = inertia.end;
  archive(Key("cognitive", "Pull towards the particle's own best.").at_least(0).at_most(10), swarm.cognitive);
  archive(Key("social", "Pull towards the swarm's best.").at_least(0).at_most(10), swarm.social);
  archive(
      Key("velocity_limit", "Longest move in one iteration, as a share of the range.").above(0).at_most(1),
      swarm.velocity_limit);
  archive(Key("refresh", "comprehensive_learning: iterations without progress before new exemplars.")
              .at_least(1)
              .at_most(1e9),
          swarm.refresh);
}

constexpr About about(const Polish& /*of*/) {
  return {"polish", "The final local search (Nelder-Mead) from the best particles."};
}

template <class Archive>
void fields(Archive& archive, Polish& polish) {
  archive(Key("enabled", "Whether to polish."), polish.enabled);
  archive(
      Key("evaluations", "Budget of candidate evaluations, all starts together.").at_least(0).at_most(1e9),
      polish.evaluations);
  archive(Key("starts", "The best of that many swarms are polished side by side.").at_least(1).at_most(1e5),
          polish.starts);
  archive(Key("tolerance", "Relative spread of the simplex' costs at which it stops.").at_least(0).at_most(1),
          polish.tolerance);
}

constexpr About about(const Stop& /*of*/) {
  return {"stop", "What ends the search before its last iteration."};
}

template <class Archive>
void fields(Archive& archive, Stop& stop) {
  archive(Key("cost_below", "Stop at a cost less than this.").or_infinite(), stop.cost_below);
  archive(Key("stagnation", "Stop after that many iterations without progress; 0: never.")
              .at_least(0)
              .at_most(1e9),
          stop.stagnation);
  archive(Key("time_limit", "Stop after that long.").in("s").above(0).or_infinite(), stop.time_limit);
  archive(Key("evaluations", "Stop after that many candidate evaluations; 0: no limit.")
              .at_least(0)
              .at_most(1e15),
          stop.evaluations);
}

constexpr About about(const Problem& /*of*/) {
  return {"problem", "A closed loop to tune: plant, controller, scenarios, objective and swarm."};
}

template <class Archive>
void fields(Archive& archive, Problem& problem) {
  archive(Key("name", "Title; default: the file's name.").as(Holds::prose), problem.name);
  archive(Key("description", "Anything worth knowing about it.").as(Holds::prose), problem.description);
  archive(Key("plant", "What is controlled.").required(), problem.plant);
  archive(Key("controller", "The control law.").required(), problem.controller);
  archive(Key("gains", "Every gain of the controller, with its bounds or fixed."), problem.gains);
  archive(Key("parameters", "Other values for parameters of the plant and the controller.").in_any_unit(),
          problem.parameters);
  archive(Key("references", "Signals to follow, as expressions of the time t."), problem.references);
  archive(Key("simulation", "How a rollout is integrated."), problem.simulation);
  archive(Key("loop", "What stands between the law and the plant."), problem.loop);
  archive(Key("scenarios", "Starts and parameters to tune on and to judge by.").required(),
          problem.scenarios);
  archive(Key("objective", "What a good rollout is.").required(), problem.objective);
  archive(Key("swarm", "The search."), problem.swarm);
  archive(Key("polish", "The final local search."), problem.polish);
  archive(Key("stop", "What ends the search early."), problem.stop);
}

/// A map with known keys.
template <class T>
concept Structure = requires(const T& value) {
  about(value);
};

}  // namespace gainswarm::spec
