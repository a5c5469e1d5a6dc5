// Keys of what stands between the law and the plant.
#pragma once

#include "host/spec/key.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// Most control ticks that a loop delays a value by: each is a register of every rollout.
constexpr double most_delay_ticks = 100;

constexpr About about(const Actuator& /*of*/) {
  return {"actuator", "What happens to a law's output, in the order of these keys."};
}

template <class Archive>
void fields(Archive& archive, Actuator& actuator) {
  archive(
      Key("delay",
          "Computation delay: a whole number of control periods, at most 100; before it, the output is 0.")
          .in("s")
          .at_least(0),
      actuator.delay);
  archive(
      Key("dead_zone", "Up to this size the output has no effect, beyond it only what exceeds it; 0: none.")
          .in_any_unit()
          .at_least(0),
      actuator.dead_zone);
  archive(Key("backlash", "Width of the play: the input follows only at its edges; 0: none.")
              .in_any_unit()
              .at_least(0),
          actuator.backlash);
  archive(
      Key("quantum", "The input is rounded to multiples of this; 0: it is not.").in_any_unit().at_least(0),
      actuator.quantum);
  Interval saturation{actuator.lower, actuator.upper, actuator.unit, {}};
  archive(
      Key("saturation", "Limits of the input: [lower, upper], or one number for both sides of 0; inf: none.")
          .in_any_unit()
          .or_infinite(),
      saturation);
  actuator.lower = saturation.lower;
  actuator.upper = saturation.upper;
  actuator.unit = saturation.unit;
  archive(Key("rate_limit", "Most that the input changes, in its unit per second; inf: no limit.")
              .in_any_unit()
              .above(0)
              .or_infinite(),
          actuator.rate_limit);
  archive(
      Key("lag", "Time constant with which the input follows, also between the control ticks; 0: at once.")
          .in("s")
          .at_least(0),
      actuator.lag);
}

constexpr About about(const Sensor& /*of*/) {
  return {"sensor", "What happens to an output before the law sees it, in the order of these keys."};
}

template <class Archive>
void fields(Archive& archive, Sensor& sensor) {
  archive(Key("noise", "Standard deviation of the normal noise of each sample; the same for all particles.")
              .in_any_unit()
              .at_least(0),
          sensor.noise);
  archive(Key("filter", "Time constant of a first-order low-pass, computed at the control ticks; 0: none.")
              .in("s")
              .at_least(0),
          sensor.filter);
  archive(
      Key("quantum", "The value is rounded to multiples of this; 0: it is not.").in_any_unit().at_least(0),
      sensor.quantum);
  archive(Key("delay", "Age of what the law sees: a whole number of control periods, at most 100.")
              .in("s")
              .at_least(0),
          sensor.delay);
}

constexpr About about(const Loop& /*of*/) {
  return {"loop", "What stands between the law and the plant."};
}

template <class Archive>
void fields(Archive& archive, Loop& loop) {
  archive(Key("jitter",
              "Latency jitter: each tick's outputs reach the actuators 0 to this much later, drawn evenly "
              "among the integration steps; a whole number of them, less than the control period.")
              .in("s")
              .at_least(0),
          loop.jitter);
  archive(Key("sampling_jitter",
              "Each tick itself comes 0 to this much late, drawn evenly among the integration steps: the law "
              "samples and computes then, and knows nothing of it. Together with jitter less than the "
              "control period. Costs an evaluation of the law at every integration step.")
              .in("s")
              .at_least(0),
          loop.sampling_jitter);
  archive(Key("actuators", "How each input of the plant is driven; one not named follows the law exactly."),
          loop.actuators);
  archive(Key("sensors",
              "How the law sees each output; objectives, requirements and failures see the true ones."),
          loop.sensors);
}

}  // namespace gainswarm::spec
