// Keys of plants and controllers.
#pragma once

#include "host/spec/derived_keys.hpp"
#include "host/spec/key.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::spec {

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

constexpr About about(const StateSpace& /*of*/) {
  return {"state_space", "x' = A x + B u, y = C x + D u with the plant's states x and inputs u."};
}

template <class Archive>
void fields(Archive& archive, StateSpace& state_space) {
  archive(Key("a", "A row a state, a column a state; entries are expressions of parameters.").required(),
          state_space.a);
  archive(Key("b", "A row a state, a column an input.").required(), state_space.b);
  archive(Key("c", "A row an output, a column a state; default: the states are measured."), state_space.c);
  archive(Key("d", "A row an output, a column an input; default: 0."), state_space.d);
  archive(Key("outputs", "Names of the outputs, one a row of c.").as(Holds::identifier), state_space.outputs);
}

constexpr About about(const Block& /*of*/) {
  return {
      "block",
      "A transfer function: gain * numerator/denominator or gain * (s - zeros)/(s - poles). Its name is its "
      "output; z takes the place of s in discrete time."};
}

template <class Archive>
void fields(Archive& archive, Block& block) {
  archive(Key("input", "What enters it: of inputs, states, other blocks, parameters and t.").required(),
          block.input);
  archive(Key("gain", "Factor in front of everything; of parameters."), block.gain);
  archive(
      Key("numerator",
          "Coefficients, the highest power first, or a list of such polynomials to multiply; default: 1."),
      block.numerator);
  archive(Key("denominator", "Likewise; at least of the numerator's degree."), block.denominator);
  archive(Key("zeros", "Instead of a numerator: its roots, [re, im] for two conjugate ones."), block.zeros);
  archive(Key("poles", "Instead of a denominator: its roots, [re, im] for two conjugate ones."), block.poles);
  archive(
      Key("dead_time",
          "How much later the input acts: a whole number of integration steps, kept exactly; of parameters.")
          .in("s")
          .above(0),
      block.dead_time);
  archive(Key("unit", "SI unit of the output.").as(Holds::unit), block.unit);
}

constexpr About about(const Plant& /*of*/) {
  return {"plant",
          "What is controlled: equations (dynamics, next or mechanics), matrices (state_space), transfer "
          "functions (blocks) or another plant (linearise)."};
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
  archive(Key("next", "Instead of dynamics: value of every state at the next control tick."), plant.next);
  archive(Key("mechanics", "Instead of dynamics: mass matrix and forces."), plant.mechanics);
  archive(Key("state_space", "Instead of dynamics: matrices."), plant.state_space);
  archive(Key("blocks",
              "Transfer functions, alone or beside the states above. A block of order n brings the states "
              "name_1, name_2, ... and, when it passes nothing through at once, name."),
          plant.blocks);
  archive(Key("discrete", "Matrices and transfer functions step from control tick to control tick."),
          plant.discrete);
  archive(Key("limits",
              "Ranges of states: [lower, upper]. A state at its limit stays there until its rate turns.")
              .in_any_unit()
              .or_infinite(),
          plant.limits);
  archive(Key("linearise", "Instead of dynamics: another plant, linearised."), plant.linearise);
  archive(Key("outputs", "What is measured; default: every state under its own name."), plant.outputs);
  archive(Key("fails_when",
              "Conditions that end a rollout, tested after every step, each under the name of its cause; or "
              "one condition.")
              .or_one_named("failed"),
          plant.fails_when);
}

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
  archive(Key("derived", "Gains of the law that follow from the tuned ones, such as k_theta from weights."),
          controller.derived);
  archive(Key("parameters", "Constants: a number, '1.5 kg' or {value, unit}.").in_any_unit(),
          controller.parameters);
  archive(Key("let", "Named intermediate expressions; each may use those above it."), controller.let);
  archive(Key("states", "Memories of the law."), controller.states);
  archive(Key("output", "The law: an expression for every input of the plant.").required(),
          controller.output);
  archive(Key("continuous", "Evaluate the law in every integration stage instead of once a control tick."),
          controller.continuous);
}

}  // namespace gainswarm::spec
