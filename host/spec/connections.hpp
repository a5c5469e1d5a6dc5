// What the signals of a law that was written for other names are called in a problem.
#pragma once

#include <string>

#include "host/spec/document.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// What the plant calls a signal of the law: the name that it is connected to, else its own.
const std::string& connected(const Map<Text>& connect, const std::string& name);

/// Throws InputError at a connection of what is no signal of the law, or to what is no signal of the problem.
void check_connections(const Problem& problem);

/// Throws InputError unless the law sets each input of the plant once and nothing else.
void check_outputs(const Problem& problem, const YamlNode& node);

/// The law's gains get the units that the problem writes with them, if it connects the law.
void take_units_of_gains(Problem& problem);

}  // namespace gainswarm::spec
