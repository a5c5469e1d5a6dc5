// A problem with its expressions parsed: the equations from which a rollout is built.
#pragma once

#include "host/rollout/build.hpp"
#include "host/rollout/controller.hpp"
#include "host/rollout/objective.hpp"
#include "host/rollout/plant.hpp"

namespace gainswarm::rollout {

/// Throws InputError at the first expression that cannot be parsed. The problem must outlive it.
struct ParsedProblem {
  const spec::Problem& source;
  Purpose purpose;
  PlantModel plant;
  ControlLaw law;  ///< knows the plant above: a parsed problem stays where it is
  Objective objective;
  Equations references, disturbances;

  ParsedProblem(const spec::Problem& problem, Purpose purpose_)
      : source(problem),
        purpose(purpose_),
        plant(problem.plant),
        law(problem.controller, problem.connect, plant),
        objective(problem.objective, purpose_),
        references(parse_all(problem.references)),
        disturbances(parse_all(problem.disturbances)) {}
  ParsedProblem(const ParsedProblem&) = delete;
  ParsedProblem& operator=(const ParsedProblem&) = delete;
};

}  // namespace gainswarm::rollout
