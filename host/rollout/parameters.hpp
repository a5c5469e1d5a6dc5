// What holds where a problem may override, leave out or vary a value.
#pragma once

#include <set>
#include <string>

#include "host/rollout/build.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::rollout {

/// The problem's own value of a parameter, else the given default.
double nominal_value(const spec::Problem& problem, const std::string& name, double default_value);

/// Time between two control ticks in s; a continuous law has one tick a step.
double control_period(const spec::Problem& problem);

/// Limits of the actuator of a plant input; none when the problem names none.
spec::Actuator actuator_of(const spec::Loop& loop, const std::string& input);

/// Plant parameters that some scenario set relevant to the purpose varies.
std::set<std::string> varied_parameters(const spec::Problem& problem, Purpose purpose);

}  // namespace gainswarm::rollout
