// Keys of gains, simulation, scenarios and objective.
#pragma once

#include "host/spec/key.hpp"
#include "host/spec/margin_keys.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::spec {

// ------------------------------------------------ values that are written more briefly than as a map

/// [low, high], both finite.
struct Bounds {
  double low = 0;
  double high = 0;
  std::string unit;
};

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
  archive(Key("precision",
              "Precision of every number in a rollout. float loses digits of what many small steps add up: "
              "of a state "
              "that a million steps fill evenly about 1 %."),
          simulation.precision);
}

constexpr About about(const ExplicitScenario& /*of*/) {
  return {"explicit_scenario", "One scenario written out by hand."};
}

template <class Archive>
void fields(Archive& archive, ExplicitScenario& scenario) {
  archive(Key("initial_state", "States at the start; those not named are 0.").in_any_unit(),
          scenario.initial_state);
  archive(Key("parameters", "Parameters and constants that differ from their nominal value.").in_any_unit(),
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
              "Uncertain parameters, and constants that vary: as above, or relative_uniform(share) or "
              "relative_normal(share) about "
              "the nominal.")
              .in_any_unit(),
          set.parameters);
  archive(Key("seed", "Of the draws, together with the set's name; default: swarm.seed."), set.seed);
  archive(Key("loop", "Of a validation set: stands in for the problem's loop, all of it."), set.loop);
  archive(Key("success", "Of a validation set: stands in for the objective's success."), set.success);
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
  archive(Key("weight",
              "Makes it soft: in each scenario, weight times the excess relative to the limit's size (or the "
              "excess itself over a limit of 0) is added to the cost; default: inf, gains must meet it.")
              .above(0)
              .or_infinite(),
          requirement.weight);
}

constexpr About about(const ParetoObjective& /*of*/) {
  return {"pareto_objective", "One of several objectives; or one expression."};
}

template <class Archive>
void fields(Archive& archive, ParetoObjective& objective) {
  archive(Key("value", "An expression over the rollout, such as integral(theta^2).").required(),
          objective.value);
  archive(
      Key("reference",
          "From here on it is worth nothing to the hypervolume; default: inf, a tenth of its range beyond "
          "the worst of the final front.")
          .or_infinite(),
      objective.reference);
}

constexpr About about(const Metric& /*of*/) {
  return {"metric",
          "A number that is reported and never tuned on; or one expression: a metric without unit."};
}

template <class Archive>
void fields(Archive& archive, Metric& metric) {
  archive(Key("value", "An expression over the rollout.").required(), metric.value);
  archive(Key("unit", "What the value is measured in, for the reports; % changes no number.")
              .as(Holds::shown_unit),
          metric.unit);
}

constexpr About about(const Objective& /*of*/) {
  return {"objective", "What a good rollout is."};
}

template <class Archive>
void fields(Archive& archive, Objective& objective) {
  archive(Key("terms", "The cost is their weighted sum."), objective.terms);
  archive(
      Key("pareto", "Instead of terms: 2 to 4 objectives, of which a front of best compromises is searched."),
      objective.pareto);
  archive(Key("front_size", "Most compromises that are kept of the front.").at_least(10).at_most(500),
          objective.front_size);
  archive(Key("require", "Requirements that good gains meet."), objective.require);
  archive(Key("margins", "Requirements on the linearised loop."), objective.margins);
  archive(Key("metrics", "Numbers that validation reports with their percentiles; tuning does not see them."),
          objective.metrics);
  archive(Key("over_scenarios",
              "How a particle's costs become one: mean, sum, worst, mean_plus_worst(k), cvar(q) or "
              "percentile(q)."),
          objective.over_scenarios);
  archive(
      Key("failure_penalty", "Cost of a rollout that fails at the very end; twice that if it fails at once.")
          .above(0)
          .at_most(1e30),
      objective.failure_penalty);
  archive(Key("success", "When a rollout counts as a success; default: it did not fail."), objective.success);
}

}  // namespace gainswarm::spec
