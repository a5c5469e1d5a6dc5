#include <fmt/core.h>

#include <cmath>

#include "host/analysis/loop_report.hpp"
#include "host/cli/description.hpp"
#include "host/cli/section.hpp"
#include "host/rollout/build.hpp"
#include "host/spec/cost_parts.hpp"
#include "host/spec/number.hpp"

namespace gainswarm::cli {
namespace {

void print_gains(const spec::Problem& problem) {
  Table table({1, 2});
  for (const auto& [name, gain] : problem.gains) {
    if (gain.fixed) {
      table.add({name.str(), spec::to_text(*gain.fixed), "", "fixed"});
    } else {
      table.add({name.str(), spec::to_text(gain.low), spec::to_text(gain.high),
                 gain.scale == spec::Scale::log ? "log" : "linear"});
    }
  }
  print_section("gains", table, problem.gains.size());
}

void print_cost(const spec::Objective& objective) {
  Table table({1});
  std::size_t rows = 0;
  for (const spec::CostPart& part : spec::cost_parts(objective)) {
    if (part.soft != nullptr) continue;  // shown as what it is, a requirement
    table.add({part.name, spec::to_text(part.weight), "* " + part.value.str()});
    ++rows;
  }
  print_section(objective.pareto.empty() ? "cost" : "objectives", table, rows);
}

std::string softness(double weight) {
  return std::isfinite(weight) ? "soft, weight " + spec::to_text(weight) : "";
}

void print_requirements(const spec::Objective& objective) {
  Table table;
  for (const auto& [name, required] : objective.require) {
    table.add({name.str(), required.value.str(), spec::limits_text(required.above, required.below),
               softness(required.weight)});
  }
  const std::vector<spec::RequiredMargin> margins = spec::required_margins(objective.margins);
  for (const spec::RequiredMargin& margin : margins) {
    table.add(
        {margin.name, "of the linearised loop", spec::limits_text(margin), softness(margin.limit.weight)});
  }
  print_section("requirements", table, objective.require.size() + margins.size());
}

void print_judgement(const spec::Objective& objective) {
  Table table;
  table.add({"success", objective.success.empty() ? "the rollout does not fail" : objective.success.str()});
  for (const auto& [name, metric] : objective.metrics) {
    table.add(
        {"metric " + name.str(), metric.value.str(), metric.unit.empty() ? "" : "[" + metric.unit + "]"});
  }
  print_section("judged by", table, 1);
}

/// "noise 0.005 rad, delay 0.01 s": what is not there is left out.
class Effects {
 public:
  void add(const std::string& name, double value, const std::string& unit = "s") {
    if (value != 0 && std::isfinite(value)) append(name + " " + spec::to_text(value, unit));
  }
  void add(const std::string& name, const spec::Quantity& size) { add(name, size.value, size.unit); }
  void add_limits(double lower, double upper, const std::string& unit) {
    if (std::isinf(lower) && std::isinf(upper)) return;
    append("saturation " + spec::to_text(lower) + " to " + spec::to_text(upper, unit));
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void append(const std::string& effect) { text_ += (text_.empty() ? "" : ", ") + effect; }

  std::string text_;
};

std::string effects_of(const spec::Actuator& actuator) {
  Effects effects;
  effects.add("delay", actuator.delay);
  effects.add("dead zone", actuator.dead_zone);
  effects.add("backlash", actuator.backlash);
  effects.add("quantum", actuator.quantum);
  effects.add_limits(actuator.lower, actuator.upper, actuator.unit);
  effects.add("rate limit", actuator.rate_limit);
  effects.add("lag", actuator.lag);
  return effects.text();
}

std::string effects_of(const spec::Sensor& sensor) {
  Effects effects;
  effects.add("noise", sensor.noise);
  effects.add("filter", sensor.filter);
  effects.add("quantum", sensor.quantum);
  effects.add("delay", sensor.delay);
  return effects.text();
}

/// What is late, "sampling 0.002 s, outputs 0.004 s" at most.
std::string lateness_of(const spec::Loop& loop) {
  Effects effects;
  effects.add("sampling", loop.sampling_jitter);
  effects.add("outputs", loop.jitter);
  return effects.text();
}

void print_loop(const spec::Loop& loop) {
  Table table;
  const std::string lateness = lateness_of(loop);
  if (!lateness.empty()) table.add({"late by up to", lateness});
  for (const auto& [name, actuator] : loop.actuators)
    table.add({"actuator " + name.str(), effects_of(actuator)});
  for (const auto& [name, sensor] : loop.sensors) table.add({"sensor " + name.str(), effects_of(sensor)});
  print_section("loop", table, loop.actuators.size() + loop.sensors.size() + (lateness.empty() ? 0 : 1));
}

/// "8", and what the set has of its own.
std::string size_of(const spec::ScenarioSet& set) {
  std::string text = count(set.count + static_cast<std::int64_t>(set.list.size()));
  if (set.loop) text += ", in a loop of its own";
  if (!set.success.empty()) text += ", success: " + set.success.str();
  return text;
}

void print_scenarios(const spec::Scenarios& scenarios) {
  Table table;
  table.add({"training", size_of(scenarios.training)});
  for (const auto& [name, set] : scenarios.validation) table.add({"validation " + name.str(), size_of(set)});
  print_section("scenarios", table, 1 + scenarios.validation.size());
}

}  // namespace

void describe(const spec::Problem& problem) {
  static_cast<void>(rollout::build_program(problem, rollout::Purpose::validation));
  print_name(problem.name, problem.description);
  Table table;
  table.add({"plant", problem.plant.name.str()});
  table.add({"controller", problem.controller.name.str()});
  table.add({"rollout", fmt::format("{} in steps of {}", duration(problem.simulation.duration),
                                    duration(problem.simulation.step))});
  table.add({"swarms", fmt::format("{} of {} particles, {} iterations", count(problem.swarm.swarms),
                                   count(problem.swarm.particles), count(problem.swarm.iterations))});
  fmt::print("\n{}", table.text());
  print_gains(problem);
  print_expressions("connect", problem.connect);
  print_quantities("constants", problem.constants);
  print_formulas("references", problem.references);
  print_formulas("disturbances", problem.disturbances);
  print_loop(problem.loop);
  print_scenarios(problem.scenarios);
  print_cost(problem.objective);
  print_requirements(problem.objective);
  print_judgement(problem.objective);
  describe(analysis::report_on_plant(problem));
}

}  // namespace gainswarm::cli
