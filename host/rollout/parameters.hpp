// What holds where a problem may override, leave out or vary a value.
#pragma once

#include <set>
#include <string>

#include "host/rollout/build.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::rollout {

/// A constant's value, or the problem's own of a parameter, else the given default.
double nominal_value(const spec::Problem& problem, const std::string& name, double default_value);

/// Time between two control ticks in s; a continuous law has one tick a step.
double control_period(const spec::Problem& problem);

/// The actuator of a plant input; one that does nothing when the problem names none.
spec::Actuator actuator_of(const spec::Loop& loop, const std::string& input);

/// Likewise the sensor of a plant output.
spec::Sensor sensor_of(const spec::Loop& loop, const std::string& output);

/// How many control periods a delay (s) is.
std::size_t ticks_of(double delay, const spec::Problem& problem);

/// What a first-order lag keeps of a difference after `time` (s): exp(-time / time_constant), the same bits
/// everywhere.
double kept_after(double time, double time_constant);

/// Plant parameters and constants that some scenario set relevant to the purpose varies.
std::set<std::string> varied_parameters(const spec::Problem& problem, Purpose purpose);

}  // namespace gainswarm::rollout
