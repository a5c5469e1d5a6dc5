// Checks of what stands between the law and the plant.
#include <algorithm>
#include <cmath>
#include <optional>

#include "host/spec/checks.hpp"
#include "host/spec/declared.hpp"
#include "host/spec/loop_keys.hpp"
#include "host/spec/number.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

/// A rate is in the input's unit per second.
void require_rate_unit(const Quantity& rate, const std::string& declared, const Text& name) {
  Dimension expected = parse_unit(Text(declared)).dimension;
  expected[2] -= 1;
  if (!rate.unit.empty() && parse_unit(Text(rate.unit)).dimension != expected) {
    throw InputError(rate.position, "the unit " + rate.unit + " does not fit the rate of " +
                                        quote(name.str()) + " (which is in " +
                                        (declared.empty() ? "1/s" : declared + " per second") + ")");
  }
}

/// Ticks are where a value can be late: a delay is a whole number of them.
void check_delay(double delay, double period, const Position& where) {
  const double ticks = delay / period;
  const double rounded = std::round(ticks);
  if (std::abs(ticks - rounded) > 1e-9 * rounded) {
    throw InputError(where, "the delay is not a whole number of control periods " + not_whole(delay, period));
  }
  if (rounded > most_delay_ticks) {
    throw InputError(where, "the delay is " + to_text(rounded) + " control periods (" +
                                to_text(most_delay_ticks) +
                                " is the limit: each is a number that every rollout carries along); shorten "
                                "it, or lengthen the control period");
  }
}

/// What remembers something from tick to tick has no meaning where there are none.
void refuse_between_ticks(bool used, std::string_view key, const YamlNode& node) {
  if (used) {
    throw InputError(node.where(key), quote(key) +
                                          " needs a sampled law (it acts from control tick to control tick, "
                                          "and a continuous law has none); remove continuous, or state it "
                                          "as a part of the plant");
  }
}

void check_actuator(const Entry<Actuator>& entry, const Problem& problem, double period,
                    const YamlNode& node) {
  const Actuator& actuator = entry.value;
  const std::string& unit = require_known(moving_plant(problem.plant).inputs, entry.name, "input");
  require_same_unit(actuator.unit, unit, entry.name, actuator.position);
  for (const Quantity* part : {&actuator.dead_zone, &actuator.backlash, &actuator.quantum}) {
    require_same_unit(part->unit, unit, entry.name, part->position);
  }
  require_rate_unit(actuator.rate_limit, unit, entry.name);
  check_delay(actuator.delay, period, node.where("delay"));
  if (problem.controller.continuous) {
    refuse_between_ticks(actuator.delay > 0, "delay", node);
    refuse_between_ticks(actuator.backlash.value > 0, "backlash", node);
    refuse_between_ticks(std::isfinite(actuator.rate_limit.value), "rate_limit", node);
    refuse_between_ticks(actuator.lag > 0, "lag", node);
  }
}

void check_sensor(const Entry<Sensor>& entry, const Problem& problem, double period, const YamlNode& node) {
  const Sensor& sensor = entry.value;
  const auto outputs = all_outputs(problem.plant);
  const std::optional<std::string>& unit = require_known(outputs, entry.name, "output of the plant");
  for (const Quantity* part : {&sensor.noise, &sensor.quantum}) {
    if (unit) {
      require_same_unit(part->unit, *unit, entry.name, part->position);
    }
  }
  check_delay(sensor.delay, period, node.where("delay"));
  if (problem.controller.continuous) {
    refuse_between_ticks(sensor.noise.value > 0, "noise", node);
    refuse_between_ticks(sensor.filter > 0, "filter", node);
    refuse_between_ticks(sensor.delay > 0, "delay", node);
  }
}

/// What is late by up to `jitter` comes at an integration step.
void check_jitter(const std::string& key, double jitter, const Problem& problem, const YamlNode& node) {
  if (jitter == 0) return;
  if (problem.controller.continuous) refuse_between_ticks(true, key, node);
  const double step = problem.simulation.step, steps = jitter / step;
  const double rounded = std::round(steps);
  if (std::abs(steps - rounded) > 1e-9 * rounded) {
    throw InputError(node.where(key), "the " + key + " is not a whole number of integration steps " +
                                          not_whole(jitter, step) + ", or choose a step that fits");
  }
}

/// An output arrives before the next tick's is computed.
void check_jitters(const Loop& loop, const Problem& problem, double period, const YamlNode& node) {
  const double together = loop.jitter + loop.sampling_jitter;
  const std::string key = loop.jitter > 0 ? "jitter" : "sampling_jitter";
  if (together > 0 && !problem.controller.continuous &&
      std::round(together / problem.simulation.step) * problem.simulation.step >= period * (1 - 1e-9)) {
    throw InputError(node.where(key),
                     "the " + key + " of " + to_text(together) + " s" +
                         (loop.jitter > 0 && loop.sampling_jitter > 0 ? ", sampling_jitter included," : "") +
                         " is not less than the control period of " + to_text(period) +
                         " s (outputs would overtake each other); shorten it, and state "
                         "what is always late as delay");
  }
  check_jitter("jitter", loop.jitter, problem, node);
  check_jitter("sampling_jitter", loop.sampling_jitter, problem, node);
}

}  // namespace

void check_loop(const Loop& loop, const Problem& problem, const YamlNode& node) {
  const Simulation& simulation = problem.simulation;
  const double period = simulation.control_period > 0 ? simulation.control_period : simulation.step;
  check_jitters(loop, problem, period, node);
  for (const auto& entry : loop.actuators) {
    check_actuator(entry, problem, period, *node.find("actuators")->find(entry.name.str()));
  }
  for (const auto& entry : loop.sensors) {
    check_sensor(entry, problem, period, *node.find("sensors")->find(entry.name.str()));
  }
}

}  // namespace gainswarm::spec
