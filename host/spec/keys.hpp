// Every key of the configuration, once: the reader, the writer, the JSON Schema and the reference text all
// come from these visits. fields(archive, x) shows the archive each member of x with its key; about(x) names
// the kind of map.
#pragma once

#include "host/spec/loop_keys.hpp"
#include "host/spec/model_keys.hpp"
#include "host/spec/problem_keys.hpp"
#include "host/spec/search_keys.hpp"

namespace gainswarm::spec {

constexpr About about(const Problem& /*of*/) {
  return {"problem", "A closed loop to tune: plant, controller, scenarios, objective and swarm."};
}

template <class Archive>
void fields(Archive& archive, Problem& problem) {
  archive(Key("name", "Title; default: the file's name.").as(Holds::prose), problem.name);
  archive(Key("description", "Anything worth knowing about it.").as(Holds::prose), problem.description);
  archive(Key("plant", "What is controlled.").required(), problem.plant);
  archive(Key("controller", "The control law.").required(), problem.controller);
  archive(
      Key("connect",
          "Where the law names signals otherwise: its name -> an output, input or state of the plant or a "
          "reference. The units written with the gains then stand in for the law's.")
          .as(Holds::identifier),
      problem.connect);
  archive(Key("gains", "Every gain of the controller, with its bounds or fixed."), problem.gains);
  archive(Key("parameters", "Other values for parameters of the plant and the controller.").in_any_unit(),
          problem.parameters);
  archive(
      Key("operating_point",
          "Where the loop is linearised for its report, its margins and tuning rules: states and inputs of "
          "the plant, those not named are 0; default: that of the first derived gains, or the origin.")
          .in_any_unit(),
      problem.operating_point);
  archive(
      Key("constants",
          "Numbers of this problem, such as the size and the time of a step, for references, disturbances "
          "and the objective; scenarios may vary them among their parameters.")
          .in_any_unit(),
      problem.constants);
  archive(Key("references", "Signals to follow: numbers, or expressions of the time t and of constants.")
              .in_any_unit(),
          problem.references);
  archive(Key("disturbances",
              "What adds to inputs of the plant, behind their actuators; likewise numbers, or expressions "
              "of t and constants. The law and the objective see an input without it.")
              .in_any_unit(),
          problem.disturbances);
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
