#include "host/rollout/parameters.hpp"

#include <cmath>

#include "cuda/elementary.hpp"

namespace gainswarm::rollout {
namespace {

void add_varied(const spec::ScenarioSet& set, std::set<std::string>& names) {
  for (const auto& draw : set.parameters) names.insert(draw.name.str());
  for (const auto& scenario : set.list) {
    for (const auto& value : scenario.parameters) names.insert(value.name.str());
  }
}

template <class T>
T value_of(const spec::Map<T>& map, const std::string& name) {
  const T* found = spec::find(map, name);
  return found == nullptr ? T{} : *found;
}

}  // namespace

double nominal_value(const spec::Problem& problem, const std::string& name, double default_value) {
  if (const auto* constant = spec::find(problem.constants, name)) return constant->value;
  const auto* given = spec::find(problem.parameters, name);
  return given == nullptr ? default_value : given->value;
}

double control_period(const spec::Problem& problem) {
  const spec::Simulation& simulation = problem.simulation;
  const bool every_step = problem.controller.continuous || simulation.control_period == 0;
  return every_step ? simulation.step : simulation.control_period;
}

spec::Actuator actuator_of(const spec::Loop& loop, const std::string& input) {
  return value_of(loop.actuators, input);
}

spec::Sensor sensor_of(const spec::Loop& loop, const std::string& output) {
  return value_of(loop.sensors, output);
}

std::size_t ticks_of(double delay, const spec::Problem& problem) {
  return static_cast<std::size_t>(std::llround(delay / control_period(problem)));
}

double kept_after(double time, double time_constant) {
  return elementary::exponential(-time / time_constant);
}

std::set<std::string> varied_parameters(const spec::Problem& problem, Purpose purpose) {
  std::set<std::string> names;
  add_varied(problem.scenarios.training, names);
  if (purpose == Purpose::validation) {
    for (const auto& set : problem.scenarios.validation) add_varied(set.value, names);
  }
  return names;
}

}  // namespace gainswarm::rollout
