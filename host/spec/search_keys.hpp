// Keys of swarm, polish and stop.
#pragma once

#include "host/spec/key.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// "constriction", a constant weight, or [start, end] of a linear schedule.
struct Inertia {
  bool constriction = true;
  double start = 0;
  double end = 0;
};

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
              "0.9 to 0.2), a weight, or [start, end] changing linearly.")
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
  archive(
      Key("early_abandonment",
          "Give up a candidate's rollouts once their cost must exceed its particle's best. The gains found "
          "are the same, in fewer steps."),
      swarm.early_abandonment);
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

}  // namespace gainswarm::spec
