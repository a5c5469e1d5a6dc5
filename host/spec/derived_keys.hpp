// Keys of gains that follow from the tuned ones.
#pragma once

#include "host/spec/key.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::spec {

constexpr About about(const Riccati& /*of*/) {
  return {"riccati", "The regulator u = -K x that minimises the integral of x'Q x + u'R u."};
}

template <class Archive>
void fields(Archive& archive, Riccati& riccati) {
  archive(
      Key("state_weights", "Diagonal of Q, expressions of gains; states not named have weight 0.").required(),
      riccati.state_weights);
  archive(Key("input_weights", "Diagonal of R, one above 0 for every input.").required(),
          riccati.input_weights);
}

constexpr About about(const PolePair& /*of*/) {
  return {"pole_pair", "Two conjugate poles."};
}

template <class Archive>
void fields(Archive& archive, PolePair& pair) {
  archive(Key("frequency", "Their distance from the origin in rad/s.").required(), pair.frequency);
  archive(Key("damping", "Their damping ratio, above 0 and at most 1.").required(), pair.damping);
}

constexpr About about(const Poles& /*of*/) {
  return {"poles", "Poles in the s-plane, as many as the plant has states, as expressions of gains."};
}

template <class Archive>
void fields(Archive& archive, Poles& poles) {
  archive(Key("real", "Real poles in 1/s, negative ones are stable."), poles.real);
  archive(Key("pairs", "Conjugate poles."), poles.pairs);
}

constexpr About about(const Kalman& /*of*/) {
  return {"kalman", "The estimator x^' = A x^ + B u + L (y - C x^) of least variance under white noise."};
}

template <class Archive>
void fields(Archive& archive, Kalman& kalman) {
  archive(Key("state_noise", "Intensity of the noise on each state's rate; states not named have none.")
              .required(),
          kalman.state_noise);
  archive(Key("output_noise",
              "Intensity of the noise of every output, above 0; where the law is sampled, the variance of a "
              "sample.")
              .required(),
          kalman.output_noise);
}

constexpr About about(const PredictiveControl& /*of*/) {
  return {
      "predictive_control",
      "The inputs of the next moves that minimise the sampled integral of x'Q x + u'R u, what comes after "
      "them at the Riccati equation's cost."};
}

template <class Archive>
void fields(Archive& archive, PredictiveControl& control) {
  archive(
      Key("state_weights", "Diagonal of Q, expressions of gains; states not named have weight 0.").required(),
      control.state_weights);
  archive(Key("input_weights", "Diagonal of R, one above 0 for every input.").required(),
          control.input_weights);
  archive(Key("moves", "How many control periods each move is held, e.g. [1, 1, 2, 4].")
              .at_least(1)
              .at_most(100)
              .required(),
          control.moves);
}

constexpr About about(const Derived& /*of*/) {
  return {"derived",
          "Gains computed on the host for every candidate, from the plant linearised with its nominal "
          "parameters: exactly one of the methods."};
}

template <class Archive>
void fields(Archive& archive, Derived& derived) {
  archive(Key("about", "States and inputs of the operating point; those not named are 0.").in_any_unit(),
          derived.about);
  archive(Key("sampled", "For inputs held over the control period; default: unless the law is continuous."),
          derived.sampled);
  archive(Key("riccati",
              "NAME_state of u = -NAME x, the linear-quadratic regulator; NAME_input_state when there are "
              "several inputs."),
          derived.riccati);
  archive(Key("pole_placement",
              "NAME_state of u = -NAME x that gives these poles. NAME_input_state when there are several "
              "inputs: of all such gains robust ones (Kautsky, Nichols, Van Dooren 1985), a pole at most as "
              "often as there are independent inputs."),
          derived.pole_placement);
  archive(Key("kalman", "NAME_state of the estimator; NAME_state_output when there are several outputs."),
          derived.kalman);
  archive(
      Key("observer_poles",
          "NAME_state of the estimator with these poles; NAME_state_output when there are several outputs, "
          "as under pole_placement."),
      derived.observer_poles);
  archive(Key("predictive_control",
              "NAME_state of u = -NAME x without limits; with limits, the moves z minimise z'H z/2 + z'F x: "
              "NAME_hessian_i_j, NAME_map_i_state, and NAME_step, the reciprocal of H's largest eigenvalue."),
          derived.predictive_control);
}

}  // namespace gainswarm::spec
